"""Text of `format=flowed` (RFC 3676): a line that ends in a space goes on in the next one."""

import re
from email.message import Message

SIGNATURE = b"-- "
QUOTES = re.compile(rb">*")


def unflowed(body: Message, content: bytes) -> bytes:
    """The content of a part, its paragraphs on one line each where it says that it is flowed; else as it is."""
    told = body.get_params(failobj=[])
    said = {str(name).lower(): str(value).lower() for name, value in told}
    if said.get("format") != "flowed" or b"\0" in content:
        return content
    out: list[bytes] = []
    open_depth = -1  # of the line that goes on
    for line in content.splitlines(keepends=True):
        text = line.rstrip(b"\r\n")
        depth = len(QUOTES.match(text)[0])  # type: ignore[index]  # it matches nothing too
        marks, text = text[:depth], text[depth:]
        text = text[1:] if text.startswith(b" ") else text
        soft = text.endswith(b" ") and text != SIGNATURE
        if soft and said.get("delsp") == "yes":
            text = text[:-1]
        goes_on = open_depth == depth and text not in (SIGNATURE, b"")  # a blank line parts, whatever came before
        if open_depth >= 0 and not goes_on:
            out.append(b"\n")
        lead = b"" if goes_on else marks + (b" " if depth and text else b"")
        out += [lead, text] if soft else [lead, text, line[len(line.rstrip(b"\r\n")) :]]
        open_depth = depth if soft else -1
    return b"".join(out)
