"""Every member of every open set against its case file; a member without one fails, and so does a file without one."""

import bz2
import gzip
import io
import lzma
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from backports import zstd

from ingest.core.config import load
from ingest.core.editing import Rule, View, apply, edit, in_order, replay, revert
from ingest.core.members import OPEN_SETS, Part, clean_rules, enrichers, extractors, readers, repair_rules
from ingest.core.model import (
    Decoding,
    Document,
    End,
    Hint,
    Identity,
    Language,
    RawFile,
    RawRecord,
    RecordKey,
    Reject,
    Skipped,
)
from ingest.extract.sniff import sniff
from ingest.read import choose

CASES = Path(__file__).parent / "cases"
SETTINGS = load(environment={})


def cases(kind: str) -> list[tuple[str, dict]]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case.get('label', case['why'])}")
        for path in sorted((CASES / kind).glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def document(text: str, language: str = "en", path: str = "a.txt", hints: tuple[Hint, ...] = ()) -> Document:
    return Document(
        path, RecordKey(), text, "text/plain", Decoding("utf-8", "test"), "", hints, language=Language(language, 1.0)
    )


@pytest.mark.parametrize("kind", OPEN_SETS)
def test_every_member_has_a_case_file_and_every_case_file_a_member(kind: str) -> None:
    assert {p.stem for p in (CASES / kind).iterdir()} == set(OPEN_SETS[kind].members())


@pytest.mark.parametrize("kind", ["clean-rules", "repair-rules"])
def test_every_rule_has_cases_to_leave_alone_and_cases_to_mend(kind: str) -> None:
    for path in (CASES / kind).iterdir():
        told = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        assert sum("unchanged" in c for c in told) >= 2, path.name
        assert sum("expected" in c or "flagged" in c for c in told) >= 2


def test_every_repair_rule_has_eight_cases_half_of_them_to_be_left_alone() -> None:
    for path in (CASES / "repair-rules").iterdir():
        told = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        assert sum("unchanged" in c for c in told) >= 4, path.name
        assert sum("unchanged" not in c for c in told) >= 4, path.name


def run_rule(rule: Rule, case: dict) -> None:
    language = case.get("language", "en")
    before = document(case["text"], language)
    after = edit(before, "test", [rule])
    assert after.text == case.get("expected", case["text"]), case["why"]
    found = list(rule.find(View(before.text, language, SETTINGS.repair))) if rule.knows(language) else []
    pointed = [before.text[f.start : f.end] for f in found if f.replacement is None]
    assert pointed == ([case["flagged"]] if "flagged" in case else []), case["why"]
    assert replay(before.text, after.edits) == after.text
    assert revert(after.text, after.edits) == before.text
    assert edit(document(after.text, language), "test", [rule]).edits == (), "run on its own result it finds more"


@pytest.mark.parametrize(("name", "case"), cases("clean-rules"))
def test_a_clean_rule_does_as_its_cases_say(name: str, case: dict) -> None:
    run_rule(clean_rules.members()[name], case)


@pytest.mark.parametrize(("name", "case"), cases("repair-rules"))
def test_a_repair_rule_does_as_its_cases_say(name: str, case: dict) -> None:
    run_rule(repair_rules.members()[name], case)


@pytest.mark.parametrize("registry", [clean_rules, repair_rules], ids=["clean", "repair"])
def test_rules_of_one_phase_commute_on_all_cases(registry) -> None:
    rules = in_order(registry.members().values())
    phases = [[r for r in rules if r.phase == phase] for phase in sorted({r.phase for r in rules})]
    crowded = [group for group in phases if len(group) > 1]
    assert crowded
    for parameter in cases(registry.kind):
        _, case = parameter.values
        language, text = case.get("language", "en"), case["text"]

        def run(rule: Rule, on: str, language: str = language) -> str:
            return apply(on, list(rule.find(View(on, language, None))), "test", rule.name)[0]

        for group in crowded:
            known = [r for r in group if r.knows(language)]
            for moving in [r for r in known if run(r, text) != text]:
                for other in known:
                    assert run(other, run(moving, text)) == run(moving, run(other, text)), (case["why"], other.name)


PACKED = {
    "gzip": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


def made(case: dict) -> bytes:
    """A case's bytes: its `data` or `hex`, or an archive of its `files`; then `packed` and, where it is so, `cut`."""
    data = bytes.fromhex(case["hex"]) if "hex" in case else case.get("data", "").encode()
    if "files" in case:
        buffer = io.BytesIO()
        if case["archive"] == "zip":
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
                for member, text in case["files"].items():
                    archive.writestr(member, text)
        else:
            with tarfile.open(fileobj=buffer, mode="w") as tar:
                for member, text in case["files"].items():
                    info = tarfile.TarInfo(member)
                    info.size = len(text.encode())
                    tar.addfile(info, io.BytesIO(text.encode()))
        data = buffer.getvalue()
    for way in case.get("packed", ()):
        data = PACKED[way](data)
    return data[: len(data) - case.get("cut", 0)]


@pytest.mark.parametrize(("name", "case"), cases("readers"))
def test_a_reader_does_as_its_cases_say(name: str, case: dict) -> None:
    data, path = made(case), case.get("path", "a.jsonl")
    reader = readers.members()[name]
    if "path" in case:
        assert choose(path, data[:4096]) is reader
    part = Part(RawFile(path, len(data), 0, "", Identity(path)))
    *records, end = reader.read(part, io.BytesIO(data), SETTINGS)
    assert isinstance(end, End)
    assert end.records == len(case["records"])
    for got, want in zip(records, case["records"], strict=True):
        if "reason" in want:
            assert isinstance(got, Reject)
            assert got.reason == want["reason"], case["why"]
        elif "kind" in want:
            assert got == Skipped(want["kind"]), case["why"]
            continue
        else:
            assert isinstance(got, RawRecord)
            body = got.body.decode("utf-8", "replace") if isinstance(got.body, bytes) else got.body
            assert body == want.get("body", body), case["why"]
            assert got.media_type == want.get("media_type", got.media_type)
            for told in want.get("hints", ()):
                assert Hint(*told) in got.hints, got.hints
            assert got.extra == want.get("extra", got.extra)
        assert got.key.record_id == want.get("record_id")
        assert got.key.member == want.get("member")
    if reader.witness and end.complete:
        assert reader.witness(part, io.BytesIO(data)) == end.records


@pytest.mark.parametrize(("name", "case"), cases("extractors"))
def test_an_extractor_does_as_its_cases_say(name: str, case: dict) -> None:
    body = made(case)
    record = RawRecord(case.get("path", "a"), RecordKey(), body)
    if "path" in case:
        assert sniff(record) in extractors.members()[name].media_types
    got = extractors.members()[name].extract(record, SETTINGS)
    if "reason" in case:
        assert isinstance(got, Reject)
        assert got.reason == case["reason"], case["why"]
        return
    assert isinstance(got, Document)
    assert got.text == case.get("expected", got.text), case["why"]
    assert case.get("expected_contains", "") in got.text, case["why"]
    for told in case.get("hints", ()):
        assert Hint(*told) in got.hints, got.hints
    assert [h for h in got.hints if h.field in case.get("unhinted", ())] == []
    assert got.decoding.encoding == case.get("encoding", got.decoding.encoding)
    assert got.decoding.newline == case.get("newline", got.decoding.newline)
    assert got.decoding.replaced == case.get("replaced", got.decoding.replaced)


@pytest.mark.parametrize(("name", "case"), cases("enrichers"))
def test_an_enricher_does_as_its_cases_say(name: str, case: dict) -> None:
    hints = tuple(Hint(*h) for h in case.get("hints", []))
    given = document(case.get("text", "A text."), case.get("language", "en"), case.get("path", "a.txt"), hints)
    facts = [f for f in enrichers.members()[name].find(given) if f.field in case.get("fields", [f.field])]
    got = sorted([f.field, "" if f.value is None else str(f.value), f.origin] for f in facts)
    assert got == sorted(case["facts"]), case["why"]
    if "chosen" in case:
        assert max(facts, key=lambda f: f.confidence).value == case["chosen"], case["why"]
    assert any(f.ambiguous for f in facts) == case.get("ambiguous", False)
