"""The optional post-editor against a real HTTP server on loopback that answers well, badly, slowly and with garbage."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import Workshop
from test_members import document

from ingest import pipeline
from ingest.core.config import Repair as RepairSettings
from ingest.core.editing import replay, revert
from ingest.core.model import Document, Fact
from ingest.repair.postedit import UNANSWERED, PostEdit
from ingest.repair.postedit.asking import Asker
from ingest.repair.postedit.guards import judged
from ingest.report.summary import summary

TEXT = (
    "The 3 clerks of the guild did not assisted to the meeting of Monday in the big hall of Anna Miller.\n\nA heading\n\n"
    "They said that it is always her who makes the price of the bread in the town of the river."
)
GOOD = {"find": "did not assisted to the", "replace": "did not attend the", "why": "calque"}


class Service:
    """A service whose answers are a list of (status, body, seconds between its bytes); the last one repeats."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any, float]] = [(200, b"", 0.0)]
        self.asked: list[dict] = []
        self.keys: list[str | None] = []
        self.over = threading.Event()
        self.reached = threading.Event()  # the third question was asked
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.keys.append(self.headers.get("Authorization"))
                service.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                if len(service.asked) == 3:
                    service.reached.set()
                status, said, pause = service.answers.pop(0) if len(service.answers) > 1 else service.answers[0]
                body = said if isinstance(said, bytes) else service.apt(said)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                try:
                    for piece in [body] if not pause else [body[i : i + 1] for i in range(len(body))]:
                        self.wfile.write(piece)
                        self.wfile.flush()
                        if pause and service.over.wait(pause):
                            return
                except OSError:  # whoever asked went away
                    pass

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def says(self, *proposals: object, status: int = 200, pause: float = 0.0) -> tuple[int, bytes, float]:
        content = json.dumps(list(proposals))
        return (
            status,
            json.dumps({"choices": [{"message": {"content": f"Here:\n```json\n{content}\n```"}}]}).encode(),
            pause,
        )

    def knows(self, *proposals: dict) -> tuple[int, tuple[dict, ...], float]:
        """Answers each paragraph with those proposals alone that stand in it: the order of questions is nobody's."""
        return 200, proposals, 0.0

    def apt(self, proposals: tuple[dict, ...]) -> bytes:
        paragraph = self.asked[-1]["messages"][1]["content"]
        return self.says(*(p for p in proposals if p["find"] in paragraph))[1]


@pytest.fixture
def service() -> Iterator[Service]:
    s = Service()
    yield s
    s.over.set()
    s.server.shutdown()
    s.server.server_close()


@dataclass(frozen=True)
class Editor:
    """Both steps, as a run takes them: apply what is kept, ask about the rest, apply again."""

    settings: RepairSettings
    folder: Path
    asker: Asker

    def __call__(self, document: Document) -> Document:
        stage = PostEdit(self.settings, str(self.folder), str(self.folder / "wanted"))
        first = stage(document)
        if UNANSWERED not in first.flags:
            return first
        self.asker.satisfy(str(self.folder), str(self.folder / "wanted"))
        return stage(document)


def editor(service: Service, folder: Path, **settings: object) -> Editor:
    own = replace(RepairSettings(), model_url=service.url, model_name="small", **({"model_retries": 1} | settings))
    return Editor(own, folder, Asker(own))


def evident(text: str = TEXT) -> Document:
    return replace(document(text), facts=(Fact("mt_evidence", 2, "repair", 1.0),))


def test_a_document_without_evidence_is_never_sent(service: Service, tmp_path: Path) -> None:
    assert editor(service, tmp_path)(document(TEXT)).text == TEXT
    assert service.asked == []


def test_an_accepted_edit_is_in_the_ledger_and_reverts(service: Service, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("INGEST_MODEL_KEY", "a-key")
    service.answers = [service.knows(GOOD)]
    got = editor(service, tmp_path)(evident())
    assert "The 3 clerks of the guild did not attend the meeting of Monday" in got.text
    assert [(e.stage, e.rule, e.evidence) for e in got.edits] == [("repair", "model:small", "calque")]
    assert replay(TEXT, got.edits) == got.text
    assert revert(got.text, got.edits) == TEXT
    assert [a["temperature"] for a in service.asked] == [0, 0], "the heading is not sent"
    assert service.keys == ["Bearer a-key"] * 2


def test_an_answer_is_asked_for_once(service: Service, tmp_path: Path) -> None:
    service.answers = [service.knows(GOOD)]
    first = editor(service, tmp_path)(evident())
    again = editor(service, tmp_path)(evident())
    assert (again.text, again.edits) == (first.text, first.edits)
    assert len(service.asked) == 2


@pytest.mark.parametrize(
    ("proposal", "reason"),
    [
        ({"find": "3 clerks", "replace": "30 clerks"}, "changes numbers"),
        ({"find": "did not assisted", "replace": "assisted"}, "changes negation"),
        ({"find": "always her who", "replace": "always him who"}, "changes pronouns"),
        ({"find": "Anna Miller", "replace": "Anna Baker"}, "changes names"),
        ({"find": "the", "replace": "a"}, "exactly once"),
        ({"find": "no such words", "replace": "words"}, "exactly once"),
        ({"find": "the big hall", "replace": "the\x1bbig hall"}, "control characters"),
        ({"find": "the big hall", "replace": "hall " * 90}, "too long"),
        ({"find": 3, "replace": "x"}, "no object"),
        ("rewrite it all", "no object"),
    ],
)
def test_a_guard_refuses_and_says_why(proposal: object, reason: str) -> None:
    verdict = judged(TEXT, [proposal], ())
    assert verdict.accepted == ()
    assert reason in verdict.refused[0][1]


def test_a_rewritten_paragraph_is_refused_as_a_whole() -> None:
    paragraph = "one two three four five six seven eight nine ten"
    proposals = [
        {"find": f"{a} {b}", "replace": f"{b}x {a}y"} for a, b in zip(*[iter(paragraph.split())] * 2, strict=True)
    ]
    assert judged(paragraph, proposals, ()).accepted == ()


def test_what_is_protected_stays(service: Service) -> None:
    assert judged("see http://a.example/b for it", [{"find": "example", "replace": "test"}], ((4, 22),)).accepted == ()


def test_refusals_are_counted_and_kept(service: Service, tmp_path: Path) -> None:
    service.answers = [service.knows({"find": "3 clerks", "replace": "4 clerks"}, GOOD)]
    got = editor(service, tmp_path)(evident())
    told = {f.field: f.value for f in got.facts}
    assert (told["mt_refused"], told["mt_refusals"]) == (1, ('changes numbers: "3 clerks" -> "4 clerks"',))
    assert got.flags == ("repair:model-refused",)
    kept = [json.loads(p.read_text()) for p in tmp_path.rglob("*.json")]
    assert [r["reason"] for k in kept for r in k["refused"]] == ["changes numbers"]


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>garbage</html>", 0.0),
        (200, b'{"choices": []}', 0.0),
        (200, b'{"choices": [{"message": {"content": "I think it is fine."}}]}', 0.0),
        (200, b"[" * 200_000, 0.0),
        (200, b"x" * 1_100_000, 0.0),
        (302, b"", 0.0),
        (401, b"{}", 0.0),
        (503, b"busy", 0.0),
    ],
    ids=["html", "no choices", "prose", "nested", "huge", "redirect", "refused", "busy"],
)
def test_a_service_that_fails_costs_the_edits_and_never_the_document(service, tmp_path, answer, monkeypatch) -> None:
    monkeypatch.setattr("ingest.repair.postedit.asking.PAUSE_S", 0.0)
    service.answers = [answer]
    got = editor(service, tmp_path)(evident())
    assert got.text == TEXT
    assert got.flags == ("repair:model-unanswered",)
    assert {p.parent.name for p in tmp_path.rglob("*.json")} <= {"wanted"}


def test_a_server_that_drips_is_given_up(service: Service, tmp_path: Path) -> None:
    service.answers = [(200, b" " * 1000, 0.1)]
    short = editor(service, tmp_path, model_timeout_s=0.3, model_retries=0)
    assert short(evident()).flags == ("repair:model-unanswered",)


def test_a_busy_service_is_asked_again(service: Service, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("ingest.repair.postedit.asking.PAUSE_S", 0.0)
    service.answers = [(503, b"", 0.0), service.knows(GOOD)]
    assert "did not attend the" in editor(service, tmp_path)(evident()).text


def test_the_budget_ends_the_asking(service: Service, tmp_path: Path) -> None:
    service.answers = [service.says()]
    got = editor(service, tmp_path, model_budget=1)(evident())
    assert len(service.asked) == 1
    assert got.flags == ("repair:model-unanswered",)


def test_a_run_post_edits_where_a_service_is_named(service: Service, tmp_path: Path) -> None:
    service.answers = [service.says(GOOD)]
    shop = Workshop(tmp_path)
    shop.drop("a.txt", TEXT.replace("bread", "bread , the fish , and the salt @-@ cod"))
    pipeline.run(shop.settings(**{"repair.model_url": service.url, "repair.model_name": "small"}))
    [row] = shop.rows("documents")
    assert "did not attend the meeting" in row["text"]
    assert row["mt_refused"] == 1, "the same proposal does not fit the second paragraph"
    assert "model:small" in {e["rule"] for e in shop.rows("edits")}


def test_the_stage_itself_asks_nobody(service: Service, tmp_path: Path) -> None:
    got = PostEdit(editor(service, tmp_path).settings, str(tmp_path), str(tmp_path / "wanted"))(evident())
    assert (got.text, got.flags) == (TEXT, (UNANSWERED,))
    assert service.asked == []
    assert len(list((tmp_path / "wanted").iterdir())) == 2


def test_notes_go_with_their_answers_and_damaged_ones_too(service: Service, tmp_path: Path) -> None:
    service.answers = [service.says()]
    (tmp_path / "wanted").mkdir()
    (tmp_path / "wanted" / "x.json").write_text("no JSON")
    editor(service, tmp_path)(evident())
    assert list((tmp_path / "wanted").iterdir()) == []


def test_a_service_that_is_gone_is_given_up(service: Service, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("ingest.repair.postedit.asking.MOST_FAILURES", 1)
    service.answers = [(401, b"{}", 0.0)]
    assert editor(service, tmp_path)(evident()).flags == (UNANSWERED,)
    assert len(service.asked) == 1


def marked(number: int) -> str:
    """A text with evidence; each has paragraphs of its own."""
    return TEXT.replace("bread", f"bread , the fish , and the salt @-@ cod of the quay number {number}")


def shop_with(service: Service, folder: Path, files: int, **settings: object) -> tuple[Workshop, dict]:
    shop = Workshop(folder)
    for i in range(files):
        shop.drop(f"{i}.txt", marked(i).replace("big hall", f"big hall {i}"))
    return shop, {"repair.model_url": service.url, "repair.model_name": "small", "run.batch_files": 1, **settings}


def test_the_budget_is_the_runs_whatever_the_batches(service: Service, tmp_path: Path) -> None:
    service.answers = [service.says()]
    shop, settings = shop_with(service, tmp_path, 3, **{"repair.model_budget": 2, "run.group_files": 1})
    report = pipeline.run(shop.settings(**settings))
    assert (report.answered, report.unanswered) == (2, 4)
    assert "model       answered for 2 paragraphs, not for 4" in summary(report)
    assert len(service.asked) == 2
    assert sum("repair:model-unanswered" in row["flags"] for row in shop.rows("documents")) == 2


@pytest.mark.slow
def test_a_run_killed_while_asking_loses_nothing_and_asks_nothing_twice(service: Service, tmp_path: Path) -> None:
    """The first run dies at the third question; the second commits all, and asks the rest alone."""
    service.answers = [service.knows(GOOD)] * 2 + [(200, b" " * 10_000, 1.0)]
    shop, settings = shop_with(service, tmp_path, 3)
    named = {f"INGEST_{k.upper().replace('.', '__')}": str(v) for k, v in settings.items()}
    command = [
        sys.executable,
        "-c",
        "from ingest.cli import main; raise SystemExit(main())",
        "run",
        "--raw",
        str(shop.raw),
        "--processed",
        str(shop.processed),
    ]
    with subprocess.Popen(command, env=os.environ | named, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        assert service.reached.wait(60), "the third question was never asked"
        run.kill()
    assert not (shop.processed / "documents").exists()
    service.over.set()
    before = [a["messages"][1]["content"] for a in service.asked]
    service.answers = [service.knows(GOOD)]
    pipeline.run(shop.settings(**settings))
    rows = shop.rows("documents")
    assert ["did not attend" in row["text"] for row in rows] == [True] * 3
    assert not any("repair:model-unanswered" in row["flags"] for row in rows)
    assert not (shop.processed / ".store/staging").exists(), "notes go with the run"
    after = [a["messages"][1]["content"] for a in service.asked[len(before) :]]
    assert len(set(before[:2] + after)) == 6
    assert len(after) == 4
