"""A space before a comma or full stop, as tokenizers leave it: 'the end , he said .'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<=[^\W\d_]) (?=[,.;](?:\s|\Z|[”\"’)]))(?![,.;] ?[,.;])")


@repair_rule("space-before-stop", phase=20, languages=("en", "de", "es", "pt", "it", "nl", "pl"))
def find(view: View) -> Iterator[Finding]:
    """`It rained , then stopped .` -> `It rained, then stopped.` Seen in output that was never detokenized.

    Not before dots in a row, nor where the line holds more marks than words (tables, code).
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(), m.end(), "", evidence="pattern")
