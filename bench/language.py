"""How fast a language is named: the stage against langdetect alone and other detectors, on the same texts in one run.

    python bench/language.py               sentences in ten languages, written here, and articles made of them
    python bench/language.py FILE.jsonl    lines with "text", and "length_class" to group by

CPU milliseconds a text and the ratio to langdetect. Figures are of one machine in one run: read them as ratios.
"""

import argparse
import json
import resource
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from ingest.core.config import load

ARTICLE = {
    "en": "The council met on Tuesday evening to decide what should become of the old harbour. ",
    "de": "Der Gemeinderat trat am Dienstagabend zusammen, um über die Zukunft des alten Hafens zu entscheiden. ",
    "fr": "Le conseil s'est réuni mardi soir pour décider de l'avenir du vieux port. ",
    "es": "El consejo se reunió el martes por la noche para decidir el futuro del viejo puerto. ",
    "pl": "Rada zebrała się we wtorek wieczorem, aby zdecydować o przyszłości starego portu. ",
    "ru": "Совет собрался во вторник вечером, чтобы решить судьбу старого порта. ",
    "tr": "Konsey, eski limanın geleceğine karar vermek üzere salı akşamı toplandı. ",
    "id": "Dewan bertemu pada Selasa malam untuk memutuskan masa depan pelabuhan tua. ",
    "da": "Rådet mødtes tirsdag aften for at afgøre den gamle havns fremtid. ",
    "hr": "Vijeće se sastalo u utorak navečer kako bi odlučilo o budućnosti stare luke. ",
}
MOST = 200  # texts of a group


def main() -> None:
    """Time every detector on every group of texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.jsonl")
    file = parser.parse_args().file
    started = time.process_time()
    from ingest.identify import identify, warm

    warm()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"import and models: {time.process_time() - started:.2f} s CPU, {memory:.0f} MB resident at most")
    settings = load(environment={}).identify
    groups = _groups(file) if file else _made()
    plain = _langdetect()
    for name, texts in groups.items():
        base = _timed(plain, texts)
        own = _timed(lambda text: identify(text, settings), texts)
        print(f"{name:10} {len(texts):4} texts  langdetect {base:7.3f} ms  ours {own:7.3f} ms  {base / own:5.1f} x")


def _langdetect() -> Callable[[str], object]:
    from langdetect import DetectorFactory, detect_langs
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    detect_langs("warm it up")

    def ask(text: str) -> object:
        try:
            return detect_langs(text)
        except LangDetectException:
            return None

    return ask


def _timed(ask: Callable[[str], object], texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        ask(text)
    return 1000 * (time.process_time() - started) / len(texts)


def _groups(path: Path) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        record = json.loads(line)
        if record.get("tier", "core") == "core":
            groups[record.get("length_class", "text")].append(record["text"])
    return {name: texts[:: max(1, len(texts) // MOST)] for name, texts in groups.items()}


def _made() -> dict[str, list[str]]:
    sentences = [s.strip() for s in ARTICLE.values()]
    return {"title": sentences * 10, "article": [f"{s} " * 12 + "\n" + f"{s} " * 12 for s in sentences] * 5}


if __name__ == "__main__":
    main()
