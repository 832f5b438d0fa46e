"""What of a text is shown to the voters: words, not addresses, markup or codes; a window, not fifty megabytes."""

import re

HEAD, MIDDLE = 450, 300  # characters; more of an article changes no verdict (measured on whole articles)
DIGITS = "0123456789"
CUT = 40  # a window is cut at a blank within so many characters, else anywhere
LONGEST_WORD = 40  # longer ASCII words are codes and paths; the longest German compounds in news stay below
CAPITALS_SEEN = 240  # characters looked at to tell whether a text is in capitals
LEAST_CAPITALS = 4

MARKUP = re.compile(r"<[^<>]{1,300}>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")
HANDLE = re.compile(r"[#@][!-~]{1,100}")
CODE = re.compile(r"(?=[A-Za-z0-9]{8})(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]+")
# what compiled voters refuse: controls, lone surrogates, non-characters
REFUSED = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")


def prepared(text: str) -> str:
    """Head and middle of `text` with single blanks, without addresses, markup and codes; a text in capitals lowered.

    langdetect ignores words in capitals and fastText-like models do not know them: lowered, they are read as well
    as any (langdetect alone: .27 right on news in capitals).
    """
    text = readable(" ".join(window(text).split()))
    if "<" in text or "&" in text:
        text = MARKUP.sub(" ", text)
    if "://" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    if "@" in text or "#" in text:
        text = HANDLE.sub(" ", MAIL.sub(" ", text))
    words = text.split()
    if words and len(max(words, key=len)) > LONGEST_WORD:
        words = [w for w in words if len(w) <= LONGEST_WORD or not w.isascii()]
    if sum(map(text.count, DIGITS)) * 10 > len(text):
        words = [w for w in words if not (w.isascii() and CODE.fullmatch(w))]
    text = " ".join(words)
    head = text[:CAPITALS_SEEN]
    if not head.islower():
        capitals = sum(map(str.isupper, head))
        if capitals >= LEAST_CAPITALS and capitals > sum(map(str.islower, head)):
            text = text.lower()
    return text


def readable(text: str) -> str:
    """The text with a blank for each control character and lone surrogate; the same text where there are none."""
    return text if text.isprintable() else REFUSED.sub(" ", text)


def window(text: str) -> str:
    """The first HEAD characters and MIDDLE ones from the middle, cut at blanks; a shorter text as it is."""
    if len(text) <= HEAD + MIDDLE:
        return text
    head = _blank(text, HEAD)
    middle = _blank(text, max(head, len(text) // 2))
    return f"{text[:head]} {text[middle : middle + MIDDLE]}"


def _blank(text: str, at: int) -> int:
    found = text.find(" ", at, at + CUT)
    return found if found > 0 else at
