"""What a mail program puts under a letter: a line of two hyphens and a space (RFC 3676, 4.3), and the sender's lines.

Only by that line as it is written there, space included, only once in a text, and only where few short lines follow to
the end: two hyphens alone part sections too. Where sentences or quoted lines follow, a reply stands above what it answers,
or messages follow one another. It runs before spaces at line ends go.
"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

DELIMITER = "\n-- \n"
LAST = 1_500  # characters at the end in which it is looked for
MOST_LINES = 12  # with anything in them; good manners allow four, list servers add theirs
LONGEST_LINE = 120
TEXT = re.compile(
    r"\s{0,9}>|(?:\S+\s+){4,}\S*[.!?…:][\"”’»)]?\s*\Z|.*:\s*\Z"
)  # a quoted line, a sentence, a line that announces


@clean_rule("mail-signature", phase=52, group="boilerplate")
def find(view: View) -> Iterator[Finding]:
    """`See you there.\\n\\n-- \\nAda Example\\nValletta` -> `See you there.`. Seen in mails and mailing lists."""
    at = view.text.rfind(DELIMITER, max(0, len(view.text) - LAST))
    if at <= 0 or not view.text[:at].strip() or view.text.count(DELIMITER) > 1:
        return
    lines = [line for line in view.text[at + len(DELIMITER) :].split("\n") if line.strip()]
    short = lines and len(lines) <= MOST_LINES and max(map(len, lines)) <= LONGEST_LINE
    if short and not any(TEXT.match(line) for line in lines):
        yield Finding(
            len(view.text[:at].rstrip()), len(view.text), "\n", evidence="two hyphens and a space, then few short lines"
        )
