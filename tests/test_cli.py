"""The command line as a person or a script meets it: words, exit statuses, signals."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workshop, article

from ingest import cli


def ingest(*words: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    env = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", "ingest.cli", *words], capture_output=True, text=True, cwd=cwd, env=env, check=False
    )


def folders(workshop: Workshop) -> list[str]:
    return ["--raw", str(workshop.raw), "--processed", str(workshop.processed)]


@pytest.fixture
def filled(workshop: Workshop) -> Workshop:
    workshop.drop("a.txt", " date 2025-05-19 It rained , then stopped .\n\n" + article("a"))
    workshop.drop("b.jsonl", json.dumps({"id": 1, "text": article("b")}) + "\n{broken\n")
    workshop.drop("c.txt", article("b").upper())
    workshop.run()
    return workshop


def test_help_has_examples_and_every_command() -> None:
    told = ingest("--help").stdout
    for word in (
        "run",
        "explain",
        "rejects",
        "retry",
        "check",
        "status",
        "path",
        "rules",
        "readers",
        "config",
        "examples:",
        "exit status:",
    ):
        assert word in told


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['ingest', '--help']\ntry:\n import ingest.cli; ingest.cli.main()\nexcept SystemExit: pass\nprint(sorted({'pyarrow', 'prefect', 'bs4', 'langdetect', 'ftfy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.endswith(
        "[]\n"
    )


def test_version() -> None:
    assert re.fullmatch(r"ingest \d+\.\d+\.\d+\n", ingest("--version").stdout)


def test_a_run_says_what_happened_and_what_to_type_next(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("empty.txt", "")
    done = ingest("run", *folders(workshop))
    assert done.returncode == 0
    assert "2 = 1 documents + 0 duplicates + 1 rejects + 0 skipped" in done.stdout
    assert "1 empty: nothing but white space" in done.stdout
    assert "raw files: 2 new" in done.stderr
    again = ingest("run", *folders(workshop))
    assert "nothing has changed since commit 1" in again.stdout
    command = next(line for line in done.stdout.splitlines() if line.startswith("next")).removeprefix("next")
    assert "1 rows" in subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout


def test_a_run_as_json(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    told = json.loads(ingest("run", *folders(workshop), "--json").stdout)
    assert (told["documents"], told["commit"], told["failed"]) == (1, 1, False)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], "records     1 = 1 documents"),
        (["--json"], '"documents": 1'),
        (["--dry-run"], "new      a.txt"),
    ],
)
def test_numbers_on_standard_output_have_it_for_themselves(workshop: Workshop, words: list[str], shown: str) -> None:
    workshop.drop("a.txt", article("a"))
    done = ingest("run", *folders(workshop), "--metrics", "-", *words)
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["files"]["new"], shown in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["run", "--raw", "none"], 2, "no such folder"),
        (["run", "--config", "none.toml"], 2, "cannot be read"),
        (["run", "--workers", "-1"], 2, "workers: expected 0 to 1024"),
        (["run", "--reprocess", "some"], 2, "invalid choice"),
        (["status"], 2, "nothing was ever committed"),
        (["explain", "x"], 2, "nothing was ever committed"),
        (["path", "papers"], 2, "no table 'papers'"),
        (["run", "--raw", __file__], 2, "this is a file; name the folder it lies in"),
        (["run", "--reproccess", "stale"], 2, "did you mean '--reprocess'?"),
        (["frobnicate"], 2, "invalid choice"),
    ],
)
def test_wrong_use_is_one_clear_line_and_status_2(tmp_path: Path, words: list[str], status: int, says: str) -> None:
    done = ingest(*words, cwd=tmp_path)
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (status, True, False), done.stderr


def test_a_broken_setting_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ingest.toml").write_text("[repair]\nlevle = 'full'\n")
    done = ingest("run", cwd=tmp_path)
    assert (
        done.returncode,
        "ingest.toml:2: unknown key 'levle' in [repair]; did you mean 'level'?" in done.stderr,
    ) == (2, True)


def test_a_word_that_is_like_no_option_gets_no_guess() -> None:
    done = ingest("run", "--bogus")
    assert (done.returncode, "did you mean" in done.stderr) == (2, False), done.stderr


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("vanished = 'remove'\n", "'vanished' is a key of a section; write it below a line [run] vanished"),
        ("[clean]\nvanished = 'remove'\n", "unknown key 'vanished' in [clean]; there is [run] vanished"),
        ("[repair]\nlevel = 'fulll'\n", "found 'fulll'; did you mean 'full'?"),
    ],
)
def test_a_key_in_the_wrong_place_is_told_its_own(tmp_path: Path, told: str, says: str) -> None:
    (tmp_path / "ingest.toml").write_text(told)
    done = ingest("run", cwd=tmp_path)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr


def test_after_a_change_of_settings_the_run_says_what_is_stale_and_retry_mends_rejects(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("b.jsonl", json.dumps({"wording": article("b")}) + "\n")
    assert cli.main(["run", *folders(workshop)]) == 0
    told = capsys.readouterr().out
    assert "after a change of read.columns: ingest retry" in told
    assert "stale" not in told
    config = workshop.raw.parent / "ingest.toml"
    config.write_text("[read]\ncolumns = 'text = wording'\n")
    words = [*folders(workshop), "--config", str(config)]
    assert cli.main(["run", *words]) == 0
    told = capsys.readouterr().out
    assert "2 rows were made by other rules or settings, 1 reject among them: ingest run --reprocess stale" in told
    assert "only files with rejects: ingest retry" in told
    (workshop.raw / "a.txt").rename(workshop.raw.parent / "a.txt")
    assert cli.main(["run", *words]) == 0  # what is gone can no longer be made anew
    assert "1 row was made by other rules or settings, 1 reject among them" in capsys.readouterr().out
    assert cli.main(["status", "--processed", str(workshop.processed), "--config", str(config), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["stale_rows"], told["stale_rejects"], told["stale_rows_file_gone"]) == (1, 1, 1)
    (workshop.raw.parent / "a.txt").rename(workshop.raw / "a.txt")
    assert cli.main(["retry", *words]) == 0
    assert "1 row was made by other rules or settings: ingest run" in capsys.readouterr().out
    assert cli.main(["run", *words, "--reprocess", "stale", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["stale"], told["changed"], len(workshop.rows("documents"))) == (0, 1, 2)


def test_a_store_we_may_not_look_into_is_not_called_empty(
    filled: Workshop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: str) -> list[str]:  # the tests may run as root, whom no mode keeps out
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("ingest.store.commits.os.listdir", closed)
    assert cli.main(["status", "--processed", str(filled.processed)]) == 2
    assert f"{filled.processed}: cannot be read: Permission denied" in capsys.readouterr().err


def test_a_folder_for_temporary_files_without_room_is_named(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    words = [sys.executable, "-m", "ingest.cli", "run", *folders(workshop)]
    small = ["sh", "-c", 'ulimit -f 1000 && exec "$@"', "sh", *words]  # blocks of 512 bytes; a model unpacked has more
    done = subprocess.run(small, capture_output=True, text=True, check=False)
    assert (done.returncode, "models cannot be loaded" in done.stderr, "TMPDIR" in done.stderr) == (1, True, True)
    assert ingest("run", *folders(workshop)).returncode == 0


def test_a_glossary_that_is_missing_is_told_by_status_too(filled: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    config = filled.raw.parent / "ingest.toml"
    config.write_text("[repair]\nglossary = ['none.tsv']\n")
    for command in ("status", "run"):
        assert cli.main([command, "--config", str(config), "--processed", str(filled.processed)]) == 2
        assert "none.tsv" in capsys.readouterr().err


def test_who_republishes_whom_is_said_in_words(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("copycat/a.txt", "copycat/b.txt", "wire/a.txt"):
        workshop.drop(name, article("c" if name.endswith("b.txt") else "a"))
    workshop.drop("copycat/b2.txt", article("c"))
    workshop.run()
    at = ["--processed", str(workshop.processed)]
    assert cli.main(["duplicates", *at]) == 0
    told = capsys.readouterr().out
    assert "1 exact   wire republishes copycat\n" in told
    assert "1 exact   within copycat\n" in told
    assert cli.main(["duplicates", *at, "copycat/b.txt"]) == 0
    assert "    source copycat" in capsys.readouterr().out


def test_a_busy_store_is_status_3(filled: Workshop) -> None:
    with filled.store.lock():
        assert ingest("run", *folders(filled), "--no-wait").returncode == 3


def test_explain_shows_origins_and_every_edit_in_its_place(
    filled: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", "--processed", str(filled.processed), "a.txt"]) == 0
    told = capsys.readouterr().out
    assert "2025-05-19  seen in text:in-text-header, confidence 0.90" in told
    assert "[- date 2025-05-19 -]It rained , then" in told
    assert "repair:space-before-stop" in told
    doc_id = told.split()[1]
    assert cli.main(["explain", "--processed", str(filled.processed), "--json", doc_id]) == 0
    row = json.loads(capsys.readouterr().out)["documents"][0]
    assert " date 2025-05-19 " in [e["before"] for e in row["ledger"]]
    assert cli.main(["explain", "--processed", str(filled.processed), "b.jsonl"]) == 0
    assert "rejected in read: b.jsonl at byte" in capsys.readouterr().out
    assert cli.main(["explain", "--processed", str(filled.processed), "none.txt"]) == 2


def test_explain_lets_no_text_steer_the_terminal(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    workshop.drop("a.txt", "Some text \x1b]0;owned\x07 that goes on.\n" + article("a"))
    workshop.run()
    assert cli.main(["explain", "--processed", str(workshop.processed), "a.txt"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_rejects_status_check_path_rules_readers_config(filled: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--processed", str(filled.processed)]
    assert cli.main(["rejects", *at]) == 0
    assert "b.jsonl at byte" in capsys.readouterr().out
    assert cli.main(["rejects", *at, "--reason", "empty", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert cli.main(["status", *at, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["documents"], told["duplicates"], told["rejects"], told["stale_rows"]) == (2, 1, 1, 0)
    assert cli.main(["status", *at, "--hash"]) == 0
    assert len(capsys.readouterr().out.strip()) == 64
    assert cli.main(["check", *at]) == 0
    assert re.fullmatch(r"all right: 1 commit, \d+ files, \d+ rows, 3 ledgers .*\n", capsys.readouterr().out)
    assert cli.main(["path", *at, "edits"]) == 0
    assert Path(capsys.readouterr().out.strip()).is_dir()
    for words, says in (
        (["rules"], "in-text-header"),
        (["readers"], "jsonl"),
        (["config"], "# level ="),
        (["config", "--effective"], 'level = "full"'),
    ):
        assert cli.main(words) == 0
        assert says in capsys.readouterr().out


def test_check_of_a_damaged_store_is_status_1(filled: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    os.unlink(os.path.join(filled.store.layout.data, filled.store.files("edits")[0].name))
    assert cli.main(["check", "--processed", str(filled.processed)]) == 1
    assert "is gone" in capsys.readouterr().out


def test_retry_and_dry_run(filled: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["retry", *folders(filled)]) == 0
    assert "1 changed or tried again" in capsys.readouterr().err
    assert cli.main(["run", *folders(filled), "--reprocess", "all", "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "3 changed or tried again" in told.err
    assert told.out == "again    a.txt\nagain    b.jsonl\nagain    c.txt\n"
    (filled.raw / "c.txt").rename(filled.raw / "d\n.txt")
    (filled.raw / "a.txt").unlink()
    filled.drop("b.jsonl", json.dumps({"text": article("e")}))
    filled.drop("new/e.txt", article("f"))
    assert cli.main(["run", *folders(filled), "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert told == "vanished a.txt\nchanged  b.jsonl\nmoved    d⏎.txt  (from c.txt)\nnew      new/e.txt\n"
    assert cli.main(["run", *folders(filled), "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["planned"][2] == {"kind": "moved", "path": "d\n.txt", "was": "c.txt"}


def hearing_signals() -> None:
    """A shell's background job ignores Ctrl-C, and a mask of signals is inherited: neither is what is tested."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def as_a_scripts_background_job() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def after_two_commits(workshop: Workshop, born: Callable[[], None]) -> subprocess.Popen[str]:
    """A run over 40 files that has made two of its 20 commits."""
    for i in range(40):
        workshop.drop(f"{i:02}.txt", article(str(i), sentences=300))
    words = [sys.executable, "-m", "ingest.cli", "run", *folders(workshop)]
    env = {**os.environ, "INGEST_RUN__GROUP_FILES": "2"}
    run = subprocess.Popen(
        words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=env, preexec_fn=born
    )
    assert run.stderr is not None
    for line in run.stderr:
        if line.startswith("commit 2:"):
            break
    return run


def test_a_scripts_background_job_goes_on_at_ctrl_c(workshop: Workshop) -> None:
    run = after_two_commits(workshop, as_a_scripts_background_job)
    run.send_signal(signal.SIGINT)
    _, rest = run.communicate(timeout=60)
    assert (run.returncode, len(workshop.rows("documents"))) == (0, 40), rest


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_cleanly_and_what_is_committed_stays(workshop: Workshop, number: int, status: int) -> None:
    run = after_two_commits(workshop, hearing_signals)
    run.send_signal(number)
    assert run.stderr is not None
    rest = run.stderr.read()
    run.stderr.close()
    assert run.wait(30) == status, rest
    assert "what is committed stays" in rest
    assert "Traceback" not in rest
    deadline = time.monotonic() + 10
    while any(
        str(workshop.processed) in p.read_text(errors="replace")
        for p in Path("/proc").glob("[0-9]*/cmdline")
        if _readable(p)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    report = workshop.run()
    assert report.unchanged >= 4
    assert len(workshop.rows("documents")) == 40


def _readable(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:
        return False
    return True


def test_output_survives_a_terminal_of_few_characters(filled: Workshop) -> None:
    done = ingest("explain", "--processed", str(filled.processed), "a.txt", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u2026" in done.stdout


def test_a_reader_that_goes_away_is_no_error(filled: Workshop) -> None:
    done = subprocess.run(
        f"{sys.executable} -m ingest.cli rules | head -1", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


# ---------------------------------------------------------------- where output goes, and what is typed
def shell(command: str, workshop: Workshop) -> subprocess.CompletedProcess[str]:
    words = f"{sys.executable} -m ingest.cli {command}"
    return subprocess.run(["bash", "-o", "pipefail", "-c", words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["--version | true", "rules | true", "rules >&-", "--version >&-"])
def test_nobody_at_the_other_end_is_no_error(filled: Workshop, command: str) -> None:
    done = shell(command, filled)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="not on this system")
def test_no_room_for_the_output_is_one_line_and_status_1(filled: Workshop) -> None:
    done = shell("rules > /dev/full", filled)
    assert (done.returncode, done.stderr) == (1, "ingest: [Errno 28] No space left on device\n")


def test_a_run_goes_on_when_nobody_listens_to_it_any_more(workshop: Workshop) -> None:
    for i in range(6):
        workshop.drop(f"{i}.txt", article(str(i)))
    env = {**os.environ, "INGEST_RUN__GROUP_FILES": "1"}
    words = f"{sys.executable} -m ingest.cli run --raw {workshop.raw} --processed {workshop.processed} 2>&1 | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", words], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.startswith("raw files: 6 new")) == (0, True)
    assert workshop.store.head().number == 6


def test_a_raw_path_may_be_typed_as_the_shell_completes_it(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = os.fsdecode(b"caf\xe9.txt")
    for name in ("news/a.txt", strange):
        workshop.drop(name, article(str(len(name))))
    workshop.drop("news/empty.txt", "")
    workshop.run()
    monkeypatch.chdir(workshop.raw.parent)
    for typed in ("news/a.txt", "./news/a.txt", "raw/news/a.txt", strange, f"raw/{strange}", "caf\\xe9.txt"):
        assert cli.main(["explain", typed]) == 0, typed
        assert typed[-4:] in capsys.readouterr().out
    assert cli.main(["rejects", "raw/news/empty.txt"]) == 0
    assert "1 reject;" in capsys.readouterr().out
    for typed in ("raw/news", "news/", "news/empty.txt", "raw", "./raw/news/empty.txt"):
        assert cli.main(["retry", typed]) == 0
        assert "1 changed or tried again" in capsys.readouterr().err, typed
    assert cli.main(["retry", "nwes"]) == 2
    assert "nwes: no raw file of this path is known" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "--raw", ""], "--raw: an empty name"),
        (["check", "--sample", "-5"], "expected a number of ledgers, found '-5'"),
        (["rejects", "--reason", "binray"], "did you mean 'binary'?"),
    ],
)
def test_a_wrong_word_is_one_line(
    filled: Workshop, words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = cli.main([*words, "--processed", str(filled.processed)])
    except SystemExit as e:
        status = e.code
    assert (status, says in capsys.readouterr().err) == (2, True)


def test_no_fact_or_message_steers_the_terminal(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    escape = "\x1b]0;owned\x07"
    workshop.drop("a.txt", article("a"))
    workshop.drop("a.txt.meta.json", json.dumps({"title": escape, "url": f"http://x/{escape}", "authors": [escape]}))
    workshop.drop("b.jsonl", json.dumps({"id": escape, "text": article("b")}) + "\n" + json.dumps({escape: 1}) + "\n")
    workshop.run()
    for path in ("a.txt", "b.jsonl", escape):
        cli.main(["explain", "--processed", str(workshop.processed), path])
        told = capsys.readouterr()
        assert "\x1b" not in told.out + told.err
        assert "owned" in told.out + told.err
