"""What a file looks like by its name and its first bytes, where reading and extracting must be of one mind."""

import re

TEXT_NAMES = (".txt", ".text", ".md", ".markdown", ".rst", ".log")
COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
PAGE = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*(?:<!doctype\s+html\b|<html[\s>])", re.I | re.S)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def is_text_name(path: str) -> bool:
    """Whether a file is named as plain text: then only binary magic or a whole page overrules it."""
    return path.lower().endswith(TEXT_NAMES)


def bare_name(path: str) -> str:
    """The name without the suffix of a compressed file: `a.jsonl` of `a.jsonl.gz`."""
    return next((path[: -len(suffix)] for suffix in COMPRESSED if path.lower().endswith(suffix)), path)


def plain(head: bytes) -> bytes:
    """First bytes as ASCII would read them, also those of UTF-16: without NULs and byte-order marks."""
    bare = head.replace(b"\x00", b"")
    return next((bare.removeprefix(mark) for mark in MARKS if bare.startswith(mark)), bare)


def is_page(head: bytes) -> bool:
    """Whether first bytes are those of a complete HTML document, whatever its name."""
    return PAGE.match(plain(head)) is not None
