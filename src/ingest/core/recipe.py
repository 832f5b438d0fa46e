"""The recipe of a row: a digest of everything a row depends on beside its raw bytes.

Settings that can change a row, the sources and data files of the stages, the versions of the libraries that read
and judge text, and third-party members. Two rows of one recipe were made alike; a row of another recipe is stale.
"""

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ingest.core.config import Settings
from ingest.core.members import OPEN_SETS

STAGES = ("core", "read", "extract", "clean", "identify", "repair", "enrich", "dedupe")
FILES = ("pipeline/watch.py", "pipeline/order.py", "pipeline/batch.py", "pipeline/rows.py")
LIBRARIES = (
    "beautifulsoup4",
    "chardet",
    "charset-normalizer",
    "dateparser",
    "eldc",
    "fastwarc",
    "ftfy",
    "hijridate",
    "htmldate",
    "langdetect",
    "lxml",
    "numpy",
    "persiantools",
    "publicsuffixlist",
    "py3langid",
    "pycld2",
    "pypdfium2",
    "pyspellchecker",
    "python-docx",
    "resiliparse",
    "stopwordsiso",
    "trafilatura",
)


def package_version() -> str:
    """The version of this package, `0+unknown` where it is not installed."""
    return version_of("ingest-corpus", "0+unknown")


def recipe(settings: Settings) -> str:
    """16 hex digits; the same on every machine with the same code, libraries and settings."""
    told = f"{settings.digest()} {code_digest()} {named_digest(settings.glossaries)}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def named_digest(paths: tuple[str, ...]) -> str:
    """SHA-256 (hex) over the files that settings name, and those directly in folders; a missing one counts as empty."""
    digest = hashlib.sha256()
    for path in map(Path, paths):
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            digest.update(file.name.encode() + b"\0" + (file.read_bytes() if file.is_file() else b"") + b"\0")
    return digest.hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 (hex) over the code and data of the stages, their libraries and third-party members."""
    root, digest = Path(__file__).parents[1], hashlib.sha256()
    files = [root / name for name in FILES]
    files += [p for stage in STAGES for p in (root / stage).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    for path in sorted(files, key=lambda p: p.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in LIBRARIES:
        digest.update(f"{name}=={version_of(name)}\n".encode())
    for registry in OPEN_SETS.values():
        for point in registry.entry_points():
            dist = point.dist
            digest.update(
                f"{point.group} {point.value} {dist.name if dist else ''} {dist.version if dist else ''}\n".encode()
            )
    digest.update("{}.{}".format(*sys.version_info[:2]).encode())
    return digest.hexdigest()


def version_of(name: str, otherwise: str = "none") -> str:
    """A library's version; `otherwise` for an extra that is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return otherwise
