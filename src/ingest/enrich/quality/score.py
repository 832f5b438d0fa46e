"""quality_score: one number between 0 and 1, for sorting; its formula is the table below and nothing else.

Each signal has a value up to which it takes nothing away, and one from which it takes its whole weight; between them
it is linear. The score is 1 less the weights taken, at least 0. Weights were set by reasoning about the published rules
and left as they are where data had nothing to say; what they say of labelled texts stands in docs/facts.md.
"""

from ingest.enrich.quality.signals import Signals

# signal, harmless, worst, weight
TABLE: tuple[tuple[str, float, float, float], ...] = (
    ("tokens", 100.0, 10.0, 0.35),
    ("terminal_line_ratio", 0.5, 0.1, 0.25),
    ("short_line_ratio", 0.4, 0.8, 0.20),
    ("newline_token_ratio", 0.08, 0.3, 0.15),
    ("alpha_ratio", 0.75, 0.5, 0.25),
    ("digit_ratio", 0.10, 0.35, 0.20),
    ("upper_ratio", 0.15, 0.6, 0.15),
    ("dup_line_char_ratio", 0.01, 0.2, 0.25),
    ("dup_5gram_ratio", 0.05, 0.3, 0.30),
    ("top_3gram_ratio", 0.06, 0.2, 0.15),
    ("mark_ratio", 0.01, 0.05, 0.15),
    ("symbol_token_ratio", 0.02, 0.1, 0.10),
    ("brace_ratio", 0.0005, 0.01, 0.15),
    ("damage_ratio", 0.0005, 0.01, 0.25),
    ("control_ratio", 0.0, 0.005, 0.15),
    ("urls_per_100_tokens", 0.5, 5.0, 0.10),
)


def score(told: Signals) -> float:
    """The score of a text's signals (0..1, rounded to four places)."""
    taken = 0.0
    for name, harmless, worst, weight in TABLE:
        taken += weight * min(1.0, max(0.0, (told[name] - harmless) / (worst - harmless)))
    return round(max(0.0, 1.0 - taken), 4)
