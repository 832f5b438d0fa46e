"""Which language's rules run: the identified one, or English where a text is too short to be identified but plain to see."""

import re

from ingest.core.model import Document

SHORT_CHARS, SHORT_WORDS = 600, 60  # beyond either the detector knows better
LEAST_SHARE = 0.2  # of the words are English function words that no neighbour language has
WORD = re.compile(r"[^\W\d_]+")
ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "that",
        "with",
        "this",
        "which",
        "was",
        "were",
        "is",
        "are",
        "been",
        "have",
        "has",
        "had",
        "would",
        "their",
        "they",
        "his",
        "her",
        "its",
        "for",
        "from",
        "he",
        "she",
        "it",
        "you",
        "we",
        "not",
        "by",
        "as",
        "at",
        "be",
        "but",
        "what",
        "when",
        "who",
        "will",
    ]
)


def rule_language(document: Document) -> str:
    """The BCP-47 tag whose rules run on the document: `und` where nothing is known."""
    tag = document.language.tag
    if tag.split("-")[0] == "en" or len(document.text) > SHORT_CHARS:
        return tag
    words = WORD.findall(document.text.lower())
    known = sum(w in ENGLISH for w in words)
    return "en" if len(words) <= SHORT_WORDS and known >= 2 and known >= LEAST_SHARE * len(words) else tag
