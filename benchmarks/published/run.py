"""Trains and evaluates the runs of docs/science.md that jobs.txt lists: a name, then the arguments of `latent train`.

usage: run.py FOLDER PATTERN SAMPLES COMMAND...    such as: run.py runs/published q1- 10,100 dotnet latent.dll

PATTERN is how the names of the jobs begin; '' takes all. Two runs at a time, each on one thread. A run that is there is not
trained again, nor an evaluation with the same SAMPLES made again. Prints a line for each: every estimate of -log p(y|x), nats;
then, where names differ in their last number alone, which is the seed, the mean and the standard deviation over seeds.
"""
import collections
import concurrent.futures
import json
import pathlib
import statistics
import subprocess
import sys

folder, pattern, samples, command = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]


def latent(*arguments):
    done = subprocess.run([*command, *arguments, "--threads", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"latent {' '.join(arguments)} ended with {done.returncode}: {done.stderr.splitlines()[-1]}")
    return done.stdout


def job(line):
    name, *arguments = line.split()
    run, file = folder / name, folder / f"{name}.{samples}.json"
    if not (run / "model.safetensors").exists():
        latent("train", *arguments, "--out", str(run))
    if not file.exists():
        file.write_text(latent("evaluate", str(run), "--samples", samples, "--format", "json"))
    rows = json.loads(file.read_text())["estimators"]
    print(name + "".join(f"  {label(row)} {row['value']:.2f} +- {row['standard_error']:.2f}" for row in rows), flush=True)
    return name, rows


def label(row):
    return f"{row['estimator']}{row['samples'] or ''}"


folder.mkdir(parents=True, exist_ok=True)
lines = (pathlib.Path(__file__).parent / "jobs.txt").read_text().splitlines()
with concurrent.futures.ThreadPoolExecutor(2) as workers:
    done = list(workers.map(job, (line for line in lines if line.startswith(pattern))))

seeds = collections.defaultdict(list)
for name, rows in done:
    stem, _, seed = name.rpartition("-")
    for row in rows if seed.isdigit() else []:
        seeds[f"{stem}  {label(row)}"].append(row["value"])
for key, values in seeds.items():
    if len(values) > 1:
        print(f"{key} {statistics.mean(values):.2f}, sd {statistics.stdev(values):.2f} over {len(values)} seeds")
