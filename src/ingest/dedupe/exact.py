"""Exact duplicates: the same words in the same order, whatever their case, spacing and punctuation.

Two texts are equal when their runs of letters, digits and marks are, after NFKC and casefolding. 128 bits of SHA-256
are kept: among 10^10 documents a chance meeting has a probability below 10^-18.
"""

import hashlib
import re
import unicodedata

from ingest.core.model import Document, Signature

RUN = re.compile(r"[^\W_]+")


def normalized(text: str) -> str:
    """The text's words joined by single spaces; a text without any is its own characters without white space."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(RUN.findall(folded)) or "".join(folded.split())


def sign(document: Document) -> Signature:
    """The document's signature; `text_key` is 32 hex digits."""
    return Signature(hashlib.sha256(normalized(document.text).encode("utf-8", "replace")).hexdigest()[:32])
