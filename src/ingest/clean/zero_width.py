"""Characters of no width that hide between letters; kept where a script or an emoji needs them.

ZWNJ and ZWJ belong to Persian, Indic scripts and emoji, ZERO WIDTH SPACE to scripts written without spaces
(Thai, Lao, Khmer, Myanmar, Tibetan), direction marks to texts that hold letters written from right to left.
"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

FAULT = re.compile("[\u200b\u200c\u200d\u2060\ufeff]+|[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
ANY = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")  # the quick look
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
WESTERN = re.compile(
    r"[\s\u0000-\u036f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff\u2000-\u206f\u20a0-\u20cf\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]"
)
UNSPACED = re.compile(r"[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff]")


@clean_rule("zero-width", phase=40)
def find(view: View) -> Iterator[Finding]:
    """`in\\u200bvisible` -> `invisible`. Seen where editors mark cursor places and publishers break long words."""
    text = view.text
    if text.isascii() or not ANY.search(text):
        return
    both_ways = RIGHT_TO_LEFT.search(text) is not None
    for m in FAULT.finditer(text):
        if DIRECTION.match(m[0]):
            if not both_ways:
                yield Finding(m.start(), m.end(), "")
            continue
        around = text[max(0, m.start() - 1) : m.start()] + text[m.end() : m.end() + 1]
        if UNSPACED.search(around):
            continue
        joiners = "\u200c" in m[0] or "\u200d" in m[0]
        if not joiners or all(WESTERN.match(c) for c in around):
            yield Finding(m.start(), m.end(), "")
