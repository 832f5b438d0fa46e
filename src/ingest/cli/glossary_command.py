"""`ingest glossary`: check a glossary, or derive one from official names."""

import argparse
from pathlib import Path

from ingest.cli.saying import say

SAYS = "Check a glossary of repair (check FILE), or print the calques of a list of official names (derive FILE)."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("action", choices=("check", "derive"))
    parser.add_argument(
        "file", metavar="FILE", help="check: a .tsv glossary, or a folder of them; derive: a list of marked names"
    )


def command(args: argparse.Namespace) -> int:
    """Print what is wrong, a line each as FILE:LINE: reason, or the derived glossary; exit status 1 for a fault."""
    from ingest.core.errors import UserError
    from ingest.repair.calques import derive
    from ingest.repair.glossary import language_of, parse, read_text, user_files

    if args.action == "derive":
        path = Path(args.file)
        if not path.is_file():
            raise UserError(f"{path}: expected a list of marked names, found no such file")
        say(derive(read_text(path)))
        return 0
    faulty = 0
    for path in user_files((args.file,)):
        language = language_of(path)
        entries, faults = parse(read_text(path), str(path))
        for fault in faults:
            say(fault)
        faulty += len(faults)
        say(f"{path}: {len(entries)} entries for {language}, {len(faults)} malformed lines")
    return 1 if faulty else 0
