"""Writes clusterings.json.gz: pairs of partitions with what scikit-learn makes of them.

    python3 make_clusterings.py

A case has the value and the label of each example, the adjusted mutual information and the adjusted Rand index. The
output is the same bytes on every run.
"""

import gzip
import json
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score


def cases(rng):
    for examples in (5, 20, 200, 3000):
        for values in (2, 3, 8, 32):
            for labels in (2, 5, 16):
                for meaning in (0.0, 0.3, 0.9, 1.0):
                    label = rng.integers(0, labels, examples)
                    random = rng.integers(0, values, examples)
                    yield np.where(rng.random(examples) < meaning, label % values, random), label
    # One value for all, and the same partition.
    yield np.zeros(30, int), rng.integers(0, 4, 30)
    same = rng.integers(0, 6, 30)
    yield same, (same + 1) % 6


def main():
    rng = np.random.default_rng(20)
    written = [
        {
            "values": value.tolist(),
            "labels": label.tolist(),
            "adjusted_mutual_information": float(adjusted_mutual_info_score(label, value)),
            "adjusted_rand_index": float(adjusted_rand_score(label, value)),
        }
        for value, label in cases(rng)
    ]
    text = json.dumps({"cases": written}, separators=(",", ":")).encode()
    path = Path(__file__).with_name("clusterings.json.gz")
    path.write_bytes(gzip.compress(text, compresslevel=9, mtime=0))


main()
