"""Whose date a label before it means: the text's, or that of a birth, a deadline, a visit, a letter that is answered.

`m` is a match of `words.label("published")`, `before` what stands before the date on its line, both folded.
"""

import re

from ingest.enrich.dates.words import label, listed, weekdays

OTHER_LABEL = re.compile(r"([^\W\d]+)[)\]]?\s{0,2}:\s{0,3}(?:([^\W\d]{2,14}),?\s)?\Z")


def is_otherwise(before: str, published: re.Match[str] | None) -> bool:
    """Whether a label right before a date is one of birth, of a deadline, of a look at a page: `Born 3 May`, and not `born in
    Wend. Published 3 May`."""
    m = label("otherwise").search(before)
    return m is not None and (published is None or published.start(1) <= m.end(1))


def loose(m: re.Match[str]) -> bool:
    """Whether a label of publication may be another's: a general word, or with more than a word or two between it and the date."""
    return m[1] in listed("general") or len(re.findall(r"[^\W\d]+", m["between"])) > 1


def behind_other_label(before: str) -> bool:
    """Whether the label right before a date is of some other date: `Concert:`. `Source: … 5 May` and `Author: 5 May`, where
    nobody is named, say nothing of the date."""
    m = OTHER_LABEL.search(before)
    return m is not None and m[1] not in listed("sources") and (m[2] is None or m[2] in weekdays())


def of_another(m: re.Match[str], before: str) -> bool:
    """Whether a general label with a colon is part of a longer one that is not known: `Event date:`, `Date of visit:`, and
    not `By: Ada Date:`."""
    if ":" not in m["between"]:
        return False
    first = before[: m.start(1)]
    longer = re.search(r"[^\W\d_]", m["between"].partition(":")[0])
    return bool(longer) or (":" not in first and re.search(r"[^\W\d_]\s{1,3}\Z", first) is not None)
