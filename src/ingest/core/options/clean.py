"""[clean] of ingest.toml: the stage clean."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Clean:
    """Debris that is nobody's text."""

    level: str = option(
        "full",
        "How far cleaning goes: off; characters; lines (characters, markup, pages, wraps, spacing); full (and headers, "
        "boilerplate).",
        "Every rule leaves alone what it has no proof for.",
        "off also keeps in-text headers, so their dates are not found; below full, menus and comments stay.",
        choices=("off", "characters", "lines", "full"),
    )
    characters: bool = option(
        True,
        "Whether characters are mended, where the level asks for it: mojibake, references, control characters, spaces.",
        "What is mended has one reading only.",
        "False keeps what identification and repair stumble over.",
    )
    markup: bool = option(
        True,
        "Whether tags, comments and link marks left in running text are taken out, where the level asks for it.",
        "Code and text about markup are recognised and keep theirs.",
        "False keeps addresses of links in the text.",
    )
    pages: bool = option(
        True,
        "Whether running heads, page numbers and form feeds are taken out, where the level asks for it.",
        "Page numbers must rise by one at even distances.",
        "False leaves paragraphs parted by the ends of pages.",
    )
    wraps: bool = option(
        True,
        "Whether lines filled to a column are joined to paragraphs, where the level asks for it.",
        "Only with the proof of a column; verse, drama and tables have none.",
        "False keeps hyphens at line ends inside words.",
    )
    spacing: bool = option(
        True,
        "Whether runs of spaces, indents and blank lines are folded, where the level asks for it.",
        "Only running text is folded; tables and short lines keep theirs.",
        "None.",
    )
    headers: bool = option(
        True,
        "Whether a labelled date, or a header of keys and values, at the head of a text is taken out, where the level asks for it.",
        "Scrapers write it there; what it tells is handed on.",
        "False loses that evidence of date, title, author, source and address.",
    )
    boilerplate: bool = option(
        True,
        "Whether menus, share bars, teasers, comments and legal lines are taken out, where the level asks for it.",
        "Only where a text looks like a web page and holds running text.",
        "Some lists and datelines of articles go too; every line is in the ledger.",
    )
