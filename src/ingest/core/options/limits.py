"""[limits] of ingest.toml: what one record may cost."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Limits:
    """What one record may cost before it becomes a reject, so that no input can hang or exhaust a run."""

    file_mb: float = option(
        4096.0,
        "Largest raw file, in megabytes; larger ones become the reject too_large.",
        "A file is hashed and, unless its format can be cut, read by one worker.",
        "A larger limit needs memory for whole-file formats; see record_mb.",
        least=0.000001,
    )
    record_mb: float = option(
        64.0,
        "Largest record, in megabytes; larger ones become the reject too_large.",
        "The largest single articles seen are a hundred times smaller.",
        "A worker needs about 20 times a record's size.",
        least=0.000001,
    )
    records: int = option(
        50_000_000,
        "Most records of one file; what follows becomes one reject too_many_records.",
        "A bound for made-up containers.",
        "None below it.",
        least=1,
    )
    unpacked_mb: float = option(
        20_000.0,
        "Megabytes that one raw file may unpack to, all its archives and compressed files together; then: reject bomb.",
        "Five times the largest raw file.",
        "A larger limit lets a hostile file keep a worker busy for long; memory does not grow with it.",
        least=0.000001,
    )
    ratio: float = option(
        200.0,
        "How many times its packed size a file may unpack to, once past ratio_free_mb; then it becomes the reject bomb.",
        "Text packs 3 to 20 times, repetitive logs to about 100; made-up bombs 1,000 times and more.",
        "As unpacked_mb.",
        least=1.0,
    )
    ratio_free_mb: float = option(
        50.0,
        "Megabytes unpacked before limits.ratio is asked.",
        "A small file of blanks is no threat.",
        "None.",
        least=0.0,
    )
    nesting: int = option(
        6,
        "Levels of containers within containers (an archive in an archive, a compressed file in it); then: too_deep.",
        "Deeper ones are made up; an archive may hold itself.",
        "Each level costs memory for its buffers.",
        least=1,
        most=50,
    )
    cpu_s: int = option(
        60,
        "CPU seconds one record may take in all stages together; then it becomes the reject timeout.",
        "An article takes milliseconds; CPU time does not depend on what else the machine does.",
        "Too low loses large documents, too high lets a hostile file hold a worker.",
        least=1,
    )
    memory_mb: int = option(
        4096,
        "Memory a worker may have, in megabytes; a record that asks for more becomes the reject memory.",
        "Twenty times a large record, with room for the models.",
        "workers times memory_mb should fit the machine.",
        least=512,
    )
    sample_chars: int = option(
        200,
        "Characters of a rejected record that are kept as its sample.",
        "Enough to recognise it.",
        "None.",
        least=0,
        most=10_000,
    )
