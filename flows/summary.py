"""The summary of a run as Markdown, with tables and bars, for Prefect's user interface."""

from collections.abc import Mapping, Sequence

from ingest.core.errors import REASONS
from ingest.report import Report
from ingest.report.summary import named_settings, stale

MOST = 15  # rows of a chart
WIDTH = 18  # blocks of the longest bar; more run out of the page
EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")


def markdown(report: Report) -> str:
    """What came in, what became of it, where it is."""
    files = {k: getattr(report, k) for k in ("new", "changed", "moved", "unchanged", "vanished", "unsettled")}
    rows = {k: getattr(report, k) for k in ("documents", "duplicates", "rejects", "skipped")}
    kept = report.documents + report.duplicates
    speed = f"{kept / report.seconds:.1f} documents a second" if kept and report.seconds else "nothing to do"
    parts = [
        f"## {report.records} records from {report.raw_files} files",
        f"{report.seconds:.1f} s, {speed}; {report.edits} edits; commit {report.commit}",
        "### Raw files",
        table(("files", "count"), [(k, str(n)) for k, n in files.items() if n or k in ("new", "unchanged")]),
        "### Records",
        table(("became", "count", ""), bars(rows)),
    ]
    charts = (("Languages", "language", report.languages), ("Edits by rule", "rule", report.rules))
    for caption, head, counts in charts:
        if counts:
            parts += [f"### {caption}", table((head, "count", ""), bars(counts))]
    if report.reasons:
        told = [(*row, cell(REASONS[row[0]].meaning) if row[0] in REASONS else "") for row in bars(report.reasons)]
        parts += ["### Rejects", table(("reason", "count", "", ""), told)]
        if settings := named_settings(report.reasons):
            parts.append(f"After a change of {settings}: ingest retry")
    parts += [f"**Stale:** {cell(stale(report))}"] * bool(report.stale)
    parts += [f"**Problem:** {cell(problem)}" for problem in report.problems]
    parts += [f"Data: `{report.processed}/documents`; rejects: `ingest rejects --processed {report.processed}`"]
    return "\n\n".join(parts)


def bars(counts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """Rows of a chart, largest first: what, how many, a bar."""
    ordered = sorted(((n, what) for what, n in counts.items() if n), key=lambda c: (-c[0], c[1]))
    most = max((n for n, _ in ordered), default=1)
    shown = [(cell(what), str(n), bar(n / most)) for n, what in ordered[:MOST]]
    rest = ordered[MOST:]
    return [*shown, (f"{len(rest)} more", str(sum(n for n, _ in rest)), "")] if rest else shown


def bar(share: float) -> str:
    """A bar of WIDTH blocks for a share of 1, in eighths of a block, one at least."""
    eighths = max(1, round(8 * WIDTH * share))
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8]


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table; numbers to the right."""
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---:" if h == "count" else "---" for h in head) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(r) + " |" for r in rows)])


def cell(text: str) -> str:
    """Text that cannot break out of its cell."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("`", "'")
