"""Columns of documents that enrich fills. Facts, each with its origin."""

import pyarrow as pa

from ingest.core.schema.column import TIME, Column
from ingest.core.schema.shared import FLOAT, INT32, STR

COLUMNS = (
    Column("title", STR, "Title.", "enrich", "none was seen"),
    Column("title_origin", STR, "Where the title was seen.", "enrich", "no title", low=True),
    Column("authors", pa.list_(STR), "Names of the people who wrote it, in reading order.", "enrich", "none were seen"),
    Column(
        "source",
        STR,
        "Short stable name of where the article comes from, to group by.",
        "enrich",
        "nothing says",
        low=True,
    ),
    Column("source_origin", STR, "Where the source was seen.", "enrich", "no source", low=True),
    Column("site", STR, "Name of the publication or web site.", "enrich", "none was seen", low=True),
    Column("url", STR, "Address of the article.", "enrich", "none was seen"),
    Column(
        "published_date",
        pa.date32(),
        "Day of publication, known to the day.",
        "enrich",
        "not known to the day, or ambiguous",
        "calendar day",
    ),
    Column("published_origin", STR, "Where the publication date was seen.", "enrich", "no evidence", low=True),
    Column("published_raw", STR, "The string the date was read from.", "enrich", "no evidence"),
    Column("published_confidence", FLOAT, "How sure the publication date is.", "enrich", "no evidence", "ratio 0..1"),
    Column("published_ambiguous", pa.bool_(), "The evidence allows more than one day (03/04/2024).", "enrich"),
    Column(
        "published_year",
        INT32,
        "Year of publication: that of published_date, or the year alone where only it is known.",
        "enrich",
        "not known",
    ),
    Column("published_month", INT32, "Month of publication (1 to 12), likewise.", "enrich", "not known"),
    Column(
        "published_at",
        TIME,
        "Moment of publication.",
        "enrich",
        "time or zone not known",
        "UTC",
    ),
    Column(
        "published_candidate",
        pa.date32(),
        "A day that weak evidence points at; kept apart from published_date.",
        "enrich",
        "none",
        "calendar day",
    ),
    Column(
        "modified_date", pa.date32(), "Day of the last change that is told.", "enrich", "none is told", "calendar day"
    ),
    Column("modified_at", TIME, "Moment of that change.", "enrich", "time or zone not known", "UTC"),
    Column(
        "collected_at",
        TIME,
        "When the file was collected, as its sidecar or record says.",
        "enrich",
        "nothing says",
        "UTC",
    ),
)
