"""Which language's rules run: the identified one, or English where a text is too short to be identified but plain to see."""

import re

from ingest.core.model import Document
from ingest.repair.lexicon import words as lexicon

SHORT_CHARS, SHORT_WORDS = 600, 60  # beyond either the detector knows better
LEAST_SHARE = 0.2  # of the words are English function words that no neighbour language has
WORD = re.compile(r"[^\W\d_]+")
LEAST_COMMON = 0.8  # of the words of a text whose language nobody knows stand in the list of common English words


def rule_language(document: Document) -> str:
    """The BCP-47 tag whose rules run on the document: `und` where nothing is known."""
    tag = document.language.tag
    if tag.split("-")[0] == "en" or len(document.text) > SHORT_CHARS:
        return tag
    words = WORD.findall(document.text.lower())
    telling = lexicon("en", "telling")
    known = sum(w in telling for w in words)
    if len(words) <= SHORT_WORDS and known >= 2 and known >= LEAST_SHARE * len(words):
        return "en"
    common = lexicon("en", "common")
    plain = tag == "und" and len(words) >= 3 and sum(w in common for w in words) >= LEAST_COMMON * len(words)
    return "en" if plain else tag
