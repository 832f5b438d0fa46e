"""The optional post-editor against a real HTTP server on loopback that answers well, badly, slowly and with garbage."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import Workshop
from test_members import document

from ingest import pipeline
from ingest.core.config import Repair as RepairSettings
from ingest.core.editing import replay, revert
from ingest.core.model import Document, Fact
from ingest.repair.postedit import PostEdit
from ingest.repair.postedit.guards import judged

TEXT = (
    "The 3 clerks of the guild did not assisted to the meeting of Monday in the big hall of Anna Miller.\n\nA heading\n\n"
    "They said that it is always her who makes the price of the bread in the town of the river."
)
GOOD = {"find": "did not assisted to the", "replace": "did not attend the", "why": "calque"}


class Service:
    """A service whose answers are a list of (status, body, seconds between its bytes); the last one repeats."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, bytes, float]] = [(200, b"", 0.0)]
        self.asked: list[dict] = []
        self.keys: list[str | None] = []
        self.over = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.keys.append(self.headers.get("Authorization"))
                service.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                status, body, pause = service.answers.pop(0) if len(service.answers) > 1 else service.answers[0]
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


@pytest.fixture
def service() -> Iterator[Service]:
    s = Service()
    yield s
    s.over.set()
    s.server.shutdown()
    s.server.server_close()


def editor(service: Service, folder: Path, share: int = 100, **settings: object) -> PostEdit:
    own = replace(RepairSettings(), model_url=service.url, model_name="small", model_retries=1, **settings)
    return PostEdit(own, str(folder), share)


def evident(text: str = TEXT) -> Document:
    return replace(document(text), facts=(Fact("mt_evidence", 2, "repair", 1.0),))


def test_a_document_without_evidence_is_never_sent(service: Service, tmp_path: Path) -> None:
    assert editor(service, tmp_path)(document(TEXT)).text == TEXT
    assert service.asked == []


def test_an_accepted_edit_is_in_the_ledger_and_reverts(service: Service, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("INGEST_MODEL_KEY", "a-key")
    service.answers = [service.says(GOOD), service.says()]
    got = editor(service, tmp_path)(evident())
    assert "The 3 clerks of the guild did not attend the meeting of Monday" in got.text
    assert [(e.stage, e.rule, e.evidence) for e in got.edits] == [("repair", "model:small", "calque")]
    assert replay(TEXT, got.edits) == got.text
    assert revert(got.text, got.edits) == TEXT
    assert [a["temperature"] for a in service.asked] == [0, 0], "the heading is not sent"
    assert service.keys == ["Bearer a-key"] * 2


def test_an_answer_is_asked_for_once(service: Service, tmp_path: Path) -> None:
    service.answers = [service.says(GOOD), service.says()]
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
    service.answers = [service.says({"find": "3 clerks", "replace": "4 clerks"}, GOOD), service.says()]
    got = editor(service, tmp_path)(evident())
    assert {f.field: f.value for f in got.facts}["mt_refused"] == 1
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
    assert list(tmp_path.rglob("*.json")) == []


def test_a_server_that_drips_is_given_up(service: Service, tmp_path: Path) -> None:
    service.answers = [(200, b" " * 1000, 0.1)]
    short = editor(service, tmp_path, model_timeout_s=0.3)
    short.asker.settings = replace(short.settings, model_retries=0)
    assert short(evident()).flags == ("repair:model-unanswered",)


def test_a_busy_service_is_asked_again(service: Service, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("ingest.repair.postedit.asking.PAUSE_S", 0.0)
    service.answers = [(503, b"", 0.0), service.says(GOOD), service.says()]
    assert "did not attend the" in editor(service, tmp_path)(evident()).text


def test_the_budget_ends_the_asking(service: Service, tmp_path: Path) -> None:
    service.answers = [service.says()]
    got = editor(service, tmp_path, share=1)(evident())
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
