"""Titles of newspapers, agencies and programmes that people tell things to: `data/en/media.txt`, as alternations."""

from ingest.repair.lexicon import alternation, listed

_TITLES = listed("en", "media")
_BARE = frozenset(t.removeprefix("the ") for t in _TITLES)
WITH_ARTICLE = alternation(frozenset(t.removeprefix("the ") for t in _TITLES if t.startswith("the ")))
SMALL_TITLES = {
    small: title
    for title in sorted(_BARE)
    if (small := title[:1].lower() + title[1:].lower()) != title and title[0].isdigit()
}
MEDIA = alternation(_BARE | frozenset(SMALL_TITLES))
