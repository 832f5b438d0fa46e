"""Mojibake: UTF-8 that was read as something else, 'cafÃ©' for 'café', whole or a letter here and there.

Three steps, each asked only where the one before points. A pair of characters tells that a line may be damaged; ftfy
judges and mends the line; and where it finds the line as a whole sound, single pairs that stand for a letter of the
script around them are mended. Only ftfy's repair of encodings is asked for, never its straightening of quotes,
ligatures, widths or Unicode forms, which would change what the author wrote.
"""

import re
from collections.abc import Iterator

import ftfy

from ingest.clean.kinds import is_code
from ingest.core.editing import Finding, View, differences
from ingest.core.members import clean_rule

LONG = 20_000  # characters; a longer line is judged in pieces
# Bytes 80-BF as single-byte code pages show them: what follows the first byte of a letter in UTF-8.
TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰ŠšŒœŽžŸ‹›‘’“”•–—˜™"
# The first byte as cp1252 and its kin, Mac Roman, cp437 show it, and as cp1251 and cp1253 show it.
SUSPECT = re.compile(
    f"[\u0080-\u009f]|[\u00c2-\u00f4ĂĹĆ√├┬][{TAIL}ąşżĄĽľŁłŞŻŚśŤťŹźˇ˘¸˝ß©´§°]|[ÃÂ] |‚Ä|Γ[Çö]|[РСГВ][{TAIL}ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇІіґєјѕї№]|вЂ|[ΞΟΒΓ][{TAIL}΅ΆΈΉΊΌΎΏ]|β€"
)
FIRST = re.compile("[\u0080-\u009f\u00c2-\u00f4ĂĹĆ√├┬‚ΓРСГВвΞΟΒβ]")  # what SUSPECT begins with: the quick look
PAIR = re.compile(f"(?<![A-ZÀ-Þ])[ÐÑÎÏÃÂ][{TAIL}]")
# A soft hyphen that fell between the two halves of a letter; as a second half itself it makes 'Э', 'í' or 'έ', behind which
# no byte of a letter stands by itself but those that are also quotation marks, dashes and the like.
SPLIT = re.compile("([ÐÑÎÏÃ])\u00ad(?=[\u0080-\u009f¢-ª¬®¯±-¶¸-º¼-¿€ƒ†‡ˆ‰ŠšŒœŽžŸ˜™])")
SCRIPTS = (re.compile("[\u0400-\u04ff]"), re.compile("[\u0370-\u03ff]"), re.compile("[\u00a0-\u024f]"))


@clean_rule("mojibake", phase=10)
def find(view: View) -> Iterator[Finding]:
    """`It was cafÃ© culture.` -> `It was café culture.` Seen in most scraped corpora of before 2015."""
    text, done = view.text, 0
    if text.isascii():
        return
    for first in FIRST.finditer(text):
        if first.start() < done:
            continue
        m = SUSPECT.match(text, first.start())
        if not m:
            continue
        if is_code(view):
            return
        start = text.rfind("\n", done, m.start()) + 1 or done
        done = text.find("\n", m.end())
        done = len(text) if done < 0 else done
        for piece in range(start, done, LONG):
            line = text[piece : min(piece + LONG, done)]
            yield from differences(line, _mended(line), piece)


def _mended(line: str) -> str:
    if "\u00ad" in line:
        line = SPLIT.sub(r"\1", line)
    fixed = ftfy.fix_encoding(line)
    return PAIR.sub(lambda m: _letter(m[0], fixed), fixed) if PAIR.search(fixed) else fixed


def _letter(pair: str, line: str) -> str:
    """The letter a pair stands for, if it is one of a script the line is written in; else the pair itself."""
    try:
        letter = b"".join(c.encode("cp1252") if c > "\xff" else c.encode("latin-1") for c in pair).decode("utf-8")
    except UnicodeError:
        return pair
    for script in SCRIPTS[:2]:
        if script.match(letter):
            return letter if len(script.findall(line)) >= 3 else pair
    return letter if SCRIPTS[2].match(letter) else pair
