"""`ingest duplicates`: one cluster, who republishes whom, or what a source repeats."""

import argparse

from ingest.cli.asked import at_least, store_of
from ingest.cli.saying import say, say_json

SAYS = "The cluster of a document, with similarities and differences; without one, who republishes whom."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("what", nargs="?", metavar="DOC_ID|RAW_PATH|CLUSTER_ID", help="show this one's cluster")
    parser.add_argument("--repeated", action="store_true", help="paragraphs that a source repeats in many documents")
    parser.add_argument(
        "--least", type=at_least(1), default=5, metavar="N", help="with --repeated: in how many (default 5)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def command(args: argparse.Namespace) -> None:
    """Print it."""
    from ingest import duplicates
    from ingest.report.words import shown

    store = store_of(args)
    if args.what:
        answer = duplicates.told(store, args.what)
        return say_json(answer) if args.json else say(duplicates.rendered(answer))
    rows = duplicates.repeated(store, args.least) if args.repeated else duplicates.by_source(store)
    if args.json:
        return say_json(rows)
    for r in rows:
        if args.repeated:
            share = f"{r['share']:.0%} of its paragraphs are such"
            say(f"{r['documents']:7} documents of {shown(r['source'])} ({share}): {shown(r['text'][:200])}")
        else:
            who, whose = shown(r["republished_by"]), shown(r["original"])
            told = f"within {who}" if who == whose else f"{who} republishes {whose}"
            alike = f", similarity {r['similarity']:.2f}" if r["method"] != "exact" else ""
            say(f"{r['duplicates']:7} {r['method']:6}  {told}{alike}")
    if not rows:
        say("nothing to show")
    elif not args.repeated:
        say("the cluster of one document: ingest duplicates DOC_ID|RAW_PATH")
    return None
