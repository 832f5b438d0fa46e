"""The words that sign an article: 'By Ada Example', 'Von Ada Example', 'Автор: …'. One table for all stages that look for a
line of a plain text that does.

They are asked of a whole line, at its head, before a name. Lines of pages have words of their own (`extract/page_hints.py`).
"""

SIGNING = (
    *("by", "written by", "words by", "text by", "story by", "report by"),
    *("von", "text von", "verfasst von", "ein kommentar von", "ein gastbeitrag von"),
    *("par", "por", "di", "door", "af", "av", "skrevet af", "skrevet av", "skriven af", "skriven av", "oleh"),
    *("autor:", "autorin:", "autora:", "автор:", "текст:", "від", "yazan:", "بقلم", "מאת"),
)
"""What stands before the name, in small letters; a colon belongs to it where the word alone would be a heading."""
