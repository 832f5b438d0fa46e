"""A folder with every kind of file, wrong names and broken twins among them: every record is accounted for."""

from collections import Counter
from pathlib import Path

from tests.conftest import Workshop
from tests.kinds import broken, every_kind

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"


def accounts(workshop: Workshop) -> list[str]:
    """The table of docs/formats.md: one row a file."""
    rows = []
    reasons: dict[str, Counter[str]] = {}
    for reject in workshop.rows("rejects"):
        reasons.setdefault(reject["raw_path"], Counter())[reject["reason"]] += 1
    for file in sorted(workshop.rows("raw_files"), key=lambda r: r["raw_path"]):
        kept = file["documents"] + file["duplicates"]
        counts = [file["records"], kept, file["rejects"], file["skipped"]]
        assert counts[0] == sum(counts[1:])
        why = ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.get(file["raw_path"], {}).items()))
        rows.append(f"| {file['raw_path']} | {file['reader']} | {' | '.join(map(str, counts))} | {why} |")
    return rows


def test_every_kind_is_read_and_every_record_accounted_for(workshop: Workshop) -> None:
    for name, data in every_kind().items():
        workshop.drop(name, data)
        workshop.drop(f"broken/{name}", broken(data))
    workshop.run()
    found = accounts(workshop)
    documented = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [row for row in found if row not in documented] == []
    whole = {f["raw_path"]: f for f in workshop.rows("raw_files") if not f["raw_path"].startswith("broken/")}
    assert all(f["documents"] + f["duplicates"] >= 1 and f["rejects"] == 0 for f in whole.values())
    rows = workshop.rows("documents") + workshop.rows("duplicates")
    members = {r["record_member"] for r in rows if r["raw_path"] == "archive.tgz"}
    assert members == {"deep.zip/one.txt"}
