"""docs/repair-rules.md: every repair rule with an example, made from the case files.

python -m ingest.repair.rules_doc tests/cases/repair-rules > docs/repair-rules.md
"""

import sys
import tomllib
from pathlib import Path

from ingest.core.editing import Rule, in_order
from ingest.core.members import repair_rules

HEAD = """# The repair rules

Made from the rules and their case files (`python -m ingest.repair.rules_doc tests/cases/repair-rules`): one example of a
mend and one of what is left alone for each. What the stage does with them stands in [repair.md](repair.md).
"""
PHASES = {
    4: "What a tokenizer left",
    9: "Quotation marks",
    20: "Spacing and punctuation",
    30: "Ends of sentences",
    40: "Numbers",
    49: "Words and names",
    60: "Grammar, and what is said again and again",
    90: "Pointed at, never edited",
}


def page(cases: Path) -> str:
    """The page. Raises FileNotFoundError for a rule without a case file."""
    out = [HEAD]
    for rule in in_order(repair_rules.members().values()):
        part = max(p for p in PHASES if p <= rule.phase)
        title = f"\n## {PHASES[part]}\n"
        if title not in out:
            out.append(title)
        out.append(_told(rule, tomllib.loads((cases / f"{rule.name}.toml").read_text(encoding="utf-8"))["case"]))
    return "\n".join(out).rstrip() + "\n"


def _told(rule: Rule, cases: list[dict[str, str]]) -> str:
    caption = repair_rules.caption(rule.name)
    languages = "any language" if "*" in rule.languages else ", ".join(rule.languages)
    gate = "behind the gate" if rule.changes_words else "always"
    changed = next(c for c in cases if "unchanged" not in c)
    kept = next(c for c in cases if "unchanged" in c)
    lines = [f"### {rule.name}\n", f"{caption}\n", f"*{languages}; {gate}; weight {rule.weight:g}*\n"]
    if "flagged" in changed:
        lines.append(f"* pointed at `{_short(changed['flagged'])}` in: {_code(changed['text'])}")
    else:
        lines.append(f"* {_code(changed['text'])} → {_code(changed['expected'])}")
    lines.append(f"* left alone ({kept['why']}): {_code(kept['text'])}\n")
    return "\n".join(lines)


def _code(text: str) -> str:
    return f"`` {_short(text)} ``"


def _short(text: str) -> str:
    one = text.replace("\n", "⏎")
    return one if len(one) <= 160 else f"{one[:70]} … {one[-80:]}"


if __name__ == "__main__":
    sys.stdout.write(page(Path(sys.argv[1])))
