"""The languages of a document's paragraphs: which of them do not speak the document's own, and each one's share.

A paragraph is what stands between line ends. Short ones (headings, bylines, names) say too little and follow the
document; so does one that is not sure, or whose language shares most of its words with the document's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.identify.cascade import Verdict, echoes, verdict
from ingest.identify.siblings import siblings
from ingest.identify.tags import UNKNOWN

LEAST_PARAGRAPH = 40  # characters; shorter ones follow the document (word pairs are wrong in one of ten)
MOST_PARAGRAPHS = 300  # are looked at; of more, one of every few, and those between follow it
SURE = 0.8  # a paragraph speaks another language only if it is this sure
SURE_OF_SIBLING = 0.97  # and this sure, and this long, where that language is a near relative of the document's
LEAST_OF_SIBLING = 200  # characters
LINE = re.compile(r"[^\n]+")

Stretch = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Mixture:
    """The document's verdict, every language's share of the characters (largest first), and where the others stand."""

    verdict: Verdict
    shares: tuple[tuple[str, float], ...]
    stretches: tuple[Stretch, ...] = ()


def mixture(text: str, whole: Verdict) -> Mixture:
    """Judge the paragraphs of `text`, whose window as a whole was judged as `whole`.

    Where most characters are in another language than the window's, that language becomes the document's, with the
    mean confidence of its paragraphs.
    """
    spans = [m.span() for m in LINE.finditer(text) if not m[0].isspace()]
    if len(spans) < 2:
        return Mixture(whole, ((whole.tag, 1.0),))
    heard = list(_verdicts(text, spans, whole))
    if not any(heard):
        return Mixture(whole, ((whole.tag, 1.0),))
    told = _among_relatives(heard, spans, whole.tag)
    chars: dict[str, int] = {}
    for (start, end), own in zip(spans, told, strict=True):
        tag = own.tag if own else whole.tag
        chars[tag] = chars.get(tag, 0) + end - start
    main = max(chars, key=lambda t: (chars[t], t == whole.tag, t))
    if main != whole.tag:
        sure = [v for v in told if v and v.tag == main]
        mean = sum(v.confidence for v in sure) / len(sure)
        whole = replace(whole, tag=main, confidence=round(mean, 4), script=sure[0].script)
    total = sum(chars.values())
    shares = sorted(((t, n / total) for t, n in chars.items()), key=lambda s: (-s[1], s[0]))
    return Mixture(whole, tuple(shares), tuple(_stretches(spans, told, whole)))


def _verdicts(text: str, spans: list[tuple[int, int]], whole: Verdict) -> Iterator[Verdict | None]:
    """Each paragraph's own language where it is surely another than the document's, else None."""
    every, held = -(-len(spans) // MOST_PARAGRAPHS), None
    for number, (start, end) in enumerate(spans):
        if number % every == 0:
            held = _other(text[start:end], whole) if end - start >= LEAST_PARAGRAPH else None
        yield held


def _other(paragraph: str, whole: Verdict) -> Verdict | None:
    if echoes(paragraph, whole):
        return None
    own = verdict(paragraph)
    if own.tag in (whole.tag, UNKNOWN) or own.confidence < SURE:
        return None
    near = own.tag in siblings(whole.tag)
    return None if near and (own.confidence < SURE_OF_SIBLING or len(paragraph) < LEAST_OF_SIBLING) else own


def _among_relatives(told: list[Verdict | None], spans: list[tuple[int, int]], tag: str) -> list[Verdict | None]:
    """Paragraphs in relatives of each other (not of the document's language `tag`) follow the one with most characters:
    quotes from one country, not from three."""
    chars: dict[str, int] = {}
    for (start, end), own in zip(spans, told, strict=True):
        if own:
            chars[own.tag] = chars.get(own.tag, 0) + end - start
    led = {t: max({t} | (siblings(t) & set(chars)) - {tag}, key=lambda k: (chars[k], k)) for t in chars}
    return [replace(own, tag=led[own.tag]) if own else None for own in told]


def _stretches(spans: list[tuple[int, int]], told: list[Verdict | None], whole: Verdict) -> Iterator[Stretch]:
    held: Stretch | None = None
    for (start, end), own in zip(spans, told, strict=True):
        tag = own.tag if own else whole.tag
        if held and tag == held[2]:
            held = (held[0], end, tag)
            continue
        if held:
            yield held
        held = (start, end, tag) if tag != whole.tag else None
    if held:
        yield held
