"""What kind of text this is: verse, a headline, a text without capitals; and its words. Asked by many rules."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice

from ingest.repair.lexicon import alternation, words

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SMALL_I = re.compile(r"(?<=[a-z,] )i(?= [a-z])")  # an author who writes of himself in small letters
ENDS_SENTENCE = re.compile(r"[.!?:][”\"’)\]]{0,2}\s*$")
ARCHAIC = re.compile(rf"(?<![\w-])(?:{alternation(words('en', 'archaic'))})(?![\w-])", re.I)
LEAST_ARCHAIC = 2  # different ones
FALTERING = re.compile(
    r"(?<![\w-])(?:uh|um|uhm|erm|mhm|uh-huh|mm-hmm)(?![\w-])"
    r"|\b(I|[Ww]e|[Yy]ou|[Tt]hey|[Hh]e|[Ss]he|[Ii]t|(?:[Ii]t|[Tt]hat|[Tt]here|[Ww]hat)['’]s|I['’]m),? \1\b|\b(\w{1,30}(?: \w{1,30}|['’]s)?),? (?:--|—|–) \2\b"
)
LEAST_FALTERING = 2
CASUAL = tuple(  # how people write to each other in haste, by kind
    re.compile(pattern, re.M)
    for pattern in (
        r"^(?:<[^\W_][\w-]{0,30}>|\[\d{1,2}:\d\d(?::\d\d)?\]) ",  # a line of a chat
        r"\b(?i:lol|lmao|rofl|omg|wtf|idk|imho|btw|brb|afaik|tbh|smh|pls|plz|thx|tnx|ppl|cuz|gonna|wanna|gotta|dunno|yep|yup|nope|haha\w{0,20}|hehe\w{0,20}|hmm+|argh)\b"
        r"|(?<=[a-z,] )(?:u|ur|r|thru)(?= [a-z])",
        r"(?<!\S)[:;=8][-'^o]?[)(\[\]dDpP/\\|*3](?!\w)|<3(?!\w)|[\U0001f600-\U0001f64f]",  # emoticons
        r"[!?]{2,8}(?=\s|\Z)",
        r"(?<![\w@/.])[@#][A-Za-z]\w{2,40}",
        r"(?<=[a-z,] )i(?= [a-z])|(?<![\w’'])(?:im|ive|dont|doesnt|didnt|isnt|wasnt|cant|wont|hes|shes|thats|whats|youre|theyre)(?![\w’'])",
    )
)
LEAST_CASUAL = 2  # kinds of such marks; and one of them in every CASUAL_WORDS words
CASUAL_WORDS = 60
LISTED = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s")
SENTENCE_START = re.compile(r"(?:^|[.!?][\"”’]?\s)\W{0,3}([A-Za-z])", re.M)
VERSE_LINE_CHARS, VERSE_LINE_WORDS = 55, 10
LEAST_LINES = 4
VERSE_SHARE = 0.7  # of the characters stand in lines of verse
HEADLINE = 0.5  # share of capitalised words from which a line counts as a headline, where any word may be in capitals
CASED = 0.9  # share of sentences that begin with a capital, from which an author is known to set capitals


@lru_cache(maxsize=2)
def is_verse(text: str) -> bool:
    """Whether most of the text is verse: lines in a row that are short, uneven and mostly do not end a sentence.

    Hard-wrapped prose has long even lines, a list has its marks, a script its sentence ends.
    """
    inside = 0
    for stanza in text.split("\n\n"):
        lines = stanza.strip("\n").split("\n")
        if len(lines) < LEAST_LINES:
            continue
        short = [x for x in lines if len(x) <= VERSE_LINE_CHARS and len(x.split()) <= VERSE_LINE_WORDS]
        open_ended = sum(not ENDS_SENTENCE.search(x[-8:]) for x in lines)
        listed = sum(bool(LISTED.match(x)) for x in lines)
        if len(short) >= 0.7 * len(lines) and open_ended >= 0.5 * len(lines) and listed < 0.3 * len(lines):
            inside += len(stanza)
    return inside > VERSE_SHARE * len(text)


@lru_cache(maxsize=2)
def vocabulary(text: str) -> Mapping[str, int]:
    """How often each word stands in the text, as written."""
    return Counter(WORD.findall(text))


@lru_cache(maxsize=2)
def is_cased(text: str) -> bool:
    """Whether sentences begin with capitals and the text is not in capitals throughout."""
    starts = SENTENCE_START.findall(text)
    letters = sum(c.isalpha() for c in text[:4000])
    loud = sum(c.isupper() for c in text[:4000])
    if SMALL_I.search(text):
        return False
    return bool(starts) and sum(c.isupper() for c in starts) >= CASED * len(starts) and loud < 0.4 * letters


@lru_cache(maxsize=2)
def is_old(text: str) -> bool:
    """Whether an English text is of an older day, or a deed: what is a slip elsewhere is right in it."""
    return len({m[0].lower() for m in ARCHAIC.finditer(text)}) >= LEAST_ARCHAIC


@lru_cache(maxsize=2)
def is_transcript(text: str) -> bool:
    """Whether an English text is speech written down as it came: what is said twice stands twice."""
    return len(list(islice(FALTERING.finditer(text), LEAST_FALTERING))) == LEAST_FALTERING


@lru_cache(maxsize=2)
def is_casual(text: str) -> bool:
    """Whether the text is a chat, a tweet or the like, where blanks and marks stand as they came."""
    found = [n for n in (sum(1 for _ in kind.finditer(text)) for kind in CASUAL) if n]
    return len(found) >= LEAST_CASUAL and sum(found) * CASUAL_WORDS >= len(text.split())


def line_span(text: str, at: int) -> tuple[int, int]:
    """Start and end of the line that holds position `at`."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def in_headline(text: str, at: int) -> bool:
    """Whether the line holding `at` has so many capitalised words that capitals say nothing."""
    start, end = line_span(text, at)
    return _is_loud(text, start, min(end, start + 4000))


@lru_cache(maxsize=64)  # a line is asked about once, however many of its words are
def _is_loud(text: str, start: int, end: int) -> bool:
    words = WORD.findall(text, start, end)
    capital = sum(1 for w in words if str(w)[0].isupper())
    return capital > HEADLINE * len(words)


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence or a quotation begins at `at`."""
    before = text[max(0, at - 6) : at].rstrip(" ")
    return not before or before[-1] in '\n.!?“"‘«:•(' or before[-2:] in (".”", '."', "!”", "?”")
