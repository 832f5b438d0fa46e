"""All of it on this machine, by `make server`: a Prefect server with its user interface, set up; the flow served; raw/
watched. Ends, with all it started, by Ctrl-C or SIGTERM.

    python flows/up.py                          http://127.0.0.1:4200
    python flows/up.py --port 4300 --no-watch   takes the options of flows/serve.py as well
"""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from flows import serve, setup_server
from flows.embedded import server
from flows.tied import tied


def main(argv: Sequence[str] | None = None) -> int:
    """Bring it up; exit status as flows/serve.py."""
    from ingest import cli

    parser = argparse.ArgumentParser(
        prog="flows/up.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=4200, help="of the server, on loopback (default: 4200)")
    parser.add_argument("--no-watch", action="store_true", help="run by the clock alone")
    parser.add_argument("--alert-url", help="POST a message there when a run fails (default: none)")
    serve.add_options(parser)
    args = parser.parse_args(argv)
    return cli.guarded(lambda: _up(args))


def _up(args: argparse.Namespace) -> int:
    from flows.ingest_raw import settings_of
    from ingest import cli
    from ingest.pipeline import check_settings

    settings = settings_of(args)
    check_settings(settings)
    with ExitStack() as stack:
        stack.enter_context(server(args.port, own=True))
        cli.say(f"user interface: http://127.0.0.1:{args.port}")
        setup_server.main(["--alert-url", args.alert_url] if args.alert_url else [])
        if not args.no_watch:
            words = ["--name", args.name, "--raw", settings.raw, "--processed", settings.processed]
            words += ["--config", args.config] if args.config else []
            log = Path(os.environ["PREFECT_HOME"]) / "watch.log"
            stack.enter_context(tied("flows.watch_raw", words, log))
            cli.say(f"watching {settings.raw}; its log is {log}")
        return serve.serve(args)


if __name__ == "__main__":
    sys.exit(main())
