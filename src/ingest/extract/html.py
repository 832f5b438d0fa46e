"""HTML: the article's paragraphs by structure, and what the page says of itself as hints."""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Document, RawRecord, Reject
from ingest.extract.decoding import decode, document, undecodable
from ingest.extract.page_hints import page_hints

NOT_TEXT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "button",
    "select",
    "textarea",
    "form",
)
NOT_ARTICLE = ("nav", "header", "footer", "aside", "menu", "dialog", "figcaption")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
SPACES = re.compile(r"[ \t\r\n\f]+")
MOST_DEPTH = 3000  # the walk below does not recurse, but the parser's own clean-up does


@extractor("html", ("text/html", "application/xhtml+xml"))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """The text of the page's <article> or <main>, or of its body; hints from its head."""
    decoded = decode(record.body, is_html=True)
    if decoded is None:
        return undecodable(record)
    try:
        soup = BeautifulSoup(decoded.text, "lxml")
        tree = parse(decoded.text)
        hints = page_hints(tree) if tree is not None else ()
        text = article_text(soup)
    except RecursionError:
        return Reject(
            record.path, record.key, "extract", "unsupported", "tags are nested too deeply", decoded.text[:200]
        )
    return document(record, text, "text/html", decoded.decoding, hints, tree)


def parse(text: str) -> HtmlElement | None:
    """The page's tree as lxml.html reads it; None where there is no element at all."""
    reader = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=reader)
    except ParserError:
        return None


def article_text(soup: BeautifulSoup) -> str:
    """Paragraphs with a blank line between, list items as `- ` lines; what is no article left out where tags say so."""
    body = soup.find("body")
    whole = body if isinstance(body, Tag) else soup
    articles = [a for a in whole.find_all(["article", "main"]) if len(a.get_text()) > 0.3 * len(whole.get_text())]
    text = _paragraphs(articles[0] if articles else whole, (*NOT_TEXT, *NOT_ARTICLE))
    return text if text.strip() else _paragraphs(whole, NOT_TEXT)


def _paragraphs(root: Tag, without: tuple[str, ...]) -> str:
    """Walk the tree without recursion."""
    blocks: list[str] = []
    held: list[str] = []
    mark = ""

    def close() -> None:
        nonlocal mark
        said = "\n".join(SPACES.sub(" ", line).strip() for line in "".join(held).split("\x0b")).strip()
        held.clear()
        if said:
            blocks.append(mark + said)
            mark = ""

    stack: list[PageElement | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            close()
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                held.append(str(node))
        elif isinstance(node, Tag) and (node is root or node.name not in without):
            if node.name == "br":
                held.append("\x0b")
            elif node.name in ("td", "th"):
                held.append("\t" if held else "")
            if node.name in BLOCKS:
                close()
                mark = "- " if node.name == "li" else mark
                stack.append(None)
            stack.extend(reversed(node.contents))
    close()
    out = ""
    for block in blocks:
        both = block.startswith("- ") and out.rpartition("\n")[2].startswith("- ")
        out += ("\n" if both else "\n\n" if out else "") + block
    return out + "\n" if out else ""
