"""Language tags: BCP-47, ISO 639-1 where it exists, else 639-3; what detectors call otherwise is folded here."""

from functools import lru_cache

UNKNOWN = "und"

# deprecated codes, members of a macrolanguage that news is not told apart by, and detectors' own names
FOLDED = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr", "sr-me": "sr", "fil": "tl", "nb": "no", "nn": "no",
    "nob": "no", "nno": "no", "cmn": "zh", "wuu": "zh", "yue": "zh", "lzh": "zh", "arz": "ar", "ary": "ar", "fuv": "ff", "fuc": "ff",
    "gug": "gn", "kik": "ki", "hbo": "he", "sdh": "ckb", "uzs": "uz", "tw": "ak", "bh": "bho", "zxx": UNKNOWN, "un": UNKNOWN,
}  # fmt: skip


@lru_cache(maxsize=2_048)  # voters' names, some hundred; what pages declare comes and goes
def folded(name: str) -> str:
    """The tag of a detector's or a page's name of a language: `zh-TW` -> zh, `iw` -> he, `pt_BR` -> pt."""
    name = name.strip().lower().replace("_", "-")
    primary = name.split("-")[0]
    return FOLDED.get(name) or FOLDED.get(primary) or primary
