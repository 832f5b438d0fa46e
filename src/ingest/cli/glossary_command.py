"""`ingest glossary`: check a glossary, or derive one from official names."""

import argparse
from pathlib import Path

from ingest.cli.saying import say

SAYS = "Check a glossary of repair (check FILE), or print the calques of a list of official names (derive FILE)."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("action", choices=("check", "derive"))
    parser.add_argument("file", metavar="FILE", help="check: a .tsv glossary; derive: a list of marked names")


def command(args: argparse.Namespace) -> int:
    """Print what is wrong, a line each as FILE:LINE: reason, or the derived glossary; exit status 1 for a fault."""
    from ingest.core.errors import UserError
    from ingest.repair.calques import derive
    from ingest.repair.glossary import language_of, parse

    path = Path(args.file)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise UserError(f"{path}: cannot be read as UTF-8 text: {e}") from e
    if args.action == "derive":
        say(derive(text))
        return 0
    language = language_of(path)
    entries, faults = parse(text, str(path))
    for fault in faults:
        say(fault)
    say(f"{path}: {len(entries)} entries for {language}, {len(faults)} malformed lines")
    return 1 if faults else 0
