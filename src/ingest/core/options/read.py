"""[read] of ingest.toml: how containers are read."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Read:
    """What the fields of tables and JSON records are called."""

    columns: str = option(
        "",
        'Your names for our fields, in CSV, TSV and JSON: "text = Body, published = pub_date, id = nr". Ours are text, html, '
        "id, title, authors, published, modified, url, source, site, language, section, license, collected_at.",
        "text and html are known by their own names and some common ones (body, content, article …).",
        "A wrong name leaves records without text; they become rejects no_text.",
    )
