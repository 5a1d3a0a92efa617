"""NumPy's side of the reading benchmark: V_post and K_prior of a file of arrays, as a notebook would write them.

    python numpy_peer.py FILE.npz|FILE.safetensors [--repeats 5]

Prints one JSON line per repeat: seconds to load the arrays, to compute V_post, to compute K_prior, in
all, of processor time in all, and peak memory.
"""
import argparse
import json
import resource
import struct
import time
from pathlib import Path

import numpy as np


def load(path):
    if path.suffix == ".npz":
        with np.load(path) as archive:
            return [archive[name] for name in ("posterior_mean", "posterior_logvar", "prior_mean", "prior_logvar")]
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.tell()
    def array(name):
        entry = header[name]
        first, last = entry["data_offsets"]
        return np.fromfile(path, "<f4", (last - first) // 4, offset=data + first).reshape(entry["shape"])
    return [array(name) for name in ("posterior_mean", "posterior_logvar", "prior_mean", "prior_logvar")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    for _ in range(options.repeats):
        start, cpu = time.perf_counter(), time.process_time()
        qm, ql, pm, pl = load(options.file)
        loaded = time.perf_counter()
        v_post = np.exp(ql).mean()
        variance = time.perf_counter()
        k_prior = (0.5 * (pl - ql + (np.exp(ql) + (qm - pm) ** 2) / np.exp(pl) - 1)).sum(1).mean()
        end = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({
            "v_post": float(v_post), "k_prior": float(k_prior), "load_s": round(loaded - start, 3),
            "v_post_s": round(variance - loaded, 3), "k_prior_s": round(end - variance, 3),
            "total_s": round(end - start, 3), "cpu_s": round(time.process_time() - cpu, 3), "peak_rss_mb": round(peak),
        }), flush=True)
        del qm, ql, pm, pl


if __name__ == "__main__":
    main()
