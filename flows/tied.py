"""A Python module run as a child that dies with us however we end: by the kernel where it can (Linux), else because its end
of a pipe closes. Its output goes to a file."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

STOP_S = 10.0


class Tied:
    """One child."""

    def __init__(
        self, module: str, words: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        theirs, self._lifeline = os.pipe()
        command = [sys.executable, "-m", "flows.child", str(os.getpid()), str(theirs), module, *words]
        with open(log, "ab") as out:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=(theirs,),
                env=dict(os.environ if environment is None else environment),
                process_group=0,  # Ctrl-C on the terminal is for the parent
            )
        os.close(theirs)

    def stop(self) -> None:
        """End it: with a word, after STOP_S without one."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._lifeline)


@contextmanager
def tied(module: str, words: Sequence[str], log: Path) -> Iterator[Tied]:
    """A child for as long as the context lasts."""
    child = Tied(module, words, log)
    try:
        yield child
    finally:
        child.stop()
