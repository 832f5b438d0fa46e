"""`ingest facts`: what was seen for each column, and where it disagrees."""

import argparse

from ingest.cli.asked import settings_of, spellings, store_of
from ingest.cli.saying import say, say_json

SAYS = "Every candidate seen for a column; --conflicts: where the evidence disagrees."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("what", metavar="DOC_ID|RAW_PATH", nargs="?", help="only this document or file")
    parser.add_argument("--field", help="only this column, such as published_date")
    parser.add_argument(
        "--conflicts", action="store_true", help="only documents whose evidence disagrees (dates by more than a day)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def command(args: argparse.Namespace) -> None:
    """Print them."""
    from ingest.core.errors import UserError
    from ingest.core.schema import fact_fields
    from ingest.explain import MOST_CHARS, candidates, value_of
    from ingest.facts import conflicts
    from ingest.report.words import counted, shown

    if args.field is not None and args.field not in fact_fields():
        raise UserError(f"--field: no column {args.field!r} is made of facts; see docs/facts.md")
    store = store_of(args)
    asked = [None] if args.what is None else spellings(args.what, settings_of(args).raw)
    rows = next((found for what in asked if (found := candidates(store, what, args.field))), [])
    if not rows and args.what is not None and not candidates(store, args.what):
        raise UserError(f"{args.what}: nothing is known of this id or path; paths are relative to the raw folder")
    groups = list(conflicts(rows)) if args.conflicts else []
    if args.conflicts:
        rows = [r for group in groups for r in group]
    if args.json:
        return say_json(rows)
    last = None
    for r in rows:
        if r["doc_id"] != last:
            last = r["doc_id"]
            say(f"{shown(r['raw_path'])}  {last}")
        raw = f"  read from {shown(r['raw'][:MOST_CHARS])}" if r["raw"] and r["raw"] != r["value"] else ""
        mark = "*" if r["chosen"] else " "
        say(f" {mark} {r['field']:20} {r['confidence']:.2f}  {r['origin']:32} {value_of(r)}{raw}")
    what = (
        f"{counted(len(groups), 'disagreement')} in {counted(len({r['doc_id'] for r in rows}), 'document')}"
        if args.conflicts
        else counted(len(rows), "fact")
    )
    say(what + ("; * fills the column" if rows else ""))
    return None
