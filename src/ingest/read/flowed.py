"""Text of `format=flowed` (RFC 3676): a line that ends in a space goes on in the next one.

Where `DelSp=yes` says so the space goes too. It also goes between two characters of a script that sets no spaces: nobody
wrote it there, and programs that break Japanese text so do not all say DelSp.
"""

import re
from email.message import Message
from email.utils import collapse_rfc2231_value

SIGNATURE = b"-- "
QUOTES = re.compile(rb">*")
# Kana, Han, their marks and full-width forms; Korean sets spaces
SPACELESS = "[\u3001-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f]"
ENDS, BEGINS = re.compile(rf"{SPACELESS}\Z"), re.compile(SPACELESS)


def unflowed(body: Message, content: bytes) -> bytes:
    """The content of a part, its paragraphs on one line each where it says that it is flowed; else as it is."""
    said = {name: _parameter(body, name) for name in ("format", "delsp")}
    if said["format"] != "flowed" or b"\0" in content:
        return content
    charset, delsp = body.get_content_charset("utf-8"), said["delsp"] == "yes"
    out: list[bytes] = []
    open_depth = -1  # of the line that goes on
    before = b""  # that line, without its space
    for line in content.splitlines(keepends=True):
        text = line.rstrip(b"\r\n")
        depth = len(QUOTES.match(text)[0])  # type: ignore[index]  # it matches nothing too
        marks, text = text[:depth], text[depth:]
        text = text[1:] if text.startswith(b" ") else text
        soft = text.endswith(b" ") and text != SIGNATURE
        goes_on = open_depth == depth and text not in (SIGNATURE, b"")  # a blank line parts, whatever came before
        if open_depth >= 0:
            out.append(_joint(before, text, delsp, charset) if goes_on else b"\n" if delsp else b" \n")
        out += [b"" if goes_on else marks + (b" " if depth and text else b"")]
        before = text[:-1] if soft else text
        out += [before] if soft else [before, line[len(line.rstrip(b"\r\n")) :]]
        open_depth = depth if soft else -1
    return b"".join([*out, b" "] if open_depth >= 0 and not delsp else out)


def _parameter(body: Message, name: str) -> str:
    """A parameter of the content type in small letters, as RFC 2231 writes it too; "" where there is none."""
    return collapse_rfc2231_value(body.get_param(name, "")).strip().lower()


def _joint(before: bytes, after: bytes, delsp: bool, charset: str) -> bytes:
    """What stands between the two halves of a line that goes on."""
    if delsp:
        return b""
    if (before + after).isascii() and b"\x1b" not in before:
        return b" "
    try:
        spaceless = ENDS.search(before.decode(charset)[-1:]) and BEGINS.match(after.decode(charset))
    except (LookupError, ValueError):
        return b" "
    return b"" if spaceless else b" "
