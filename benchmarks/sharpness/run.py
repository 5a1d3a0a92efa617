"""Trains and reads runs, three seeds each, and prints tables: what penalties on the width of q buy, and the runs of
docs/rules/LS2003.md, what helps where z is given up.

usage: run.py FOLDER GRID COMMAND...    such as: run.py runs/sharpness sharpness dotnet latent.dll

GRID is `sharpness` or `collapse`. Two runs at a time, each on one thread; a run that is there is not trained again. A cell
is the mean over seeds, +- their standard deviation.
"""
import concurrent.futures
import json
import pathlib
import random
import statistics
import subprocess
import sys

folder, grid, command = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
SEEDS = (0, 1, 2)


def table(path):
    """y has 8 columns: what x says, and what two hidden numbers add that x does not say."""
    rng = random.Random(5)
    weights = [[rng.gauss(0, 1) for _ in range(10)] for _ in range(8)]
    lines = [",".join([*(f"x{i}" for i in range(8)), *(f"y{i}" for i in range(8))])]
    for _ in range(3000):
        x, hidden = [rng.gauss(0, 1) for _ in range(8)], [rng.gauss(0, 1) for _ in range(2)]
        y = [sum(w * v for w, v in zip(row, x + hidden)) / 3 + 0.1 * rng.gauss(0, 1) for row in weights]
        lines.append(",".join(f"{value:.4f}" for value in x + y))
    path.write_text("\n".join(lines) + "\n")


def data(name):
    if name == "digits":
        return ["digits", "--set", "epochs=60"]
    columns = [",".join(f"{kind}{i}" for i in range(8)) for kind in "xy"]
    return [str(folder / "table.csv"), "--condition", columns[0], "--target", columns[1], "--set", "epochs=40", "--set", "hidden=64,64"]


def sharpness():
    weights = ("0.1", "1", "10", "100")
    penalties = [("none", [])]
    penalties += [(f"V_post {w}", [f"posterior_variance_weight={w}"]) for w in weights]
    penalties += [(f"v/s {w}", [f"relative_variance_weight={w}"]) for w in weights]
    anchored = [
        (f"V_post {w}, router marginal {m}", [f"posterior_variance_weight={w}", f"router_marginal_kl_weight={m}"])
        for m in ("0.1", "1") for w in weights]
    for name in ("digits", "table"):
        for prior in ("learned", "standard"):
            for label, settings in penalties + (anchored if prior == "learned" else []):
                yield f"{name}, {prior}", label, [*data(name), *sets([f"prior={prior}", *settings])]


def collapse():
    # Six hidden layers and a fast start: z is given up before the decoder has learnt to use it.
    base = ["prior=standard", "hidden=128,128,128,128,128,128", "learning_rate=0.003", "epochs=40"]
    remedies = [
        ("none", []), ("warm-up", ["prior_kl_warmup_steps=400"]),
        ("cyclic", ["prior_kl_warmup_steps=75", "prior_kl_cycles=4", "prior_kl_cycle_steps=150"]),
        ("free bits 0.25", ["prior_kl_weight=0", "free_bits_weight=1", "free_bits_lambda=0.25"]),
        ("capacity 2", ["prior_kl_weight=0", "capacity_weight=10", "capacity_nats=2", "capacity_rise_steps=400"])]
    for label, settings in remedies:
        yield "collapse", label, [*data("digits"), *sets([*base, *settings])]


def sets(settings):
    return [word for setting in settings for word in ("--set", setting)]


def latent(*arguments):
    done = subprocess.run([*command, *arguments, "--threads", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"latent {' '.join(arguments)} ended with {done.returncode}: {done.stderr.splitlines()[-1]}")
    return done.stdout


def job(given):
    (block, label, arguments), seed = given
    run = folder / f"{block} {label} {seed}".translate(str.maketrans(" ,/", "-_-"))
    if not (run / "report.html").exists():
        latent("train", *arguments, "--seed", str(seed), "--out", str(run))
    quantities = json.loads(latent("read", str(run), "--format", "json"))["quantities"]
    test = json.loads((run / "run.json").read_text())["result"]["test"]
    numbers = {key: quantities[key].get("value") for key in (
        "posterior_variance", "noise_share", "channel_information", "prior_kl", "sampling_cost", "usage_gap", "router_calibration")}
    return block, label, {**numbers, "negative_elbo": test["negative_evidence_lower_bound"]}


def cell(values):
    values = [value for value in values if value is not None]
    return f"{statistics.mean(values):.3g} +- {statistics.stdev(values):.1g}" if len(values) > 1 else ""


folder.mkdir(parents=True, exist_ok=True)
table(folder / "table.csv")
jobs = [(given, seed) for given in {"sharpness": sharpness, "collapse": collapse}[grid]() for seed in SEEDS]
rows = {}
with concurrent.futures.ThreadPoolExecutor(2) as workers:
    for block, label, numbers in workers.map(job, jobs):
        rows.setdefault(block, {}).setdefault(label, []).append(numbers)
for block, labels in rows.items():
    print(f"\n{block}\n")
    keys = list(next(iter(labels.values()))[0])
    print("| penalty | " + " | ".join(keys) + " |\n|" + "---|" * (len(keys) + 1))
    for label, found in labels.items():
        print(f"| {label} | " + " | ".join(cell([numbers[key] for numbers in found]) for key in keys) + " |")
