"""Columns of documents that enrich fills, and the table facts. Facts, each with its origin."""

import pyarrow as pa

from ingest.core.schema.column import TIME, Column, Table
from ingest.core.schema.quality import QUALITY
from ingest.core.schema.shared import DOC_ID, FLOAT, INT32, RAW_PATH, STR


def _fact(name: str, kind: pa.DataType, says: str, null: str = "none was seen", **more: object) -> Column:
    return Column(name, kind, says, "enrich", null, **more)  # type: ignore[arg-type]  # unit and low


NAMES = pa.list_(STR)
COLUMNS = (
    _fact("title", STR, "Title."),
    _fact("title_origin", STR, "Where the title was seen.", "no title", low=True),
    _fact("subtitle", STR, "Line under the title, as the page marks it."),
    _fact("authors", NAMES, "Names of the people who wrote it, in reading order.", "none were seen"),
    _fact("authors_origin", STR, "Where the authors were seen.", "no authors", low=True),
    _fact("source", STR, "Short stable name of where the article comes from, to group by.", "nothing says", low=True),
    _fact("source_origin", STR, "Where the source was seen.", "no source", low=True),
    _fact("site", STR, "Name of the publication or web site.", low=True),
    _fact("publisher", STR, "Who publishes the site, as the page says.", low=True),
    _fact("agency", STR, "News agency that signs a dateline or a credit.", "none signs", low=True),
    _fact("url", STR, "Address of the article, in one spelling; another one it had is in extra.url_raw."),
    _fact("domain", STR, "Registrable domain of url by the public suffix list.", "no url", low=True),
    _fact("section", STR, "Section of the publication.", low=True),
    _fact("tags", NAMES, "Keywords the publisher gave.", "none were seen"),
    _fact("license", STR, "Licence that is declared: SPDX name of a Creative Commons one, else address or words."),
    _fact("robots", NAMES, "Wishes about robots: noai, noindex, tdm-reservation and the like.", "none were seen"),
    _fact(
        "published_date",
        pa.date32(),
        "Day of publication, known to the day.",
        "not known to the day, or ambiguous",
        unit="calendar day",
    ),
    _fact("published_origin", STR, "Where the publication date was seen.", "no evidence", low=True),
    _fact("published_raw", STR, "The string the date was read from.", "no evidence"),
    _fact("published_confidence", FLOAT, "How sure the publication date is.", "no evidence", unit="ratio 0..1"),
    Column("published_ambiguous", pa.bool_(), "The evidence allows more than one day (03/04/2024).", "enrich"),
    _fact("published_year", INT32, "Year of published_date, or the year alone where only it is known.", "not known"),
    _fact("published_month", INT32, "Month (1 to 12), likewise.", "not known"),
    _fact("published_at", TIME, "Moment of publication.", "time or zone not known", unit="UTC"),
    _fact(
        "published_candidate",
        pa.date32(),
        "A day that weak evidence points at; kept apart from published_date.",
        "none",
        unit="calendar day",
    ),
    _fact("modified_date", pa.date32(), "Day of the last change that is told.", "none is told", unit="calendar day"),
    _fact("modified_at", TIME, "Moment of that change.", "time or zone not known", unit="UTC"),
    _fact(
        "collected_at", TIME, "When the file was collected, as its sidecar or record says.", "nothing says", unit="UTC"
    ),
    *QUALITY,
)

FACTS = Table(
    "facts",
    "Every candidate for a fact that was seen, in documents and duplicates alike; the chosen ones fill the columns.",
    (
        DOC_ID,
        RAW_PATH,
        Column("field", STR, "Column it is a candidate for.", "enrich", low=True),
        Column("rank", INT32, "Place among the candidates for the field, from 0, most confident first.", "enrich"),
        Column("value", STR, "The value as text; a list as JSON.", "enrich", "the evidence allows several readings"),
        Column("origin", STR, "Where it was seen (docs/facts.md).", "enrich", low=True),
        Column("confidence", FLOAT, "How sure it is.", "enrich", unit="ratio 0..1"),
        Column("chosen", pa.bool_(), "It fills the column.", "enrich"),
        Column("ambiguous", pa.bool_(), "The evidence allows more than one reading.", "enrich"),
        Column("raw", STR, "The string it was read from, at most 1,000 characters.", "enrich", "none"),
    ),
    ("doc_id", "field", "rank"),
    ("doc_id", "field", "rank"),
    kind="attached",
)
