"""A definite article before a country that has none in English: 'The delegation of the France met that of the Iran.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import alternation, listed
from ingest.repair.prose import begins_sentence, in_headline

COUNTRIES = alternation(listed("en", "countries"))
AFTER = (
    "is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|and|or|but|in|to|for|by|with|as|on|at"
    "|who|wants|want|became|becomes|remains|remained|agreed|said|says|announced|against|from|than|since|itself|alone|also|not|met|won|lost|signed|joined|refused|called|asked|plans|expects|made|took|gave|went"
    "|voted|decided|claims|needs|knows|faces|continues|began|seems|after|before|during|without|while|when|because|where"
)
VERB = (
    "grew|fell|rose|came|became|had|held|sent|sold|bought|built|broke|kept|paid|put|ran|set|sought|spent|stood|told|used|wins"
    "|loses|grows|exports|imports|produces|supports|remained|enters|entered|"
    "(?!(?:back|bas|mad|fund|sponsor|own|siz|relat|focus|educat|train|support|occupi|controll|orient|link|inspir|flagg|administer|import|design|manufactur|assembl|produc)ed)[a-z]{2,12}ed"
)
FAULT = re.compile(
    rf"(?<![\w-])([Tt]he )({COUNTRIES})(?:(?=[,.;:!?)”\"]|\Z|\n| [–—] | (?:{AFTER}|{VERB})\b)(?!['’-]|\.\w)|(?=['’]s (?!(?:own|first|only|last)\b)[a-z]))"
)
OTHER_NOUN = re.compile(rf" (?:and|or) (?!(?:the )?(?:{COUNTRIES})\b)(?!(?:the|{VERB}|{AFTER})\b)[A-Z]?[a-z]+ [a-z]+")
OF_A_TIME = re.compile(
    r" (?:in|of|for|on|at|from|with) (?:which|whom|whose|the \d|the (?:19|20)|19|20|the (?:time|past|future|early|late))|, (?:that|which) (?:he|she|they|we|I)\b"
)

NAMED_SO = re.compile(  # ships and houses are named after countries
    r"\b(?:sail(?:s|ed|ing)?|ships?|steamers?|vessels?|aboard|on board|schooner|frigate|cruiser|mate of|H\.?M\.?S|dined|dine|ate at|restaurants?|pubs?|inn)\b"
)
AROUND = 40  # characters before and behind in which one is spoken of


@repair_rule("article-before-country", phase=50, languages=("en",), changes_words=True, weight=1.5)
def find(view: View) -> Iterator[Finding]:
    """`The delegation of the France met that of the Iran.` -> `The delegation of France met that of Iran.` Seen in
    statistical and rule-made translations from French, Spanish, German and Portuguese: the most frequent fault of
    one system of 2012.

    Only where the country ends its noun phrase: `the Iran deal`, `the Poland game`, `the Germany of 1914` stay, so do
    countries with an article (the Netherlands, the Gambia), which are not in the list, and ships and inns.
    """
    for m in FAULT.finditer(view.text):
        tail = view.text[m.end() : m.end() + 60]
        if OTHER_NOUN.match(tail) or OF_A_TIME.match(tail):
            continue
        if (m[1] == "The " and not begins_sentence(view.text, m.start())) or (
            in_headline(view.text, m.start()) and m[1] == "The "
        ):
            continue
        if not NAMED_SO.search(view.text, max(0, m.start() - AROUND), m.end() + AROUND):
            yield Finding(m.start(1), m.end(1), "", evidence="a country that has no article")
