"""What a publisher puts under an article without any menu beside it: 'Follow us on Facebook and X.'

Only as the last lines of running text that ended its last sentence, each line a call and nothing else (`data/calls.toml`):
'Follow us on Facebook for the date of the next lamp walk' says what no template does, and is the author's. A call to a
person's own letter ("my newsletter") stays too. Where there are menus `boilerplate.py` has taken it.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.clean.kinds import is_code
from ingest.clean.prose import STOP, judge
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

TABLE = Path(__file__).parent / "data" / "calls.toml"
MOST_LINES, LONGEST = 4, 200  # lines such a foot has; characters of one
LEAST_PROSE, LOOKED_AT = 6.0, 400  # running text above, as `prose.py` scores it; lines it is looked for in
MOST_NAMES = 4  # words in capitals that no list holds: the publisher's name
EDGE = " \t\u00a0*>»›→➡▶👉📲📱✅•·–—-"
ADDRESS = re.compile(r"https?://\S+|www\.\S+|\b[\w.-]{2,60}\.(?:com|org|net|info|[a-z]{2})\b(?:/\S*)?|@\w{1,40}")
CALLED = re.compile(r"[:：]\s?\S{1,30}\Z")  # an account's name
WORD = re.compile(r"[^\W_][\w'-]*")


@dataclass(frozen=True, slots=True)
class Calls:
    """One language's calls: what opens them, what must be in them, all that may be; `parts`: no spaces part its words."""

    opens: tuple[str, ...]
    channel: re.Pattern[str]
    words: re.Pattern[str]
    parts: bool


@lru_cache(maxsize=1)
def calls() -> tuple[Calls, ...]:
    """Read the data file, once."""
    told = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    channels = told.pop("channels")
    found = []
    for own in told.values():
        parts, named = own.get("parts", False), [*channels, *own["letters"]]
        opens = tuple(sorted(own["opens"], key=len, reverse=True))
        found.append(Calls(opens, _any(named, parts), _any([*named, *own["words"]], parts), parts))
    return tuple(found)


def _any(words: list[str], parts: bool) -> re.Pattern[str]:
    """Any of `words`, the longest first; whole ones, but where words are parts."""
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(listed if parts else rf"(?<!\w)(?:{listed})(?!\w)", re.I)


@clean_rule("publishers-call", phase=77, group="boilerplate")
def find(view: View) -> Iterator[Finding]:
    """`Nobody was hurt.\\n\\nFollow us on Facebook and X.` -> `Nobody was hurt.` Seen under articles of every press."""
    text = view.text
    kept = end = len(text.rstrip())
    for _ in range(MOST_LINES):
        start = text.rfind("\n", 0, kept) + 1
        if start == 0 or kept - start > LONGEST or not is_call(text[start:kept]):
            break
        kept = len(text[:start].rstrip())
    if not 0 < kept < end or is_code(view) or not STOP.search(text[max(0, kept - 6) : kept]):
        return
    if sum(max(0.0, judge(line.strip()).score) for line in text[:kept].split("\n")[-LOOKED_AT:]) >= LEAST_PROSE:
        yield Finding(kept, end, "", evidence="a publisher's call, and nothing behind it")


def is_call(line: str) -> bool:
    """Whether a line is a publisher's call to follow or subscribe, and holds nothing else."""
    bare = line.strip(EDGE).replace("’", "'").replace("ʼ", "'")
    low = bare.lower()
    return any(low.startswith(told.opens) and _is_whole(bare, low, told) for told in calls())


def _is_whole(bare: str, low: str, told: Calls) -> bool:
    """Whether a line that opens so names a channel, and nothing that no list holds but a few names and addresses."""
    opened = next(opening for opening in told.opens if low.startswith(opening))
    rest = CALLED.sub(" ", ADDRESS.sub(" ", bare[len(opened) :]))
    if (rest[:1].isalnum() and not told.parts) or not told.channel.search(low):
        return False
    unknown = WORD.findall(told.words.sub(" ", rest))
    return len(unknown) <= MOST_NAMES and all(word[0].isupper() for word in unknown)
