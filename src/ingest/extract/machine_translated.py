"""Marks that a translation service leaves on a page: which language it was translated from.

| mark | seen in |
| --- | --- |
| `<html lang="en-x-mtfrom-de">` | pages saved through Google's translating proxy (BCP 47 private use) |
| `<link rel="alternate machine-translated-from" hreflang="de">` | the same |
| `_x_tr_sl=de` in a base, canonical or og:url address, host `*.translate.goog` | the same |
| `<html class="translated-ltr">`, `<meta http-equiv="X-Translated-By">` | pages saved from a browser that translated them |
| `<font style="vertical-align: inherit;">` around every text | the same |

The value is a BCP-47 tag, `und` where the mark does not say.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from ingest.core.model import Hint

FROM = re.compile(r"-x-mtfrom-([a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3})", re.I)
TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
FONTS = 6  # two nested ones stand around each text: three texts, no chance


def translation_hints(tree: HtmlElement, lang: str) -> Iterator[Hint]:
    """Hints mt_source_language; `lang` is the root's lang attribute."""
    if m := FROM.search(lang):
        yield Hint("mt_source_language", m[1], "html:lang")
    for link in tree.iter("link", "base", "meta"):
        rel = (link.get("rel") or "").lower().split()
        if "machine-translated-from" in rel:
            yield Hint("mt_source_language", _tag(link.get("hreflang") or ""), "html:link:machine-translated-from")
        elif (link.get("http-equiv") or "").lower() == "x-translated-by":
            yield Hint("mt_source_language", "und", "html:meta:x-translated-by")
        elif source := _wrapped(link.get("href") or link.get("content") or ""):
            yield Hint("mt_source_language", source, f"html:{link.tag}:translate.goog")
    if {"translated-ltr", "translated-rtl"} & set((tree.get("class") or "").split()):
        yield Hint("mt_source_language", "und", "html:class:translated")
    fonts = 0
    for font in tree.iter("font"):
        fonts += "".join((font.get("style") or "").split()).rstrip(";").lower() == "vertical-align:inherit"
        if fonts >= FONTS:
            yield Hint("mt_source_language", "und", "html:font:vertical-align")
            break


def _wrapped(address: str) -> str | None:
    """The source language of an address of Google's translating proxy; None for any other."""
    if "_x_tr_sl=" not in address and ".translate.goog" not in address:
        return None
    try:
        parts = urlsplit(address[:5_000])
        asked = parse_qs(parts.query, max_num_fields=100).get("_x_tr_sl", [""])[0]
    except ValueError:
        return None
    return _tag(asked) if asked or (parts.hostname or "").endswith(".translate.goog") else None


def _tag(said: str) -> str:
    return said if TAG.match(said) and said != "auto" else "und"
