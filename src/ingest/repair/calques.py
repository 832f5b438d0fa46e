"""What word-by-word translation from a Romance language makes of official names: 'Union European', 'Council of Security'.

A list of names (`names.tsv`) marks each word: `World/a Health/n Organization`: an adjective, a noun that stands before
the head as English has it, the head. From these the wrong orders follow; what is itself a name of the list is left out.
"""

from collections.abc import Iterator

LINKS = (" of ", " of the ")


def derive(listed: str) -> str:
    """A glossary (TSV) from a list of names: `marked name <tab> evidence <tab> note`, '#' begins a comment."""
    rows = [line.split("\t") for line in listed.splitlines() if line.strip() and not line.startswith("#")]
    names = {plain(r[0]) for r in rows}
    out: dict[str, str] = {}
    for row in rows:
        name, evidence = plain(row[0]), row[1].strip() if len(row) > 1 else ""
        natural = set(plain_orders(row[0]))
        for wrong in (*orders(row[0]), *natural):
            if wrong not in names and wrong not in out and name not in wrong:
                asked = evidence or ("initials" if wrong in natural else "pattern")
                out[wrong] = f"{wrong}\t{name}\talone\t{asked}\tword order of the source\tderived"
    return "\n".join(out.values())


def plain(marked: str) -> str:
    """'World/a Health/n Organization' -> 'World Health Organization'."""
    return " ".join(w.split("/")[0] for w in marked.split())


def plain_orders(marked: str) -> Iterator[str]:
    """'National/a Security/n Agency' -> 'Agency of National Security': good English, and so another body may have the
    name; the initials must agree."""
    words = [w.partition("/")[::2] for w in marked.split()]
    *before, (head, mark) = words
    if not mark and len(before) >= 2 and before[-1][1] == "n" and all(m for _, m in before):
        for link in LINKS:
            yield f"{head}{link}{' '.join(w for w, _ in before)}"


def orders(marked: str) -> Iterator[str]:
    """The wrong orders of a marked name."""
    words = [w.partition("/")[::2] for w in marked.split()]
    head = next((i for i, (w, mark) in enumerate(words) if not mark and w not in ("of", "the", "for")), len(words) - 1)
    before, noun, rest = words[:head], words[head][0], " ".join(w for w, _ in words[head + 1 :])
    if words[0][1] == "" and any(mark for _, mark in words[1:]):
        yield from _inside(words)
        return
    adjectives = [w for w, mark in before if mark == "a"]
    nouns = [w for w, mark in before if mark == "n"]
    tail = f" {rest}" if rest else ""
    if adjectives and not nouns:
        yield f"{noun} {' '.join(reversed(adjectives))}{tail}"
        if len(adjectives) == 2:
            yield f"{adjectives[0]} {noun} {adjectives[1]}{tail}"
            yield f"{noun} {' '.join(adjectives)}{tail}"
    for link in LINKS if nouns else ():
        yield (
            f"{noun}{link}{' '.join(nouns)}{tail}"
            if not adjectives
            else f"{' '.join(adjectives)} {noun}{link}{' '.join(nouns)}{tail}"
        )
        if adjectives:
            yield f"{noun} {' '.join(adjectives)}{link}{' '.join(nouns)}{tail}"
            yield f"{noun}{link}{' '.join(nouns)} {' '.join(adjectives)}{tail}"


def _inside(words: list[tuple[str, str]]) -> Iterator[str]:
    """'Ministry of State/n Security': the order inside what follows the head."""
    first = next(i for i, (_, mark) in enumerate(words) if mark)
    opening, marked = " ".join(w for w, _ in words[:first]), words[first:]
    modifiers, noun = marked[:-1], marked[-1][0]
    said = " ".join(w for w, _ in modifiers)
    openings = (opening, f"{opening} the") if opening.endswith("of") else (opening,)
    for start in openings:
        if start != opening:
            yield f"{start} {said} {noun}"
        if all(mark == "a" for _, mark in modifiers):
            yield f"{start} {noun} {said}"
        else:
            for link in LINKS:
                yield f"{start} {noun}{link}{said}"
            if not said.endswith("s"):
                yield f"{start} {noun} of {said}s"
