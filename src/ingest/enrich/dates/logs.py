"""Texts that a machine keeps, a line for each thing that happens: `2024-03-01 12:00:01,123 INFO listening`."""

import re

STAMP = r"\W{0,2}(?:(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\w{2,3}[-/.](?:19|20)\d\d)[t :]\s?\d\d:\d\d"
STAMPED = re.compile(STAMP)  # of folded text
LOGGED = re.compile(  # one line is enough where it tells thousandths, or a level, or is a server's
    rf"{STAMP}:\d\d(?:[.,]\d{{3,6}}(?!\d)|\s\W?(?:trace|debug|info|notice|warn(?:ing)?|error|critical|fatal)\b)"
    rf"|\S{{3,60}} \S{{1,40}} \S{{1,40}} \[\d\d/\w{{3}}/\d{{4}}:\d\d:\d\d"
)
LOOKED_AT, STAMPED_SHARE = 20, 0.5  # lines; the share of them that begin so: set by eye on logs and on live blogs


def is_log(plain: str) -> bool:
    """Whether the lines of a folded text each begin with the time something happened: then none of them is the text's."""
    lines = [line for line in plain.split("\n") if line.strip()][:LOOKED_AT]
    stamped = sum(STAMPED.match(line) is not None for line in lines)
    return bool(lines and LOGGED.match(lines[0])) or (stamped > 1 and stamped >= STAMPED_SHARE * len(lines))
