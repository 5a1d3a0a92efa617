"""Time from process start to the first training step of `latent train digits`, against `import torch` alone.

usage: startup.py LATENT [PYTHON] [REPEATS]    prints the medians in seconds, the two run by turns
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time


def first_step(latent, directory):
    start = time.perf_counter()
    # Progress goes to standard error; its first line is printed when the first step has been taken.
    run = subprocess.Popen([latent, "train", "digits", "--epochs", "1", "--out", "run"], cwd=directory,
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    line = run.stderr.readline()
    seconds = time.perf_counter() - start
    run.stderr.read()
    if run.wait() != 0 or "step 1/" not in line:
        sys.exit(f"{latent} printed '{line.strip()}' where the first step was expected")
    return seconds


def import_torch(python):
    start = time.perf_counter()
    subprocess.run([python, "-c", "import torch"], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    latent = os.path.abspath(sys.argv[1])
    python = sys.argv[2] if len(sys.argv) > 2 else "python3"
    ours, theirs = [], []
    for _ in range(int(sys.argv[3]) if len(sys.argv) > 3 else 10):
        with tempfile.TemporaryDirectory() as directory:
            ours.append(first_step(latent, directory))
        theirs.append(import_torch(python))
    print(f"latent, first step {statistics.median(ours):.3f} s   import torch {statistics.median(theirs):.3f} s")
