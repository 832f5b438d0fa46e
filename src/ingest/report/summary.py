"""The summary of a run, for a person."""

import json
import os
import shlex
import sys
from collections.abc import Iterable, Mapping

from ingest.core.errors import REASONS
from ingest.core.schema import TABLES
from ingest.report.numbers import Report
from ingest.report.words import counted, shown

MOST = 12  # lines of a list


def summary(report: Report) -> str:
    """What came in, what became of it, where it is and what to type next."""
    processed, python = _near(report.processed), _near(sys.executable)
    code = f"import ingest; print(ingest.load({json.dumps(processed)}).to_pandas())"
    explain = f"{_near(os.path.join(os.path.dirname(sys.executable), 'ingest'))} explain RAW_PATH"
    lines = [
        "",
        f"raw files   {report.new} new, {report.changed} changed or tried again, {report.moved} moved, {report.unchanged} unchanged, "
        f"{report.vanished} gone{_what_of_the_gone(report)}"
        + (f", {report.unsettled} still being written" if report.unsettled else ""),
        f"records     {report.records} = {report.documents} documents + {report.duplicates} duplicates + {report.rejects} rejects "
        f"+ {report.skipped} skipped",
    ]
    if report.promoted:
        lines.append(f"promoted    {report.promoted} duplicates, whose original is gone, became documents")
    if report.put_off:
        lines.append(
            f"put off     {report.put_off} files that came to the path of one that moved and could not be read; run again"
        )
    lines += _list("rejects", {f"{reason}: {REASONS[reason].meaning}": n for reason, n in report.reasons.items()})
    if settings := named_settings(report.reasons):
        lines.append(f"{'':11} {'':7} after a change of {settings}: ingest retry")
    lines += _list(f"edits {report.edits}", report.rules)
    if report.answered or report.unanswered:
        lines.append(f"model       answered for {report.answered} paragraphs, not for {report.unanswered}")
    lines += _list("duplicates", report.methods)
    lines += _list("languages", report.languages)
    lines += [f"problem     {problem}" for problem in report.problems]
    if report.reasons["internal_error"]:
        lines.append(
            "problem     some records met an error of ours; `ingest rejects --reason internal_error` shows them"
        )
    if not report.commits:
        lines.append(f"nothing has changed since commit {report.commit}; nothing was written")
    if report.stale:
        lines.append(f"stale       {stale(report)}")
    lines += [
        f"took        {report.seconds:.1f} s",
        f"data        {processed}/documents  (commit {report.commit}; also {', '.join(t for t in TABLES if t != 'documents')})",
        f"next        {shlex.quote(python)} -c {shlex.quote(code)}",
        f"            {explain} --processed {shlex.quote(processed)}",
    ]
    return "\n".join(lines)


def stale(report: Report) -> str:
    """What stands of other rules or settings, and how to make it anew."""
    told = f"{counted(report.stale, 'row')} {'was' if report.stale == 1 else 'were'} made by other rules or settings"
    told += f", {counted(report.stale_rejects, 'reject')} among them" if report.stale_rejects else ""
    return (
        told + ": ingest run --reprocess stale" + "; only files with rejects: ingest retry" * bool(report.stale_rejects)
    )


def planned(report: Report) -> str:
    """What a dry run found: a line for each file that would be taken in, or is gone."""
    lines = [
        f"{p['kind'] or '':8} {shown(p['path'] or '')}" + (f"  (from {shown(p['was'])})" if p["was"] else "")
        for p in report.planned
    ]
    lines = lines or ["nothing would be taken in"]
    return "\n".join([*lines, stale(report)] if report.stale else lines)


def named_settings(reasons: Iterable[str]) -> str:
    """The settings that could let records in which were rejected for these reasons."""
    return ", ".join(sorted({REASONS[r].setting for r in reasons} - {""}))


def _what_of_the_gone(report: Report) -> str:
    """What became of the rows of files that are gone."""
    if report.refused:
        return f" (removal of {report.refused} refused, see problem; their rows stay)"
    if report.removed:
        return f" ({report.removed} removed)"
    return " (their rows stay: run.vanished)" * bool(report.vanished)


def _near(path: str) -> str:
    """The path from the working folder, where it lies in it."""
    near = os.path.relpath(path)
    return path if near.startswith("..") else near


def _list(name: str, counts: Mapping[str, int]) -> list[str]:
    ordered = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    shown = [f"{name if not i else '':11} {n:7} {what}" for i, (what, n) in enumerate(ordered[:MOST])]
    return [*shown, f"{'':11} {'':7} and {len(ordered) - MOST} more"] if len(ordered) > MOST else shown
