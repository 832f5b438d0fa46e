"""[dedupe] of ingest.toml: when two documents are the same article, and which of them stands for both."""

from dataclasses import dataclass

from ingest.core.options.option import option

DEV = "Tuned on half of a labelled set of 14,000 documents (news agency re-issues, copies, Japanese, web pages, traps)"


@dataclass(frozen=True, slots=True)
class Dedupe:
    """When two documents are the same article, and which of them stands for both."""

    level: str = option(
        "near",
        "exact (the same words in the same order), or near (also edited, cut and re-issued copies).",
        "The same story arrives from many outlets.",
        "near costs about half a millisecond a document; after a change from exact, `ingest reindex` is needed.",
        choices=("exact", "near"),
    )
    bands: int = option(
        32,
        "Bands of the MinHash index; each is a 32-bit key a document.",
        "With 3 rows a pair of similarity 0.4 is found with probability 0.88, one of 0.6 with 0.9996.",
        "More find weaker pairs and cost space and time; a change needs `ingest reindex`.",
        least=1,
        most=256,
    )
    rows: int = option(
        3,
        "MinHash values of a band.",
        "4 rows gave F1 .956 where 3 gave .965, at the cost of more pairs to verify.",
        "Fewer make more pairs to verify; a change needs `ingest reindex`.",
        least=1,
        most=16,
    )
    band_cap: int = option(
        500,
        "Texts that a new one is compared with at most, of those that share a key with it, are no copies of it by now, "
        "and have figures like its own. A text that has more is flagged `dedupe:capped`.",
        "A comparison of two texts of 300 words costs 40 microseconds. Of 7,115 news texts none came near it.",
        "Lower may keep copies apart in sources that put one long footer under everything; higher costs time there.",
        least=1,
    )
    near_jaccard: float = option(
        0.25,
        "Least share of common word triples (Jaccard) of a near duplicate, or else near_containment (0..1).",
        f"{DEV}; what tells pairs apart is coverage and figures.",
        "Lower finds rewritten texts and lets in texts of one topic.",
        least=0.0,
        most=1.0,
    )
    near_containment: float = option(
        0.5,
        "Least share of the shorter text's word triples that the longer holds, or else near_jaccard (0..1).",
        f"{DEV}.",
        "As near_jaccard.",
        least=0.0,
        most=1.0,
    )
    cover_shorter: float = option(
        0.85,
        "Least share of the shorter text's ten segments that the longer must hold (0..1).",
        f"{DEV}: 9 of 10 keeps two stories with one long tail apart (4 of 24 merged; 19 of 24 without).",
        "Lower merges stories that share boilerplate; 1.0 loses copies with a header of their own.",
        least=0.0,
        most=1.0,
    )
    cover_longer: float = option(
        0.6,
        "Least share of the longer text's ten segments that the shorter must hold (0..1); below it the longer "
        "contains the shorter and is no duplicate.",
        f"{DEV}: at 0.4 precision falls from .996 to .973, at 0.7 recall from .957 to .943.",
        "Lower merges digests with the stories they hold.",
        least=0.0,
        most=1.0,
    )
    figures: float = option(
        0.6,
        "Least share of the shorter text's figures that the longer must hold, and the other way round where both "
        "are about as long (0..1).",
        f"{DEV}: keeps bulletins of one template apart (2 of 407 merged; 274 of 407 without).",
        "Lower merges daily bulletins, higher loses updated stories.",
        least=0.0,
        most=1.0,
    )
    contains: float = option(
        0.8,
        "Least share of the shorter text's word triples in the longer for it to be reported as contained (0..1).",
        "Excerpts and digests quote word for word.",
        "None for clusters; only the columns contains and contained_in follow it.",
        least=0.0,
        most=1.0,
    )
    discount: int = option(
        0,
        "Paragraphs that stand in so many documents of one source, or more, are left out when texts are compared; 0: "
        "all count. `ingest duplicates --repeated` shows them.",
        "Off: which paragraphs those are depends on what came before.",
        "Low numbers leave out what a source says again for good reason. No text is changed by it, nor the index.",
        least=0,
    )
    canonical: str = option(
        "published",
        "Which of the new members of a cluster stands for it: the one published earliest (without dates, the longest), "
        "the one met first (by raw path), or the longest. One that stands already stays, unless it is cut: see whole.",
        "The earliest is most often the original.",
        "None.",
        choices=("published", "met", "longest"),
    )
    whole: float = option(
        0.8,
        "Least length of the document that stands for a cluster, as a share of the longest member's (0..1); a shorter "
        "one is cut and gives way, also where it stands already. 0: never.",
        "Whoever reads documents alone shall not lose a fifth of an article. Of labelled copies cut by a quarter all are "
        "below, of those with typing errors, other words or in capitals hardly any, of those with another head or foot a tenth.",
        "Higher lets long heads and feet decide who stands, and changes more often who does.",
        least=0.0,
        most=1.0,
    )
    prefer_sources: tuple[str, ...] = option(
        (),
        "Sources whose documents stand for a cluster before all others, also where they are cut, the most preferred first.",
        "Nobody else knows whom you trust.",
        "None.",
    )
    memory_mb: int = option(
        1000,
        "Memory the join of new band keys with stored ones may use, in megabytes; beyond it the disk is used.",
        "10,000 new documents against a million stored took 540 in all, the new texts and Python with them.",
        "Lower is slower.",
        least=100,
        content=False,
    )
