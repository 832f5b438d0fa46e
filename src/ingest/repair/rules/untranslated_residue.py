"""A run of foreign function words in an English sentence: 'help dans la mesure du possible'. Pointed at."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

SMALL = (  # of French, Spanish, German and Portuguese; none of them an English word or a part of names alone
    "dans|avec|pour|une|des|est|sont|qui|que|cette|aux|leur|mais|plus|du|la|le|les|et|sur|par"
    "|los|las|una|por|para|como|está|pero|con|del|el|en|y|se|su"
    "|der|die|das|und|nicht|mit|von|ist|auf|für|eine|einer|zu"
    "|uma|não|com|dos|na|mais|foi|ao"
)
RUN = re.compile(rf"(?<![\w'’“\"«])(?:{SMALL})(?: (?:\w{{1,14}} )?(?:{SMALL})){{2,12}}(?![\w'’])")
QUOTED = re.compile(r"[“\"«‘(*_][^“”\"«»‘’)*_\n]{0,80}$")
LEAST_WORDS = 4


@repair_rule("untranslated-residue", phase=90, languages=("en",), weight=1.0)
def find(view: View) -> Iterator[Finding]:
    """`We will help dans la mesure du possible` is flagged. Seen where a phrase was not known to the machine.

    Three foreign function words close together, in small letters, outside quotation marks; loans and names (`je ne
    sais quoi`, `coup d'état`, `Rue de la Paix`) hold fewer.
    """
    for m in RUN.finditer(view.text):
        if len(m[0].split()) >= LEAST_WORDS and not QUOTED.search(view.text[max(0, m.start() - 80) : m.start()]):
            yield Finding(m.start(), m.end(), None, evidence="foreign function words in a row", confidence=0.7)
