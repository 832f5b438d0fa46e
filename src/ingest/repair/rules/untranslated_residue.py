"""A run of foreign function words in an English sentence: 'help dans la mesure du possible'. Pointed at."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import words

SMALL = (  # of French, Spanish, German and Portuguese; none of them an English word or a part of names alone
    "dans|avec|pour|une|des|est|sont|qui|que|cette|aux|leur|mais|plus|du|la|le|les|et|sur|par"
    "|los|las|una|por|para|como|está|pero|con|del|el|en|y|se|su"
    "|der|die|das|und|nicht|mit|von|ist|auf|für|eine|einer|zu"
    "|uma|não|com|dos|na|mais|foi|ao"
)
RUN = re.compile(rf"(?<![\w'’“\"«])(?:{SMALL})(?: (?:\w{{1,14}} )?(?:{SMALL})){{2,12}}(?![\w'’])")
QUOTED = re.compile(r"[“\"«‘(*_][^“”\"«»‘’)*_\n]{0,80}$")
LEAST_WORDS = 4
MARKED = re.compile(  # between words in small letters: no name, no title
    r"(?<=[a-z] )(?=[a-zà-ÿœ]*[à-öø-ÿœß])(?:[dlnsjc]['’]|qu['’])?([a-zà-ÿœß]{4,20})(?=[,.;]? [a-z])"
)
ELIDED = re.compile(
    r"(?<=[a-z] )(?:[dlnsj]['’]|qu['’])(?:un|une|il|elle|ils|elles|on|est|en|ont|a|autres?|abord|ailleurs|homme)\b"
)
MOST_MARKED = 0.01  # of the words: a text with more of them speaks of another language or quotes it


@repair_rule("untranslated-residue", phase=90, languages=("en",), weight=1.5)
def find(view: View) -> Iterator[Finding]:
    """`We will help dans la mesure du possible` is flagged. Seen where a phrase was not known to the machine.

    Three foreign function words close together, in small letters, outside quotation marks; loans and names (`je ne
    sais quoi`, `coup d'état`, `Rue de la Paix`) hold fewer. Also single words with marks that English has not taken over
    (`the député said`), in small letters among small letters, if they are few.
    """
    spans: list[tuple[int, int]] = []
    for m in RUN.finditer(view.text):
        if len(m[0].split()) >= LEAST_WORDS and not QUOTED.search(view.text[max(0, m.start() - 80) : m.start()]):
            yield Finding(m.start(), m.end(), None, evidence="foreign function words in a row", confidence=0.7)
            spans.append(m.span())
    loans = words("en", "loans")
    alone = [m for m in MARKED.finditer(view.text) if m[1] not in loans] + list(ELIDED.finditer(view.text))
    if len(alone) > max(3, MOST_MARKED * view.text.count(" ")):
        return
    for m in sorted(alone, key=lambda m: m.start()):
        quoted = QUOTED.search(view.text[max(0, m.start() - 80) : m.start()])
        if not quoted and not any(a < m.end() and m.start() < b for a, b in spans):
            spans.append(m.span())
            yield Finding(m.start(), m.end(), None, evidence="a word of another language", confidence=0.5)
