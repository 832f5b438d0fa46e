"""Files of every kind with bytes changed, cut out, doubled and moved, always the same for a seed.

python -m tests.fuzzing FOLDER [--count 10000] [--seed 7]
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from tests.kinds import every_kind

PIECES = (b"\x00", b"\xff", b"<", b">", b'"', b"]", b"{", b"\r\n\r\n", b"WARC/1.0\r\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-", b"From ",
          b"<!--", b"&#x110000;", b"Content-Length: 99999999999\r\n", b"-1", b"\xed\xa0\x80", b"\x1b$B", b"<![CDATA[", b"&", b"\x28\xb5\x2f\xfd",
          b'"a","', b"\xfe\xff", b"=?utf-8?b?", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n")  # fmt: skip


def mutated(data: bytes, pick: random.Random) -> bytes:
    """`data` with one to eight changes."""
    out = bytearray(data)
    for _ in range(pick.randint(1, 8)):
        at, size = pick.randrange(len(out) + 1), pick.choice((1, 1, 2, 8, 64))
        change = pick.randrange(5)
        if change == 0:
            out[at : at + size] = bytes(pick.randrange(256) for _ in range(size))
        elif change == 1:
            del out[at : at + size]
        elif change == 2:
            out[at:at] = out[at : at + size * 8]
        elif change == 3:
            out[at:at] = pick.choice(PIECES)
        else:
            moved = bytes(out[at : at + size])
            del out[at : at + size]
            other = pick.randrange(len(out) + 1)
            out[other:other] = moved
    return bytes(out)


def files(count: int, seed: int = 7) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of each file, a hundred to a folder."""
    pick, kinds = random.Random(seed), every_kind()
    names = list(kinds)
    for number in range(count):
        name = names[number % len(names)]
        yield f"{number // 100:03}/{number:05}/{name}", mutated(kinds[name], pick)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    for name, data in files(asked.count, asked.seed):
        path = asked.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
