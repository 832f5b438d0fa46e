"""`ingest check`: is the store what its commits say?"""

import argparse

from ingest.cli.asked import store_of
from ingest.cli.saying import say, say_json

SAYS = "Verify commits, files, hashes, counts, and a sample of ledgers."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument(
        "--sample", type=_count, default=1000, metavar="N", help="how many ledgers to revert (default 1000)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def _count(word: str) -> int:
    if not word.isdecimal():
        raise argparse.ArgumentTypeError(f"expected a number of ledgers, found {word!r}")
    return int(word)


def command(args: argparse.Namespace) -> int:
    """Print what is wrong; the exit status is 1 where something is."""
    from ingest.report.words import counted
    from ingest.store.check import check, extent

    store = store_of(args)
    problems = check(store, args.sample)
    if args.json:
        say_json(problems)
    elif problems:
        say("\n".join(problems))
    else:
        looked = ", ".join(counted(n, what) for what, n in extent(store, args.sample).items())
        say(f"all right: {looked} (reverted to the texts as they came)")
    return int(bool(problems))
