"""Scripts a cleaning rule must tell apart, how wide a line is on a screen, and how many words it holds.

No rule: tables and small functions that several rules share.
"""

import re

HAN_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
EAST_ASIAN = f"{HAN_KANA}\u3000-\u303f\uff00-\uffef"  # letters and marks of scripts that set no spaces
IS_HAN_KANA = re.compile(f"[{HAN_KANA}]")
IS_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0001faff]"
)
MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
)
WORD, PLAIN_WORD = re.compile(rf"[^\W{HAN_KANA}]+"), re.compile(r"\w+")  # the second one is quicker
CHARS_A_WORD = (
    1.8  # Han and kana characters that weigh as much as one word; measured on parallel news texts by the field
)


def width(line: str) -> int:
    """Columns `line` takes on a screen: wide characters two, combining marks none."""
    if line.isascii():
        return len(line)
    return len(line) + len(WIDE.findall(line)) - len(MARKS.findall(line))


def east_asian(line: str) -> bool:
    """Whether a letter or mark of a script without spaces is in it."""
    return not line.isascii() and IS_EAST_ASIAN.search(line) is not None


def words(line: str) -> float:
    """How many words `line` holds, CHARS_A_WORD characters of Han or kana being one."""
    if line.isascii() or not IS_HAN_KANA.search(line):
        return float(len(PLAIN_WORD.findall(line)))
    return len(WORD.findall(line)) + len(IS_HAN_KANA.findall(line)) / CHARS_A_WORD
