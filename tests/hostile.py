"""Pages and documents made to hang, crash, exhaust or hide their text, and what must come of each.

python -m tests.hostile FOLDER          writes them all as files
"""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.kinds import story

SAID = " ".join([story("harbour"), story("orchard")])
NAMES = (
    "Anselm",
    "Berit",
    "Cosima",
    "Dorian",
    "Edda",
    "Falk",
    "Greta",
    "Holm",
    "Ilse",
    "Jorun",
    "Kasper",
    "Lene",
    "Mats",
    "Nora",
)
DEEDS = (
    "painted",
    "carried",
    "found",
    "counted",
    "sold",
    "mended",
    "weighed",
    "hid",
    "praised",
    "lent",
    "washed",
    "named",
    "kept",
)
THINGS = (
    "a lamp",
    "two nets",
    "the old clock",
    "nine chairs",
    "a map",
    "some bread",
    "the keys",
    "a kite",
    "three ropes",
    "her boat",
    "a bell",
)
CHINESE = "港口的时钟今天也慢了。镇上的人决定不去修理它。船在中午出发，乘客们都已经习惯了这样的时间。" * 6
JAPANESE = "港の時計は今日も遅れている。町の人はそれを直さないことに決めた。船は正午に出る。" * 6


@dataclass(frozen=True, slots=True)
class Hostile:
    """Bytes, texts that must be in the document, texts that must not, and the reasons a reject may have (none: it must be
    a document)."""

    data: bytes
    keeps: tuple[str, ...] = ("MARK0", "MARK3")
    without: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def told(number: int) -> str:
    """A paragraph unlike those of the numbers before and after it."""
    pick = random.Random(number)
    return " ".join(
        f"{pick.choice(NAMES)} {pick.choice(DEEDS)} {pick.choice(THINGS)} and {pick.choice(DEEDS)} {pick.choice(THINGS)} before noon."
        for _ in range(5)
    )


def said(count: int = 4, mark: str = "MARK") -> str:
    """Paragraphs, each with a mark of its own."""
    return "".join(f"<p>{mark}{i} {told(i + 10 * len(mark))}</p>" for i in range(count))


def page(body: str, charset: str = "utf-8") -> str:
    """A page around them."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>T</title></head><body><article><h1>Headline here</h1>'
        f"{body}</article></body></html>"
    )


def _(body: str, *keeps: str, without: tuple[str, ...] = (), charset: str = "utf-8") -> Callable[[], Hostile]:
    return lambda: Hostile(page(body, charset).encode(), keeps or ("MARK0", "MARK3"), without)


def _endless(kind: str) -> Callable[[], Hostile]:
    reasons = ("empty",)
    return lambda: Hostile({"empty": b"", "blank": b"  \n\t ", "comment": b"<!-- x -->"}[kind], (), (), reasons)


DATA = json.dumps({"@type": "NewsArticle", "articleBody": f"MARK0 {SAID} {SAID} MARK3"})
HAZARDS: dict[str, Callable[[], Hostile]] = {
    "an ordinary page": _(said()),
    "NULs and control characters": _(
        said() + "<p>The har\x00b\x08\x0b\x1four.</p>" + said(4, "MORE"), "MARK0", "The harbour."
    ),
    "5,000 divs around the text": _("<div>" * 5000 + said() + "</div>" * 5000),
    "200,000 divs around the text": _("<div>" * 200_000 + said() + "</div>" * 200_000),
    "text nested 300 deep": _("<div>" * 300 + said() + "</div>" * 300),
    "50,000 fonts never closed": _("<font>" * 50_000 + said()),
    "30,000 paragraphs in bold never closed": _(
        "".join(f"<b><p>MARK{i} {SAID[:60]}" for i in range(30_000)), "MARK0", "MARK29999"
    ),
    "20 MB of paragraphs": _(said(30_000), "MARK0", "MARK29999"),
    "a picture of 15 MB in an attribute": _(f'<img src="data:image/png;base64,{"A" * 15_000_000}">' + said()),
    "10 MB in one paragraph": _("<p>MARK0 " + "word " * 2_000_000 + "</p>" + said(), "MARK0", "MARK3"),
    "UTF-16 with a mark": lambda: Hostile(page(said(), "utf-16").encode("utf-16")),
    "a mark of UTF-8 against the page's word": lambda: Hostile(
        b"\xef\xbb\xbf" + page(said() + "<p>Ä größer MARKx straße, said the carpenter.</p>", "iso-8859-1").encode(),
        ("MARK0", "größer MARKx straße"),
    ),
    "windows-1252 that says UTF-8": lambda: Hostile(
        page(said() + "<p>The café “quoted” MARKq naïve people, said the carpenter.</p>").encode("cp1252"),
        ("MARK0", "café “quoted” MARKq naïve"),
    ),
    "gb18030 that says gb2312": lambda: Hostile(
        page(f"<p>MARK0 {CHINESE}镕喆</p><p>{CHINESE}</p>", "gb2312").encode("gb18030"), ("镕喆",)
    ),
    "shift_jis that says nothing": lambda: Hostile(
        f"<html><body><article><h1>見出し</h1><p>MARK0 {JAPANESE}</p></article></body></html>".encode("shift_jis"),
        ("船は正午に出る",),
    ),
    "an XML declaration": lambda: Hostile(b'<?xml version="1.0" encoding="utf-8"?>' + page(said()).encode()),
    "no bytes": _endless("empty"),
    "nothing but blanks": _endless("blank"),
    "nothing but a comment": _endless("comment"),
    "a PDF's first bytes and noise": lambda: Hostile(
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + random.Random(7).randbytes(20_000), (), (), ("broken_record",)
    ),
    "JSON where a page is expected": lambda: Hostile(json.dumps({"articleBody": f"MARK0 {SAID}"}).encode(), ("MARK0",)),
    "plain text where a page is expected": lambda: Hostile(
        "\n\n".join(f"MARK{i} {told(i)}" for i in range(4)).encode()
    ),
    "a column that spans 9e15": _(
        said(2) + '<table><tr><td colspan="9007199254740991">x</td><td>y</td></tr></table>' + said(2, "MORE"),
        "MARK0",
        "MORE1",
    ),
    "100,000 cells": _(said() + "<table>" + ("<tr>" + "<td>cell</td>" * 20 + "</tr>") * 5000 + "</table>"),
    "paragraphs parted by line breaks": _("<div>" + "<br><br>".join(f"MARK{i} {told(i)}" for i in range(4)) + "</div>"),
    "a comment that never ends": _("<!-- a slot " + said()),
    "a script that never ends": _("<script>var a = 1;" + said()),
    "text after the page's end": lambda: Hostile(
        f"<html><head><title>T</title></head><body><p>short</p></body></html>{said()}".encode()
    ),
    "text in noscript alone": _(f"<noscript>{said()}</noscript><div id=app></div>"),
    "text in structured data alone": _(f'<div id=app></div><script type="application/ld+json">{DATA}</script>'),
    "a copy that is not shown": _(said() + f'<div style="display:none">{said(4, "HIDDEN")}</div>', "MARK0", "MARK3"),
    "tables 400 deep": _("<table><tr><td>" * 400 + said() + "</td></tr></table>" * 400),
    "lists 3,000 deep": _(said() + "<ul><li>x" * 3000),
    "a million spans": _("<p>" + "<span>a</span> " * 1_000_000 + "</p>" + said()),
    "200,000 attributes": _("<div " + " ".join(f"a{i}=1" for i in range(200_000)) + f">{said()}</div>"),
}
LONG = (
    "30,000 paragraphs in bold never closed",
    "20 MB of paragraphs",
    "10 MB in one paragraph",
    "a million spans",
    "200,000 divs around the text",
    "100,000 cells",
)
"""Hazards that take seconds."""
OWN: dict[str, Callable[[], Hostile]] = {
    "half tags": _("<a <" * 300_000 + said()),
    "openings of comments": _("<!--" * 300_000 + said()),
    "openings of CDATA": _("<![CDATA[" * 100_000 + said()),
    "300,000 entities": _("<p>" + "&notit;&#x110000;&#0;&amp" * 100_000 + "</p>" + said()),
    "quotes that never end": _('<a href="' * 20_000 + said(), *()),
    "an attribute of 20 MB": _(f'<div data-state="{"x" * 20_000_000}">{said()}</div>'),
    "10,000 forms in forms": _("<form>" * 10_000 + said()),
    "frames in frames": _("<iframe><object><embed>" * 5000 + "</object></iframe>" * 5000 + said()),
    "pictures drawn in the page": _("<svg>" + "<g>" * 5000 + "<text>DRAWN</text>" + "</g>" * 5000 + "</svg>" + said(), without=("DRAWN",)),
    "links around everything": _('<a href="/">' + "".join(f'<div><a href="/{i}">' for i in range(2000)) + said()),
    "a base that points elsewhere": _('<base href="file:///etc/"><link rel=stylesheet href=passwd>' + said(), "MARK0", without=("root:",)),
    "definitions 5,000 deep": _("<dl><dd>" * 5000 + said()),
    "options by the thousand": _("<select>" + "<option>CHOICE" * 50_000 + "</select>" + said(), without=("CHOICE",)),
    "items with spans": _(said(2) + "<ul><li><span>ITEM1 of the list</span></li><li><p>ITEM2 of the list</p></li></ul>" + said(2, "MORE"), "MARK0", "ITEM1", "ITEM2", "MORE1"),
    "a paragraph that is one link": _(said(2) + f'<p><a href="/x">LINKED {told(99)}</a></p>' + said(2, "MORE"), "LINKED", "MORE1"),
    "a letter that is dropped": _(f'<p><span class="dropcap">F</span>our years MARK0 {SAID}</p>' + said(3, "MORE"), "Four years", "MORE1"),
    "words side by side": _(f"<div>ONE</div><div>TWO {SAID}</div>" + said(), without=("ONETWO",)),
    "a wall before the article": lambda: Hostile(
        (
            '<html><body><div class="consent-banner" id="cookie"><p>CONSENT We and our partners store cookies.</p></div>'
            f"<article>{said()}</article></body></html>"
        ).encode(),
        without=("CONSENT",),
    ),
    "a letter of news to sign up for": _(said(2) + '<aside class="newsletter"><form><p>SIGNUP</p><input type=email><button>Go</button></form></aside>' + said(2, "MORE"), "MARK0", "MORE1", without=("SIGNUP",)),
    "a short first paragraph": _("<p>FIRST came rain.</p>" + said(), "FIRST", "MARK3"),
    "a live report": _("".join(f'<section class="post"><h3>10:0{i}</h3><p>MARK{i} {told(i)}</p></section>' for i in range(6)), "MARK0", "MARK5"),
}  # fmt: skip


def main() -> None:
    """Write them all."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, make in enumerate((HAZARDS | OWN).values()):
        (folder / f"{number:02}.html").write_bytes(make().data)


if __name__ == "__main__":
    main()
