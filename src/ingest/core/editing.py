"""The editing engine: rules point, the engine edits, and every edit can be replayed and reverted.

Rule 1: a text changes here and nowhere else.
Rule 2: rules run by phase, then by name, one at a time, each on the text its predecessor left.
Rule 3: the findings of one rule are applied from right to left, so the offsets of each edit are those of the text
        as it stood when that edit was applied.
Rule 4: two findings of one rule that overlap, lie outside the text or change nothing are a bug of that rule.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, TypeVar

from ingest.core.errors import LedgerError, RuleError
from ingest.core.model import Document, Edit, Hint

ALL_LANGUAGES = "*"
T = TypeVar("T")
DIFF_CHARS = 200  # SequenceMatcher is cubic where letters recur: longer changed stretches are recorded as one edit
# What libraries of encodings leave as it is: ASCII and what no single-byte code page holds; some take a space.
ANCHORS = (re.compile("[ -~\u2e80-\ud7ff]"), re.compile("[ -~]"), re.compile("[!-~]"))


@dataclass(frozen=True, slots=True)
class View:
    """What a rule may look at. `evidence` counts the findings of earlier rules of this stage, by rule name.

    `seen` holds what rules made of the text as a whole; the engine starts it anew with every change of the text.
    """

    text: str
    language: str = "und"
    settings: Any = None
    evidence: Mapping[str, int] = field(default_factory=dict)
    seen: dict[Any, Any] = field(default_factory=dict, compare=False)

    def once(self, look: Callable[[str], T]) -> T:
        """What `look` makes of the text: worked out once for each state of the text, however many rules ask."""
        if look not in self.seen:
            self.seen[look] = look(self.text)
        seen: T = self.seen[look]
        return seen


@dataclass(frozen=True, slots=True)
class Finding:
    """One place a rule points at. `replacement` None only flags; `hint` (field, value) hands a fact on."""

    start: int
    end: int
    replacement: str | None
    hint: tuple[str, Any] | None = None
    evidence: str | None = None
    confidence: float = 1.0


Find = Callable[[View], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule: the fault it finds, when it runs, and the languages it knows (`*`: any).

    `changes_words`: it alters letters or digits, or what may be an author's style. `weight`: how much one kind of
    finding says that a machine wrote the text (0 nothing, 1 something, 2 enough by itself); see `repair/gate.py`.
    """

    name: str
    phase: int
    find: Find
    languages: tuple[str, ...] = (ALL_LANGUAGES,)
    switch: str | None = None
    changes_words: bool = False
    weight: float = 1.0

    def knows(self, language: str) -> bool:
        """Whether the rule may run on text in `language` (a BCP-47 tag; the primary subtag decides)."""
        return ALL_LANGUAGES in self.languages or language.split("-")[0] in self.languages


def in_order(rules: Iterable[Rule]) -> list[Rule]:
    """By phase, then by name: the one order rules ever run in."""
    return sorted(rules, key=lambda rule: (rule.phase, rule.name))


def edit(document: Document, stage: str, rules: Iterable[Rule], settings: Any = None) -> Document:
    """Run `rules` over `document.text`; return it with new text, edits, hints and flags (`stage:rule` for a flag).

    Raises RuleError when a rule breaks rule 4.
    """
    text, edits, hints, flags = document.text, list(document.edits), list(document.hints), []
    evidence: dict[str, int] = {}
    seen: dict[Any, Any] = {}
    for rule in in_order(rules):
        if not rule.knows(document.language.tag):
            continue
        findings = list(rule.find(View(text, document.language.tag, settings, evidence, seen)))
        if not findings:
            continue
        evidence = evidence | {rule.name: len(findings)}
        if any(f.replacement is None for f in findings):
            flags.append(f"{stage}:{rule.name}")
        text, new = apply(text, findings, stage, rule.name, len(edits))
        seen = {} if new else seen
        edits += new
        hints += [Hint(*f.hint, origin=f"text:{rule.name}") for f in findings if f.hint]
    return replace(document, text=text, edits=tuple(edits), hints=tuple(hints)).with_flags(*flags)


def apply(text: str, findings: Iterable[Finding], stage: str, rule: str, seq: int = 0) -> tuple[str, list[Edit]]:
    """Apply one rule's findings right to left; return the new text and the edits, numbered from `seq`."""
    changes = sorted((f for f in findings if f.replacement is not None), key=lambda f: (f.start, f.end))
    _refuse_bad(text, changes, f"{stage} rule {rule!r}")
    pieces: list[str] = []
    edits: list[Edit] = []
    right = len(text)
    for f in reversed(changes):
        after = f.replacement or ""
        pieces += [text[f.end : right], after]
        right = f.start
        before = text[f.start : f.end]
        edits.append(Edit(seq + len(edits), stage, rule, f.start, f.end, before, after, f.evidence, f.confidence))
    return text[:right] + "".join(reversed(pieces)), edits


def _refuse_bad(text: str, changes: Sequence[Finding], who: str) -> None:
    last_start, last_end = -1, 0
    for f in changes:
        where = f"{f.start}:{f.end}"
        if not 0 <= f.start <= f.end <= len(text):
            raise RuleError(f"{who}: finding {where} lies outside the text of {len(text)} characters")
        if f.start < last_end or f.start == last_start:
            raise RuleError(f"{who}: finding {where} overlaps the one before it, {last_start}:{last_end}")
        if text[f.start : f.end] == f.replacement:
            raise RuleError(f"{who}: finding {where} changes nothing: {f.replacement!r}")
        last_start, last_end = f.start, f.end


def replay(text: str, edits: Sequence[Edit]) -> str:
    """The text after `edits`, given the extracted one. Raises LedgerError where an edit does not fit."""
    for run in _runs(edits):
        text = _substitute(text, [(e.start, e.before, e.after, e) for e in reversed(run)])
    return text


def revert(text: str, edits: Sequence[Edit]) -> str:
    """The extracted text, given the text after `edits`. Raises LedgerError where an edit does not fit."""
    for run in reversed(_runs(edits)):
        moved, spans = 0, []
        for e in reversed(run):  # from left to right; each earlier one has already shifted what follows
            spans.append((e.start + moved, e.after, e.before, e))
            moved += len(e.after) - len(e.before)
        text = _substitute(text, spans)
    return text


def _runs(edits: Sequence[Edit]) -> list[list[Edit]]:
    """Cut a ledger where an edit no longer lies wholly left of the one before: within a run offsets do not shift."""
    runs: list[list[Edit]] = []
    for e in edits:
        if runs and e.end <= runs[-1][-1].start and e.start < runs[-1][-1].start:
            runs[-1].append(e)
        else:
            runs.append([e])
    return runs


def _substitute(text: str, spans: list[tuple[int, str, str, Edit]]) -> str:
    """Replace disjoint spans, left to right; check that each holds what the ledger says."""
    out, pos = [], 0
    for start, old, new, e in spans:
        end = start + len(old)
        if text[start:end] != old:
            raise LedgerError(
                f"edit {e.seq} ({e.stage}:{e.rule}) expects {old[:40]!r} at {start}, found {text[start:end][:40]!r}"
            )
        out += [text[pos:start], new]
        pos = end
    return "".join([*out, text[pos:]])


def differences(before: str, after: str, offset: int = 0) -> list[Finding]:
    """The small spans that turn `before` into `after`, for a library that only returns whole new texts.

    `offset` is where `before` starts in the document. Where both hold the same ANCHORS in the same order, these align
    them, in linear time; else stretches of more than DIFF_CHARS changed characters become one finding.
    """
    if before == after:
        return []
    for anchor in ANCHORS:
        held = anchor.findall(before)
        if held == anchor.findall(after):
            return list(_between(anchor, before, after, offset))
    whole = _trimmed(before, after, offset)
    old, new = before[whole.start - offset : whole.end - offset], whole.replacement or ""
    if not old or not new or max(len(old), len(new)) > DIFF_CHARS:
        return [whole]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Finding(whole.start + a, whole.start + b, new[c:d]) for tag, a, b, c, d in blocks if tag != "equal"]


def _between(anchor: re.Pattern[str], before: str, after: str, offset: int) -> Iterator[Finding]:
    """What differs between the characters that both hold alike."""
    at = 0
    for old, new in zip(anchor.split(before), anchor.split(after), strict=True):
        if old != new:
            yield _trimmed(old, new, offset + at)
        at += len(old) + 1


def _trimmed(before: str, after: str, offset: int) -> Finding:
    """The one span that turns `before` into `after`, without what both begin and end with."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    return Finding(offset + head, offset + len(before) - tail, after[head : len(after) - tail])


def _common(a: str, b: str) -> int:
    """Length of the common prefix, by halving (slices compare at C speed)."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
