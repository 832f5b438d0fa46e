"""The quality columns of documents: 33 signals, the flags, the score. Definitions: `enrich/quality/signals.py`."""

import pyarrow as pa

from ingest.core.schema.column import Column
from ingest.core.schema.shared import FLOAT, STR

OLDER = "the row is older than the column"
# name, what it says, unit
SIGNALS = (
    ("tokens", "Words; characters of scripts without spaces count one each.", "tokens"),
    ("lines", "Lines that hold anything.", "lines"),
    ("paragraphs", "Paragraphs: blank lines between.", "paragraphs"),
    ("sentences", "Marks that end a sentence.", "sentences"),
    ("mean_token_chars", "Mean length of a token.", "code points"),
    ("mean_line_chars", "Mean length of a line.", "code points"),
    ("terminal_line_ratio", "Lines that end as a sentence does.", "ratio 0..1"),
    ("short_line_ratio", "Lines of at most 30 code points.", "ratio 0..1"),
    ("bullet_line_ratio", "Lines that begin with a bullet or hyphen.", "ratio 0..1"),
    ("ellipsis_line_ratio", "Lines that end with an ellipsis.", "ratio 0..1"),
    ("alpha_ratio", "Letters among the characters that are no space.", "ratio 0..1"),
    ("digit_ratio", "Digits among the characters that are no space.", "ratio 0..1"),
    ("upper_ratio", "Capitals among the letters.", "ratio 0..1"),
    ("alpha_token_ratio", "Tokens that are no number.", "ratio 0..1"),
    ("symbol_token_ratio", "Hashes and ellipses for each token.", "ratio, may be above 1"),
    ("dup_line_ratio", "Lines that stood before.", "ratio 0..1"),
    ("dup_line_char_ratio", "Characters in lines that stood before.", "ratio 0..1"),
    ("dup_paragraph_ratio", "Paragraphs that stood before.", "ratio 0..1"),
    ("top_2gram_ratio", "Characters in the most frequent pair of tokens.", "ratio 0..1"),
    ("top_3gram_ratio", "Characters in the most frequent three tokens.", "ratio 0..1"),
    ("top_4gram_ratio", "Characters in the most frequent four tokens.", "ratio 0..1"),
    ("dup_5gram_ratio", "Characters in five tokens that stood before.", "ratio 0..1"),
    ("dup_10gram_ratio", "Characters in ten tokens that stood before.", "ratio 0..1"),
    ("unique_token_ratio", "Different tokens for each token.", "ratio 0..1"),
    ("entropy", "Entropy of the tokens.", "nats"),
    ("zlib_ratio", "Size after compression with zlib (level 1).", "ratio 0..1"),
    ("stop_word_ratio", "Stop words of the text's language among the tokens.", "ratio 0..1"),
    ("newline_token_ratio", "Line ends for each token.", "ratio, may be above 1"),
    ("urls_per_100_tokens", "Web addresses for a hundred tokens.", "addresses"),
    ("brace_ratio", "Curly braces.", "ratio 0..1"),
    ("mark_ratio", "Bars and guillemets that part menus, for each token.", "ratio, may be above 1"),
    ("damage_ratio", "Marks of wrong decoding: U+FFFD and mojibake.", "ratio 0..1"),
    ("control_ratio", "Control characters.", "ratio 0..1"),
)
QUALITY = (
    *(
        Column(
            f"quality_{name}",
            FLOAT,
            says,
            "enrich",
            OLDER if name != "stop_word_ratio" else "there is no list for the language",
            unit,
        )
        for name, says, unit in SIGNALS
    ),
    Column(
        "quality_flags",
        pa.list_(STR),
        "First failing rule of Gopher, C4 and FineWeb, and marks of texts that are no article (docs/facts.md).",
        "enrich",
    ),
    Column(
        "quality_score", FLOAT, "The signals in one number, for sorting (docs/facts.md).", "enrich", unit="ratio 0..1"
    ),
)
