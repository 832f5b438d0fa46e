"""A name translated word by word: 'the Ministry of Security of States – or MSS', 'the Union European'."""

from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.glossary import glossary


@repair_rule("calqued-name", phase=49, changes_words=True, weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`the Ministry of Security of States – or MSS` -> `the Ministry of State Security – or MSS`. Seen in translations
    by way of Romance languages.

    Only entries of the language's glossary (`data/<language>/glossary.tsv`, orders derived from `names.tsv`, and the
    user's `repair.glossary`), with the evidence in the document that the entry asks for.
    """
    known = glossary(view.language.split("-")[0], getattr(view.settings, "glossary", ()))
    if known is None:
        return
    for start, end, entry in known.matches(view.text):
        proof = entry.proof(view.text)
        if proof and view.text[start:end] != entry.replacement:
            capital = entry.scope == "phrase" and view.text[start].isupper()
            said = entry.replacement[:1].upper() + entry.replacement[1:] if capital else entry.replacement
            yield Finding(start, end, said, evidence=proof)
