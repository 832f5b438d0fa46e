"""The languages of a document's paragraphs: which of them do not speak the document's own, and each one's share.

A paragraph is what stands between line ends.

Rule 1: a paragraph speaks another language than the document's if it is sure of it (SURE; for a near relative
        SURE_OF_SIBLING).
Rule 2: languages that only words tell apart (`families`) are one in a paragraph, which has too few of these words; which
        of them it is, all their paragraphs tell together.
Rule 3: what says too little (headings, bylines, names) or is not sure follows the paragraphs around it where those before
        and after are of one other language, else the document.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.identify.cascade import ECHO, Verdict, echoes, verdict
from ingest.identify.families import families
from ingest.identify.prepare import readable
from ingest.identify.siblings import siblings
from ingest.identify.tags import UNKNOWN

LEAST_PARAGRAPH = 40  # characters; shorter ones say too little (word pairs are wrong in one of ten)
MOST_PARAGRAPHS = 300  # are looked at; of more, one of every few, and those between follow it
SURE = 0.8  # a paragraph speaks another language only if it is this sure
SURE_OF_SIBLING = 0.99  # and this sure where that language is a near relative of the document's
MOST_TOGETHER = 4_000  # characters of the paragraphs that are judged together
LINE = re.compile(r"[^\n]+")

Span = tuple[int, int]
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
    heard = _verdicts(text, spans, whole)
    if not any(own and own.tag != whole.tag for own in heard):
        return Mixture(whole, ((whole.tag, 1.0),))
    told = _together(text, spans, _among_relatives(_followed(heard, whole), spans, whole.tag))
    chars: dict[str, int] = {}
    for (start, end), own in zip(spans, told, strict=True):
        chars[own.tag] = chars.get(own.tag, 0) + end - start
    main = max(chars, key=lambda t: (chars[t], t == whole.tag, t))
    sure = [own for own in told if own.tag == main]
    mean = sum(own.confidence for own in sure) / len(sure)
    whole = replace(whole, tag=main, confidence=round(mean, 4), script=sure[0].script)
    total = sum(chars.values())
    shares = sorted(((t, n / total) for t, n in chars.items()), key=lambda s: (-s[1], s[0]))
    return Mixture(whole, tuple(shares), tuple(_stretches(spans, told, whole)))


def _verdicts(text: str, spans: Sequence[Span], whole: Verdict) -> list[Verdict | None]:
    """What each paragraph says: `whole` where it speaks the document's language, None where it does not tell."""
    every, held, out = -(-len(spans) // MOST_PARAGRAPHS), None, []
    echoed, shown = echoes(whole.tag), readable(text.replace("\n", " "))
    for number, (start, end) in enumerate(spans):
        if number % every == 0:
            if end - start < LEAST_PARAGRAPH:
                held = None
            elif echoed(shown[start : min(end, start + ECHO)]):
                held = whole
            else:
                held = _own(text[start:end], whole)
        out.append(held)
    return out


def _own(paragraph: str, whole: Verdict) -> Verdict | None:
    own = verdict(paragraph)
    if own.tag == whole.tag or own.tag in _kin(whole.tag):
        return whole
    sure = SURE_OF_SIBLING if own.tag in siblings(whole.tag) else SURE
    return own if own.tag != UNKNOWN and own.group >= sure else None


def _followed(heard: Sequence[Verdict | None], whole: Verdict) -> list[Verdict]:
    """Paragraphs that do not tell follow those around them (rule 3)."""
    before: list[Verdict] = []
    for own in heard:
        before.append(own or (before[-1] if before else whole))
    after: list[Verdict] = []
    for own in reversed(heard):
        after.append(own or (after[-1] if after else whole))
    return [b if b.tag == a.tag else whole for b, a in zip(before, reversed(after), strict=True)]


def _among_relatives(told: Sequence[Verdict], spans: Sequence[Span], tag: str) -> list[Verdict]:
    """Paragraphs in relatives of each other (not of the document's language `tag`) follow the one with most characters:
    quotes from one country, not from three."""
    chars: dict[str, int] = {}
    for (start, end), own in zip(spans, told, strict=True):
        chars[own.tag] = chars.get(own.tag, 0) + end - start
    chars.pop(tag, None)
    led = {t: max({t} | (siblings(t) & set(chars)), key=lambda k: (chars[k], k)) for t in chars}
    return [replace(own, tag=led.get(own.tag, own.tag)) for own in told]


def _together(text: str, spans: Sequence[Span], told: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts with each language that only words tell from its relatives judged by all its paragraphs (rule 2)."""
    anew: dict[str, Verdict] = {}
    for tag in {own.tag for own in told if _kin(own.tag)}:
        paragraphs = (text[start:end] for (start, end), own in zip(spans, told, strict=True) if own.tag == tag)
        judged = verdict(_first(paragraphs))
        if judged.tag in _kin(tag):
            anew[tag] = judged
    return [anew.get(own.tag, own) for own in told]


def _first(paragraphs: Iterable[str]) -> str:
    held, length = [], 0
    for paragraph in paragraphs:
        held.append(paragraph[:MOST_TOGETHER])
        length += len(paragraph)
        if length > MOST_TOGETHER:
            break
    return " ".join(held)


def _kin(tag: str) -> frozenset[str]:
    """The language and those that only words tell from it; none for most."""
    family = families().get(tag)
    return frozenset(family.bias) if family else frozenset()


def _stretches(spans: Sequence[Span], told: Sequence[Verdict], whole: Verdict) -> Iterator[Stretch]:
    held: Stretch | None = None
    for (start, end), own in zip(spans, told, strict=True):
        if held and own.tag == held[2]:
            held = (held[0], end, own.tag)
            continue
        if held:
            yield held
        held = (start, end, own.tag) if own.tag != whole.tag else None
    if held:
        yield held
