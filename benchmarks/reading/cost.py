"""Time and peak memory of `latent read` as examples and dimensions grow, without and with labels.

    python cost.py LATENT [--rows 10000,100000,1000000] [--dimensions 8,64,512,4096] [--gigabytes 2] [--seconds 600]

LATENT is the tool. Prints a Markdown table, a row as soon as it is measured. Files above --gigabytes are left out; a
reading is stopped after --seconds. Each file, of make_arrays.py, is read from the system's cache. The load is the
machine's, a minute's average as the reading starts: other programs make the seconds longer, and those of the processor
hardly.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import numpy as np

MAKE = Path(__file__).with_name("make_arrays.py")


def numbers(text):
    return [int(float(part)) for part in text.split(",")]


def read(tool, path, limit):
    """Seconds, seconds of processor and peak memory in MB of one reading; None where it was stopped."""
    start = time.perf_counter()
    child = subprocess.Popen([tool, "read", path, "--format", "json"], stdout=subprocess.DEVNULL)
    timer = threading.Timer(limit, child.kill)
    timer.start()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode > 0:
        raise SystemExit(f"{tool} read {path} exits with {child.returncode}")
    return None if child.returncode else (seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def label(path, rows):
    with zipfile.ZipFile(path, "a") as archive, archive.open("labels.npy", "w") as entry:
        np.lib.format.write_array(entry, np.random.default_rng(0).integers(10, size=rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", type=Path)
    parser.add_argument("--rows", type=numbers, default=[10**4, 10**5, 10**6])
    parser.add_argument("--dimensions", type=numbers, default=[8, 64, 512, 4096])
    parser.add_argument("--gigabytes", type=float, default=2)
    parser.add_argument("--seconds", type=float, default=600)
    options = parser.parse_args()
    print("| examples | dimensions | file, MB | labels | seconds | of processor | peak memory, MB | load |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "arrays.npz"
        for rows in options.rows:
            for dimensions in options.dimensions:
                size = 4 * rows * dimensions * 4  # arrays, and bytes of a float32
                if size > options.gigabytes * 1e9:
                    continue
                # In a process of its own: what a program starts counts the program's memory as its own before.
                subprocess.run([sys.executable, MAKE, path, f"--rows={rows}", f"--dimensions={dimensions}"], check=True)
                for labels in ("none", "10 classes"):
                    if labels != "none":
                        label(path, rows)
                    load = os.getloadavg()[0]
                    used = read(options.tool, path, options.seconds)
                    cells = "{:.2f} | {:.2f} | {:.0f}".format(*used) if used else f"over {options.seconds:g} | |"
                    case = f"{rows:,} | {dimensions:,} | {size / 1e6:,.0f} | {labels}"
                    print(f"| {case} | {cells} | {load:.1f} |", flush=True)
                path.unlink()


if __name__ == "__main__":
    main()
