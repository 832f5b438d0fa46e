"""Sign: all that a document is ever compared by, made once, in the worker that read it."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np

from ingest.core.model import Document, Signature
from ingest.core.options.dedupe import Dedupe
from ingest.core.tracking import TRACKING
from ingest.dedupe.minhash import band_keys, scheme
from ingest.dedupe.normalize import normalized
from ingest.dedupe.shingles import Hashes, figures, shingles, tokens

PARAGRAPH_LEAST = 40  # characters: below it a line is a heading, a date, a name
PARAGRAPHS_MOST = 100
LEFT_LEAST = 30  # words; as `compare.SHORT`, below it a few common phrases are half of a text
FIGURES_MOST = 64  # of a text; a table of numbers has more, and is compared without asking them first


def scheme_of(settings: Dedupe) -> str:
    """What stored band keys must agree in."""
    return scheme(settings.bands, settings.rows) if settings.level == "near" else "none"


@dataclass(frozen=True, slots=True)
class Sign:
    """`Document -> Signature`."""

    settings: Dedupe

    def __call__(self, document: Document) -> Signature:
        """The document's signature."""
        url = next((f.value for f in document.facts if f.field == "url"), None)
        return self.text(document.text, url if isinstance(url, str) else None)

    def text(self, text: str, url: str | None) -> Signature:
        """The signature of a text and its address, if it has one."""
        words = normalized(text)
        keys: tuple[int, ...] = ()
        told: tuple[int, ...] = ()
        if self.settings.level == "near":
            hashes, digits = tokens(words)
            keys = tuple(band_keys(shingles(hashes), self.settings.bands, self.settings.rows))
            told = few_figures(figures(hashes, digits))
        return Signature(text_key(words), scheme_of(self.settings), keys, url_key(url), tuple(paragraphs(text)), told)


def text_key(words: str) -> str:
    """32 hex digits of SHA-256: among 10^10 documents a chance meeting has a probability below 10^-18."""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


def few_figures(values: Hashes) -> tuple[int, ...]:
    """The upper halves of the figures' hashes, signed; none where there are more than FIGURES_MOST."""
    if len(values) > FIGURES_MOST:
        return ()
    return tuple((values >> np.uint64(32)).astype(np.uint32).view(np.int32).tolist())


def paragraphs(text: str) -> list[int]:
    """Hashes of the text's long lines, each once, in order: of the first and the last ones where there are many."""
    lines = [line for line in text.split("\n") if len(line) >= PARAGRAPH_LEAST]
    if len(lines) > PARAGRAPHS_MOST:
        lines = lines[: PARAGRAPHS_MOST // 2] + lines[-PARAGRAPHS_MOST // 2 :]
    return list(dict.fromkeys(paragraph_key(line) for line in lines))


def paragraph_key(line: str) -> int:
    """A paragraph's hash, the same whatever its case, spacing and punctuation."""
    return _signed(normalized(line))


def without(text: str, keys: Container[int]) -> str:
    """The text without those long lines whose paragraph_key is one of `keys`; the text as it is where that leaves
    hardly anything."""
    kept = [line for line in text.split("\n") if len(line) < PARAGRAPH_LEAST or paragraph_key(line) not in keys]
    left = "\n".join(kept)
    return left if len(left.split()) >= LEFT_LEAST else text


def url_key(url: str | None) -> int | None:
    """The address's hash: without scheme, `www.`, fragment, a closing slash and query keys that only track."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        query = [(k, v) for k, v in parse_qsl(parts.query) if not TRACKING.match(k)]
    except ValueError:
        return _signed(url)
    host = parts.netloc.lower().removeprefix("www.")
    return _signed(f"{host}{parts.path.rstrip('/')}?{urlencode(sorted(query))}")


def _signed(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
