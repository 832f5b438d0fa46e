"""What unattended running costs: CPU of the flow beside `ingest run` on the same files, and seconds from a drop to its row.

python bench/operate.py                                     both, against a server of its own on loopback
python bench/operate.py --only cost --documents 2000
python bench/operate.py --only latency --drops 5
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from lab import FLOWS, Lab, eventually, lab  # noqa: E402  # the tests' laboratory

from ingest.store import Store  # noqa: E402
from ingest.store.content import content_hash  # noqa: E402

WORDS = [
    "harbour",
    "lamp",
    "evening",
    "boat",
    "window",
    "office",
    "mole",
    "number",
    "second",
    "light",
    "water",
    "winter",
    "road",
    "letter",
    "captain",
    "market",
    "stone",
    "bread",
    "bridge",
    "garden",
    "morning",
    "paper",
    "house",
    "river",
    "school",
    "train",
    "voice",
    "summer",
    "field",
    "north",
    "cloud",
    "hill",
    "iron",
    "song",
    "night",
]
QUIET_S = 2.0


def story(dice: random.Random, sentences: int = 12) -> str:
    """An article of made-up sentences, about a kilobyte."""
    return " ".join(" ".join(dice.choices(WORDS, k=14)).capitalize() + "." for _ in range(sentences))


def fill(raw: Path, documents: int) -> None:
    """So many text files, 500 to a folder."""
    dice = random.Random(1)  # a bench
    for i in range(documents):
        folder = raw / f"{i // 500:04}"
        folder.mkdir(exist_ok=True)
        (folder / f"{i}.txt").write_text(story(dice))


def cpu_s(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """CPU and wall seconds of a command and all it waited for."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=env, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - begun


def compare(here: Lab, documents: int) -> None:
    """The same files by `ingest run` and by the flow."""
    fill(here.shop.raw, documents)
    raw, out, hashes = str(here.shop.raw), here.folder / "out", []
    drivers = {"ingest run": ["-m", "ingest.cli", "run"], "flows/ingest_raw.py": [str(FLOWS / "ingest_raw.py")]}
    told, metrics = {}, here.folder / "metrics.jsonl"
    here.env["INGEST_METRICS__FILE"] = str(metrics)
    idle = server_cpu_s(here)
    for name, words in drivers.items():
        processed = out / name.split("/")[0].replace(" ", "-")
        told[name] = cpu_s([sys.executable, *words, "--raw", raw, "--processed", str(processed)], here.env)
        hashes.append(content_hash(Store(str(processed))))
    assert len(set(hashes)) == 1, "both drivers give the same content"
    del here.env["INGEST_METRICS__FILE"]
    print(metrics.read_text())
    print(f"| {documents} documents | CPU s | wall s | CPU ratio |\n|---|---:|---:|---:|")
    for name, (cpu, wall) in told.items():
        print(f"| `{name}` | {cpu:.1f} | {wall:.1f} | {cpu / told['ingest run'][0]:.3f} |")
    print(f"| the server beside them, apart | {server_cpu_s(here) - idle:.1f} | | |")


def latency(here: Lab, drops: int, way: str) -> None:
    """Seconds from a file's drop to its committed row, beside the quiet time."""
    dice, took = random.Random(2), []  # a bench
    seen = here.documents()
    for i in range(drops):
        path = here.shop.raw / f"{way}-{i}.txt"
        path.write_text(story(dice))
        begun = time.monotonic()
        eventually(lambda seen=seen: here.documents() > seen, here.told)
        seen, _ = here.documents(), took.append(time.monotonic() - begun - QUIET_S)
        time.sleep(dice.uniform(0, 3))
    print(f"| {way} | {statistics.median(took):.1f} | {max(took):.1f} |")


def server_cpu_s(here: Lab) -> float:
    """CPU seconds of the server so far."""
    ticks = Path(f"/proc/{here.programs['server'].process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def latencies(here: Lab, drops: int) -> None:
    """By each way that watches."""
    here.shop.drop("first.txt", story(random.Random(3)))
    print("\n| a drop to its row, seconds beside the quiet time | median | longest |\n|---|---:|---:|")
    watching = here.start("watch-alone", "-m", "ingest.cli", "watch", *here.folders())
    watching.says("commit 1:")
    latency(here, drops, "ingest watch")
    watching.end(15)
    here.serve("--interval", "86400")
    here.watch().says("was asked to run")
    eventually(lambda: not [r for r in here.runs() if r["state_type"] in ("RUNNING", "PENDING")])
    latency(here, drops, "event, trigger, serve")


def main() -> None:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--drops", type=int, default=10)
    parser.add_argument("--only", choices=("cost", "latency"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for what, measure in {"cost": compare, "latency": latencies}.items():
            if args.only in (None, what):
                (home := Path(folder) / what / "home").mkdir(parents=True)
                with lab(home.parent, home) as here:
                    here.env["INGEST_WATCH__QUIET_S"] = str(QUIET_S)
                    for name in ("PREFECT_RUNNER_POLL_FREQUENCY", "INGEST_STORE__FSYNC"):
                        here.env.pop(name)  # the tests' haste
                    here.start_server()
                    measure(here, args.documents if what == "cost" else args.drops)


if __name__ == "__main__":
    sys.exit(main())
