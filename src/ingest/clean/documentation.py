"""The source of documentation: Markdown and reStructuredText as people write them. No rule: what `kinds.py` asks.

Only marks that no dumper prints are looked for: fences, directives, underlined titles, literals in double backticks,
named link definitions, badges. Measured on READMEs and on what html2text makes of web pages.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Met when one of `needs` is in the text (a quick look), and `pattern` at least `least` times."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    least: int

    def met(self, text: str) -> bool:
        """Whether the mark is met in `text`."""
        if not any(need[-1] in text and need in text for need in self.needs):  # one character is found much sooner
            return False
        return sum(1 for _ in zip(self.pattern.finditer(text), range(self.least), strict=False)) == self.least


DIRECTIVE = re.compile(r"^ {0,8}\.\. (?:[\w-]{1,40}::|_[^\n:]{1,80}:)", re.M)
UNDERLINED = re.compile(r"^\S.{2,80}\n(?:={3,}|-{6,}|~{6,}|\^{6,})$", re.M)
MARKS = (
    Mark(("```", "~~~"), re.compile(r"^ {0,3}(?:```|~~~)", re.M), 2),
    Mark((".. ",), DIRECTIVE, 1),
    Mark((".. ",), DIRECTIVE, 3),
    Mark(("\n===", "\n------", "\n~~~~~~", "\n^^^^^^"), UNDERLINED, 2),
    Mark(("``",), re.compile(r"(?<!`)``[^`\n]{1,60}``(?!`)"), 3),
    Mark(("]:",), re.compile(r"^\[[^\]\d\n][^\]\n]{0,60}\]: ?\S", re.M), 1),
    Mark(("[![",), re.compile(r"^\[!\[[^\]\n]{0,80}\]\([^)\n]{0,200}(?:\.svg|badge)", re.M), 1),
)
BESIDE = (  # marks that dumpers print too: they tell beside another
    Mark(("# ",), re.compile(r"^#{1,6} \S", re.M), 2),
    Mark(("`",), re.compile(r"(?<!`)`[^`\n]{1,60}`(?!`)"), 3),
)


def is_documentation(text: str) -> bool:
    """Whether marks that only people write are met: two, or one beside titles or code."""
    kinds = sum(mark.met(text) for mark in MARKS)
    return kinds >= 2 or (kinds == 1 and any(mark.met(text) for mark in BESIDE))
