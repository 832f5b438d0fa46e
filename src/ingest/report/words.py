"""Words for a person: counts, and text of any kind on one line of a terminal."""


def shown(text: str) -> str:
    """`text` on one line, with nothing that could steer a terminal."""
    return "".join(
        "⏎" if c == "\n" else "→" if c == "\t" else c if c.isprintable() else f"\\u{ord(c):04x}" for c in text
    )


def counted(count: int, thing: str) -> str:
    """A number of things: `1 reject`, `2 rejects`."""
    return f"{count} {thing}" + ("" if count == 1 else "s")
