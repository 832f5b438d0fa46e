"""Mojibake: UTF-8 that was read as something else, 'cafÃ©' for 'café'.

ftfy judges and mends, line by line; only its repair of encodings is asked for, never its straightening of quotes,
ligatures, widths or Unicode forms, which would change what the author wrote.
"""

from collections.abc import Iterator

import ftfy

from ingest.core.editing import Finding, View, differences
from ingest.core.members import clean_rule

LONG = 100_000  # characters; a longer line is judged in pieces


@clean_rule("mojibake", phase=10)
def find(view: View) -> Iterator[Finding]:
    """`It was cafÃ© culture.` -> `It was café culture.` Seen in most scraped corpora of before 2015."""
    offset = 0
    for line in view.text.split("\n"):
        if not line.isascii():
            for start in range(0, len(line), LONG):
                piece = line[start : start + LONG]
                yield from differences(piece, ftfy.fix_encoding(piece), offset + start)
        offset += len(line) + 1
