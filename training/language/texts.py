"""Texts of known language for training: messages of translated free software, by language.

    python -m training.language.texts FOLDER    fetch and unpack the packages of sources.tsv into FOLDER (apt-get, dpkg)

Whole sentences of programs' messages, help and stories in some 250 languages, and a few hundred sentences of news and
talk in 65 that spaCy (MIT) brings as examples. None of it is in the evaluation sets.
"""

import ast
import gettext
import html
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).with_name("sources.tsv")
WORDS = Path(__file__).with_name("words.tsv")
SPACY = "spacy==3.8.18"  # its wheel is read, not installed
LEAST_LETTERS = 15  # shorter messages are labels of buttons
UNMARKED = ("yo", "ig")  # half of what is written in these goes without tone marks and dots: learnt both ways
SERBIAN = "а a б b в v г g д d ђ đ е e ж ž з z и i ј j к k л l љ lj м m н n њ nj о o п p р r с s т t ћ ć у u ф f х h ц c ч č џ dž ш š"
_pairs = dict(zip(SERBIAN.split()[::2], SERBIAN.split()[1::2], strict=True))
SERBIAN_LATIN = str.maketrans(_pairs | {letter.upper(): latin.capitalize() for letter, latin in _pairs.items()})

# names of translations that are not the language's own tag; None: left out, because its writing or status is unusual
NAMES: dict[str, str | None] = {
    "nb": "no", "nb_NO": "no", "nb-no": "no", "nn": "no", "zh-hans": "zh", "zh-hant": "zh", "kk-cyrl": "kk", "ku-latn": "ku",
    "kmr@latin": "ku", "kmr": "ku", "sr-ec": "sr", "sr-el": "sr", "sr@ijekavian": None, "sr@ijekavianlatin": None, "tg-cyrl": "tg", "tt-cyrl": "tt", "ug-arab": "ug", "skr-arab": "skr", "crh-latn": "crh",
    "be-tarask": "be", "fil": "tl", "gug": "gn", "gom-deva": "gom", "qqq": None, "sh": None, "sh-latn": None, "simple": None, "got": None,
    "yue": None, "yue-hant": None, "wuu": None, "wuu-hans": None, "kk-arab": None, "kk-latn": None, "tt-latn": None, "crh-cyrl": None,
    "tg-latn": None, "hak-latn": None, "nl-informal": None, "de-formal": None, "de-ch": None, "de-at": None, "en@shaw": None, "en_GB": None,
    "ang@latin": None, "racv": None, "ca@valencia": None, "tlh": None, "ks@devanagari": None, "sat@olchiki": None, "sd@devanagari": None,
    "mni@meiteimayek": None, "kok@roman": "gom", "tw": "ak", "twi": "ak", "zam": None, "shs": None, "la": "la", "azb": None, "fuv": "ff", "sat": None,
    "ase": None, "aeb-arab": None, "acm": None, "arq": None, "ary": None, "arz": None, "bgn": None, "skr": None, "as": "as", "eo": "eo",
}  # fmt: skip

PARTS = re.compile(
    r"\{\{[^{}]{0,400}\}\}|<[^<>]{0,300}>|https?://\S{1,300}|\[https?://\S{1,300}|%\(?\w{0,20}\)?[sdiu]|\$\w{1,30}|\{\s?\$?[\w-]{0,60}[^{}]{0,80}\}|&\w{1,8};|'''?|~[A-Z]|\\n"
)
EXAMPLES = re.compile(r"spacy/lang/(\w+)/examples\.py")
LINK = re.compile(r"\[\[(?:[^][|]{1,200}\|)?([^][|]{1,200})\]\]")
LEFT_OVER = re.compile(r"[{}\[\]|_=\\/<>^~]|\w\.\w|%")


def fetch(folder: Path) -> None:
    """Download the packages of sources.tsv and spaCy's wheel into `folder` and unpack the former; nothing is installed."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*pip, "-d", str(folder), SPACY], check=True)
    for line in SOURCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            subprocess.run(["apt-get", "download", "-q", line.split("\t")[0]], cwd=folder, check=True)
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(package), str(folder / "root")], check=True)


def messages(root: Path) -> Iterator[tuple[str, str, str, str]]:
    """(language, source, key, text) of every message that is a text of its own, in a fixed order."""
    for language, source, key, text, english in _raw(root):
        plain = plain_text(text)
        if plain and (language == "en" or text != english):
            yield from ((language, source, key, spelling) for spelling in spellings(language, plain))


def examples(folder: Path) -> Iterator[tuple[str, str]]:
    """(language, sentence) of spaCy's examples, from the wheel in `folder`."""
    (wheel,) = sorted(folder.glob("spacy-*.whl"))
    with zipfile.ZipFile(wheel) as held:
        for name in sorted(held.namelist()):
            language = EXAMPLES.fullmatch(name)
            if language and language[1] not in ("xx", "grc"):  # a mixture; ancient
                for node in ast.walk(ast.parse(held.read(name).decode("utf-8"))):
                    if isinstance(node, ast.List):
                        listed = (e.value for e in node.elts if isinstance(e, ast.Constant))
                        yield from ((NAMES.get(language[1]) or tag(language[1]) or "", str(text)) for text in listed)


def written_down() -> Iterator[tuple[str, str]]:
    """(language, phrase) of words.tsv, three phrases at a time, so that a text is more than a word."""
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, listed = line.split("\t")
            phrases = [p.strip() for p in listed.split(";")]
            yield from ((language, " ".join(phrases[i : i + 3])) for i in range(len(phrases) - 2))


def plain_text(message: str) -> str | None:
    """The message without variables, links and markup; None where too little or something else is left."""
    text = LINK.sub(r"\1", PARTS.sub(" ", PARTS.sub(" ", html.unescape(message))))
    text = " ".join(text.replace("_", "").replace("&", " ").split()).strip(" ()*#:;.,-")
    if LEFT_OVER.search(text) or sum(c.isalpha() for c in text) < LEAST_LETTERS or "  " in text:
        return None
    return text


def spellings(language: str, text: str) -> Iterator[str]:
    """The text, and as it is also written: `Èdè Ìrànlọ́wọ́` -> Ede Iranlowo; Serbian in both its scripts."""
    yield text
    if language in UNMARKED:
        yield "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if language == "sr" and text.translate(SERBIAN_LATIN) != text:
        yield text.translate(SERBIAN_LATIN)


def tag(name: str) -> str | None:
    """The language of a translation's name: `pt-br` -> pt, `sr@latin` -> sr; None: left out."""
    if name in NAMES:
        return NAMES[name]
    return re.split(r"[-_@]", name)[0]


def _raw(root: Path) -> Iterator[tuple[str, str, str, str, str]]:
    for path in sorted(root.glob("usr/share/mediawiki/**/i18n/**/*.json")):
        language, english = tag(path.stem), path.with_name("en.json")
        if language and english.is_file():
            source, own = _json(english), _json(path)
            for key, text in own.items():
                yield language, "mediawiki", key, text, source.get(key, "")
    for path in sorted(root.rglob("*.mo")):
        language = tag(path.parts[-3])
        if language and (wanted := path.parts[2:]):
            for key, text in _catalogue(path).items():
                if isinstance(key, str) and key:
                    yield (
                        language,
                        "libreoffice" if "libreoffice" in wanted else "games",
                        key,
                        text,
                        key.split("\x04")[-1],
                    )
    packs = {p: dict(_langpack(p)) for p in sorted(root.rglob("langpack-*.xpi"))}
    told = Counter(text for pack in packs.values() for text in set(pack.values()))
    for path, pack in packs.items():
        language = tag(path.name.split("@")[0].removeprefix("langpack-"))
        if language:
            for key, text in pack.items():
                yield language, "firefox", key, text, text if told[text] > 1 else ""  # left in English by several


def _json(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _catalogue(path: Path) -> dict[object, str]:
    with path.open("rb") as file:
        try:
            return dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]  # the one way to list it
        except (ValueError, IndexError):  # a plural formula that was never filled in
            return {}


def _langpack(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as pack:
        for name in sorted(pack.namelist()):
            if name.endswith((".properties", ".ftl")):
                for line in pack.read(name).decode("utf-8", "replace").splitlines():
                    key, equals, text = line.partition("=")
                    if equals and not line.startswith("#") and " " in text.strip():
                        yield f"{name}:{key.strip()}", text.strip()


if __name__ == "__main__":
    fetch(Path(sys.argv[1]))
