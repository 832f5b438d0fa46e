"""Duplicates where they are many, long or disturbed: minutes each, so only with `-m slow`."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Workshop
from test_duplicates import RECORDS, article, dropped, partition
from test_partition import Days, bands_of

from ingest.core.options import Dedupe
from ingest.dedupe import NEAR, Sign, compare, features, judged, normalized
from ingest.store.check import check

pytestmark = pytest.mark.slow


def test_a_hundred_thousand_equal_documents_are_one_cluster(workshop: Workshop) -> None:
    line = "The same line again, as ever."
    told = (json.dumps({"id": str(n), "text": line}) for n in range(100_000))
    workshop.drop("all.jsonl", "\n".join(told))
    report = workshop.run(repair__level="off")
    assert (report.documents, report.duplicates) == (1, 99_999)
    workshop.drop("one-more.txt", line.upper())
    assert workshop.run(repair__level="off").duplicates == 1


def test_five_thousand_copies_with_another_word_each_are_compared_a_few_times_each(tmp_path: Path) -> None:
    told = article("copied", 120).split(" ")
    texts = [" ".join([*told[: n % 110], f"word{n}x", *told[n % 110 + 1 :]]) for n in range(5_000)]
    index = Days(tmp_path, 1)
    index.near = lambda a, b: True  # that they are is shown elsewhere; here it is counted how many are compared
    for start in range(0, 5_000, 1_000):
        index.come(bands_of(texts[start : start + 1_000]))
    assert not index.capped
    assert len(index.compared) < 5_000 * 33


def test_texts_of_fifty_megabytes_are_signed_and_compared() -> None:
    words = article("long", 100_000).split()
    pick = random.Random(5)
    text = " ".join(pick.choice(words) for _ in range(7_500_000))
    assert len(text) > 50_000_000
    sign, other = Sign(Dedupe()), f"From our correspondent.\n{text}"
    shared = sum(a == b for a, b in zip(sign.text(text, None).keys, sign.text(other, None).keys, strict=True))
    assert shared > 20
    found = compare(features(normalized(text)), features(normalized(other)))
    assert judged(found, Dedupe()) == NEAR


def test_runs_killed_at_any_moment_leave_index_and_documents_agreeing(tmp_path: Path) -> None:
    calm, shop = Workshop(tmp_path / "calm"), Workshop(tmp_path / "killed")
    for at in (calm, shop):
        for number in range(12):
            dropped(at, f"{number}.jsonl", RECORDS[number::12])
    calm.run(run__group_mb=0.004)
    command = [sys.executable, "-m", "ingest.cli", "run", "--workers", "1"]
    command += ["--raw", str(shop.raw), "--processed", str(shop.processed)]
    environment = {**os.environ, "INGEST_RUN__GROUP_MB": "0.004"}
    pick, ended = random.Random(11), False
    for _ in range(10):
        run = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pick.uniform(1.0, 12.0))
        ended = run.poll() is not None
        run.send_signal(signal.SIGKILL)
        run.wait()
        if shop.store.head() is not None:
            wrong = [w for w in check(shop.store) if "snapshot" not in w and "documents shows" not in w]
            assert wrong == []  # the view may wait for the next run to be published; what is committed agrees
    assert ended or subprocess.run(command, env=environment, check=False).returncode == 0
    assert check(shop.store) == []
    assert partition(shop) == partition(calm)
