"""Our own n-gram profiles: languages that other models lack or mix up, learnt from translated free software.

`data/profiles.npz` is made by training/language (which says from what); it holds counts turned into weights, no text.
"""

import unicodedata
from functools import lru_cache
from importlib.resources import files

import numpy as np

from ingest.identify.ngrams import Keys, Profiles, keys_of, replaced
from ingest.identify.tags import folded

SHOWN = 400  # characters; more changes no verdict
MOST_LETTERS = 4  # letters of the longest n-gram
STEPS = 20.0  # weights are kept as int8: steps of a twentieth, from -6.4 to 6.35
HEAT = (2.0, 0.3)  # chosen by hand; the pool then learns how far the posterior is to be trusted
APOSTROPHES = "'\u2018\u2019\u02bc\u02bb\ua78c`"


class _Letters(dict[int, str]):
    """Code point -> what stands for it in an n-gram: the letter itself, an apostrophe, or a blank."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        self[point] = letter if unicodedata.category(letter)[0] in "LM" else " "
        return self[point]


_letters = _Letters({ord(c): "'" for c in APOSTROPHES})


def keys(text: str) -> Keys:
    """Keys of the n-grams of the words of `text`, in lower case."""
    return keys_of(" ".join(replaced(text[:SHOWN].lower(), _letters).split()), MOST_LETTERS)


def posterior(text: str) -> dict[str, float]:
    """The posterior of each language we have a profile of, for a prepared text."""
    out: dict[str, float] = {}
    for name, share in profiles().posterior(keys(text), HEAT).items():
        out[folded(name)] = out.get(folded(name), 0.0) + share
    return out


@lru_cache(maxsize=1)
def profiles() -> Profiles:
    """The shipped profiles."""
    with np.load(str(files("ingest.identify.data") / "profiles.npz"), allow_pickle=False) as held:
        languages = tuple(str(tag) for tag in held["languages"])
        return Profiles(languages, held["keys"], held["weights"].astype(np.int32), STEPS)
