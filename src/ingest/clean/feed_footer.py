"""What content systems put under an item of their feed: 'The post Snow closes pass appeared first on Hill Radio.'

Only as the last lines of a text, only in the words of those systems, and only with two names in capitals between and behind
them: 'The post office appeared first on the map of 1840.' is prose. Text without it must be left.
"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

# What stands before the title, between it and the site, and behind it, as WordPress and its companions write in feeds
WORDS = (
    ("The (?:post|article)", "(?:appeared first on|first appeared on|was first published on)", ""),
    ("(?:Der Beitrag|Der Artikel)", "erschien zuerst auf", ""),
    ("(?:L[’'](?:article|actualité)|Cet article)", "est apparu en premier sur", ""),
    (
        "(?:La entrada|El artículo|La publicación)",
        "(?:se publicó primero en|apareció primero en|aparece primero en)",
        "",
    ),
    ("(?:O (?:post|artigo|conteúdo)|A publicação)", "(?:apareceu|aparece) primeiro em", ""),
    ("L[’']articolo", "(?:proviene da|sembra essere il primo su)", ""),
    ("Het (?:bericht|artikel)", "verscheen (?:eerst|als eerste) op", ""),
    ("L[’']entrada", "ha aparegut primer a", ""),
    ("(?:Artykuł|Wpis|Post)", "(?:pochodzi z serwisu|pojawił się po raz pierwszy w|pojawił się najpierw na)", ""),
    ("(?:Сообщение|Запись)", "(?:появились сначала на|впервые появилась|первым делом появилась)", ""),
    ("(?:Запис|Повідомлення|Допис)", "(?:спершу з[’']явився на|з[’']явилися спочатку на|першою з[’']явилась на)", ""),
    ("Inlägget", "dök först upp på", ""),
    ("Indlægget", "(?:blev først udgivet på|dukkede først op på)", ""),
    ("Innlegget", "dukket først opp på", ""),
    ("Artikkeli", "julkaistiin ensimmäisenä", ""),
    ("Příspěvek", "(?:pochází z|se nejdříve objevil na)", ""),
    ("Articolul", "apare prima dată în", ""),
    ("(?:Artikel|Pos)", "(?:pertama kali tampil pada|ditampilkan lebih awal di)", ""),
    ("Το άρθρο", "εμφανίστηκε πρώτα στο", ""),
    ("", "yazısı ilk önce", " üzerinde ortaya çıktı"),
    ("投稿", "は", "に最初に表示されました"),
)
FOOTER = re.compile(
    r"(?:^|(?<=\] )|(?<=… )|(?<=\.\.\. ))(?:"
    + "|".join(
        rf"{before}{' ' * bool(before)}(?P<title{i}>[^\n]{{1,250}}?) {between} (?P<site{i}>[^\n]{{1,100}}?) ?{behind}"
        for i, (before, between, behind) in enumerate(WORDS)
    )
    + r")[.。]?[ \t]{0,20}\Z",
    re.M,
)
LONGEST = 500  # characters of such a line


@clean_rule("feed-footer", phase=53, group="boilerplate")
def find(view: View) -> Iterator[Finding]:
    """`Nobody was hurt.\\n\\nThe post Snow closes pass appeared first on Hill Radio.` -> `Nobody was hurt.` Seen in RSS."""
    text = view.text
    end = _before_spaces(text, len(text))
    kept = end
    while kept:
        line = text.rfind("\n", 0, kept) + 1
        footer = FOOTER.search(text[line:kept]) if kept - line <= LONGEST else None
        if footer is None or not _named(footer):
            break
        kept = _before_spaces(text, line + footer.start())
    if 0 < kept < end:
        yield Finding(kept, len(text), "\n", evidence="the words a content system puts under an item of its feed")


def _before_spaces(text: str, end: int) -> int:
    """Where the white space before `end` begins."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _named(footer: re.Match[str]) -> bool:
    """Whether title and site begin as names do, not in a small letter."""
    told = [value for value in footer.groups() if value]
    return len(told) == 2 and not any(value.lstrip("«“„\"'‘ ")[:1].islower() for value in told)
