"""Reads models of known cause, and says where a reading is not what the cause asks for.

    python zoo.py LATENT [--seeds 3] [--only WORD] [--keep FOLDER]

LATENT is the tool. Prints a Markdown table of cases and findings, a letter for each seed (n a note, w a warning, E an
error, . none), then every deviation; exits with 1 where there is one. A case deviates when its warnings and errors are
not exactly those it names, when a note that it names is missing, or when another choice of the latent's units changes
a finding that is no statement about units.
"""
import argparse
import copy
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
from latentsharp_export import export  # noqa: E402
from models import Cvae, Task, network, train  # noqa: E402

UNITS = {f"LS100{i}" for i in range(1, 8)} | {"LS2001"}
TASKS = {"digits": (40, 8, 64), "wine": (60, 4, 32), "breast_cancer": (60, 6, 32), "diabetes": (60, 3, 32)}


def arrays(model, task, encode=None, prior=None, beta=1.0, variance_weight=0.0, without=()):
    """The evidence of a model over the held-out examples, in one batch, so that a fault can be told by its row."""
    with tempfile.TemporaryDirectory() as folder:
        made = export(f"{folder}/latent.npz", [task.held_out], encode or model.encode, prior or model.prior,
                      nll=model.nll, model=model, prior_kl_weight=beta, posterior_variance_weight=variance_weight)
    return {name: values for name, values in made.items() if not name.startswith(tuple(without) or "-")}


def healthy():
    """(case, expected findings, arrays): nothing is wrong with these."""
    for name, (epochs, latent, hidden) in TASKS.items():
        task = Task(name)
        for prior in ("learned", "standard"):
            model = Cvae(task, latent, hidden, standard=prior == "standard")
            yield f"{name}, {prior} prior", {}, arrays(train(model, task, epochs), task)
    digits, diabetes = Task("digits"), Task("diabetes")
    model = train(Cvae(digits, 8), digits, 40, shuffle_router=True)
    yield "router shuffled in training", {}, arrays(model, digits)
    model = Cvae(digits, 8)
    model.router.requires_grad_(False)
    yield "router frozen in training", {}, arrays(train(model, digits, 40), digits)
    yield "38 of 40 dimensions idle", {}, arrays(
        train(Cvae(digits, 40, standard=True), digits, 40), digits)
    # A likelihood of scale 0.02 leaves z hardly any width.
    yield "sharp", {"LS1005": "note"}, arrays(
        train(Cvae(diabetes, 5, 64, standard=True, scale=0.02), diabetes, 200), diabetes)


def sick():
    """(case, expected findings, arrays): each has one fault, and its findings are all that it is warned of."""
    task = Task("digits")
    base = train(Cvae(task, 8), task, 40)
    sound = arrays(base, task)
    rows = len(task.held_out[0])
    generator = torch.Generator().manual_seed(1)
    order = torch.randperm(rows, generator=generator)
    noise = 2 * torch.randn(rows, 8, generator=generator)

    def moved(x, y):
        mean, logvar = base.encode(x, y)
        return mean + noise[:len(x)], logvar

    def exploded(by):
        def encode(x, y):
            mean, logvar = base.encode(x, y)
            return mean, logvar + by * (torch.arange(len(x)) == 7)[:, None]
        return encode

    def clamped(x, y):
        mean, logvar = base.encode(x, y)
        return mean, logvar.clamp(min=float(np.quantile(sound["posterior_logvar"], 0.3)))

    yield "overfitted router", {"LS2002": "warning"}, arrays(overfitted(base, task), task)
    yield "overfitted model", {"LS2002": "warning"}, arrays(
        train(Cvae(task, 8, 256), task, 600, decay=0, examples=200), task)
    yield "noise on the means", {"LS2002": "warning"}, arrays(base, task, encode=moved)
    yield "beta 0", {"LS2002": "warning"}, arrays(train(Cvae(task, 8), task, 40, beta=0), task, beta=0.0)
    yield "variance penalised under N(0, I)", {"LS2002": "warning"}, arrays(
        train(Cvae(task, 8, standard=True), task, 40, variance_weight=100), task, variance_weight=100.0)
    # What has collapsed is not used either.
    dead = train(Cvae(task, 8, standard=True), task, 40, beta=30)
    yield "collapsed", {"LS2003": "warning", "LS4001": "warning"}, arrays(dead, task, beta=30.0)
    yield "collapsed, no prior given", {"LS2003": "warning", "LS4001": "warning"}, arrays(
        dead, task, beta=30.0, without=("prior_mean", "prior_logvar", "log_ratio"))
    fresh = copy.deepcopy(base)
    fresh.router = network(task.widths[0], 64, 16)
    yield "router re-initialised", {"LS2002": "warning", "LS5001": "warning"}, arrays(fresh, task)
    yield "router of other rows", {"LS2002": "warning", "LS5001": "warning"}, arrays(
        base, task, prior=lambda x: base.prior(x[order]))
    yield "one example exploded", {"LS0004": "warning"}, arrays(base, task, encode=exploded(9))
    yield "one example beyond numbers", {"LS0003": "error"}, arrays(base, task, encode=exploded(85))
    yield "log-variance clamped", {"LS0005": "note"}, arrays(base, task, encode=clamped)
    yield "std as log-variance", {"LS0001": "error"}, {
        **sound, "posterior_logvar": np.exp(sound["posterior_logvar"] / 2)}
    yield "posterior of other rows", {"LS0001": "error"}, {
        **sound, **{name: sound[name][order] for name in ("posterior_mean", "posterior_logvar")}}
    yield "log-likelihood as NLL", {"LS0002": "error"}, {
        name: -values if name.startswith("nll") else values for name, values in sound.items()}
    ratio = sound["log_ratio_posterior"]
    yield "log ratio without its sum", {"LS0001": "error"}, {**sound, "log_ratio_posterior": ratio / 8}
    yield "log ratio in bits", {"LS0001": "error"}, {**sound, "log_ratio_posterior": ratio / np.float32(np.log(2))}


def overfitted(base, task):
    """The same model with a larger router, trained for long on a hundred examples and the KL alone."""
    model = copy.deepcopy(base)
    for weight in model.parameters():
        weight.requires_grad_(False)
    model.router = network(task.widths[0], 256, 16)
    return train(model, task, 1000, decay=0, examples=100)


def rescaled(evidence, generator):
    """The same latent in other units, a factor for each dimension."""
    factors = np.exp(generator.normal(size=evidence["posterior_mean"].shape[1]))
    shift = {"mean": lambda values: values * factors, "logvar": lambda values: values + 2 * np.log(factors)}
    return {name: shift[name.split("_")[-1]](values) if name.endswith(("_mean", "_logvar")) and "nll" not in name
            else values for name, values in evidence.items()}


def read(tool, evidence):
    """The level of each finding, by its id."""
    with tempfile.TemporaryDirectory() as folder:
        np.savez(f"{folder}/latent.npz", **evidence)
        done = subprocess.run([tool, "read", f"{folder}/latent.npz", "--format", "json", "--threads", "1"],
                              capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{tool} exits with {done.returncode}: {done.stderr}")
    return {finding["id"]: finding["level"] for finding in json.loads(done.stdout)["findings"]}


def deviations(expected, found, elsewhere):
    acts = {name: level for name, level in found.items() if level != "note"}
    wanted = {name: level for name, level in expected.items() if level != "note"}
    if acts != wanted:
        yield f"warns of {acts or 'nothing'}, expected {wanted or 'nothing'}"
    for name in expected.keys() - found.keys() - wanted.keys():
        yield f"lacks the note {name}"
    if elsewhere is not None:
        here, there = ({item for item in reading.items() if item[0] not in UNITS} for reading in (found, elsewhere))
        if here != there:
            yield f"changes with the units: {sorted(here - there)} became {sorted(there - here)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="cases whose names hold this word")
    parser.add_argument("--keep", type=Path, help="a folder for the arrays of each case")
    options = parser.parse_args()
    torch.set_num_threads(1)
    table, strays = {}, []
    for seed in range(options.seeds):
        torch.manual_seed(seed)
        for group in (healthy, sick):
            for case, expected, evidence in group():
                if options.only not in case:
                    continue
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    np.savez(options.keep / f"{case}, seed {seed}.npz", **evidence)
                found = read(options.tool, evidence)
                # A penalty on V_post is in the latent's units, and its price with it: no change of units leaves it.
                elsewhere = None if evidence["posterior_variance_weight"] else read(
                    options.tool, rescaled(evidence, np.random.default_rng(seed)))
                table.setdefault(case, []).append(found)
                strays += [f"{case}, seed {seed}: {text}" for text in deviations(expected, found, elsewhere)]
                print(f"seed {seed}: {case}", file=sys.stderr, flush=True)
    ids = sorted({name for readings in table.values() for found in readings for name in found})
    letters = {"note": "n", "warning": "w", "error": "E"}
    print(f"| case | {' | '.join(ids)} |\n|---|{'---|' * len(ids)}")
    for case, readings in table.items():
        cells = ["".join(letters.get(found.get(name), ".") for found in readings) for name in ids]
        print(f"| {case} | {' | '.join(' ' if set(cell) == {'.'} else cell for cell in cells)} |")
    print("\n" + ("\n".join(strays) or "Every reading is as its cause asks."))
    return 1 if strays else 0


if __name__ == "__main__":
    sys.exit(main())
