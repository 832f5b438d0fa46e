"""What of a text is shown to the detector: letters, not addresses; a window, not fifty megabytes."""

import re
from collections.abc import Iterator

WINDOW = 1500  # characters from the head, and as many from the middle: langdetect gains nothing beyond about 2,000
NOT_WORDS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,200}|&\w+;|<[^>]{1,200}>|\S{41,}(?=\s)")
LEAST_STRETCH = 200  # characters; shorter paragraphs are joined to the one before
MOST_STRETCHES = 3  # langdetect asks for two milliseconds a stretch, whatever its length


def prepared(text: str) -> str:
    """The head and the middle of the text, without addresses and markup; wholly upper-case text in lower case."""
    if len(text) > 2 * WINDOW:
        middle = len(text) // 2
        text = f"{text[:WINDOW]}\n{text[middle : middle + WINDOW]}"
    text = NOT_WORDS.sub(" ", text)
    return text.lower() if text.isupper() else text


def stretches(text: str) -> Iterator[str]:
    """The text's paragraphs, joined to at most MOST_STRETCHES stretches of at least LEAST_STRETCH characters."""
    least, held = max(LEAST_STRETCH, len(text) // MOST_STRETCHES), ""
    for paragraph in text.split("\n\n"):
        held = f"{held}\n\n{paragraph}" if held else paragraph
        if len(held) >= least:
            yield held
            held = ""
    if held.strip():
        yield held
