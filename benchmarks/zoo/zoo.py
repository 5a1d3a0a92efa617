"""Reads models of known cause, and says where a reading is not what the cause asks for.

    python zoo.py LATENT [--seeds 3] [--only WORD] [--keep FOLDER]

LATENT is the tool. Prints a Markdown table of cases and findings, a letter for each seed (n a note, w a warning, E an
error, . none), then every deviation; exits with 1 where there is one. A case deviates when it has other warnings and
errors than its cause asks for, when a note that belongs to it is missing, or when another choice of the latent's units
changes a finding that is no statement about units.
"""
import argparse
import copy
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
from latentsharp_export import export  # noqa: E402
from models import Cvae, Task, network, train  # noqa: E402

UNITS = {f"LS100{i}" for i in range(1, 8)} | {"LS2001"}
TASKS = {"digits": (40, 8, 64), "wine": (60, 4, 32), "breast_cancer": (60, 6, 32), "diabetes": (60, 3, 32)}


def arrays(model, task, encode=None, prior=None, beta=1.0, variance_weight=0.0):
    """The evidence of a model over the held-out examples, in one batch, so that a fault can be told by its row."""
    with tempfile.TemporaryDirectory() as folder:
        return export(f"{folder}/latent.npz", [task.held_out], encode or model.encode, prior or model.prior,
                      nll=model.nll, model=model, prior_kl_weight=beta, posterior_variance_weight=variance_weight)


@dataclass(frozen=True)
class Case:
    """Arrays of one cause, and the findings that it must have and may have at warning level or above."""

    name: str
    arrays: dict
    must: str = ""
    may: str = ""
    notes: str = ""


def healthy():
    """Nothing is wrong with these."""
    for name, (epochs, latent, hidden) in TASKS.items():
        task = Task(name)
        for prior in ("learned", "standard"):
            model = Cvae(task, latent, hidden, standard=prior == "standard")
            yield Case(f"{name}, {prior} prior", arrays(train(model, task, epochs), task))
    # A likelihood of scale 0.1 leaves z little width.
    diabetes = Task("diabetes")
    for prior in ("learned", "standard"):
        model = Cvae(diabetes, 5, standard=prior == "standard", scale=0.1)
        yield Case(f"sharp, {prior} prior", arrays(train(model, diabetes, 200), diabetes))
    digits = Task("digits")
    model = Cvae(digits, 8)
    yield Case("router shuffled in training", arrays(train(model, digits, 40, shuffle_router=True), digits))
    model = Cvae(digits, 8)
    model.router.requires_grad_(False)
    yield Case("router frozen in training", arrays(train(model, digits, 40), digits))
    yield Case("most of 40 dimensions idle", arrays(train(Cvae(digits, 40, standard=True), digits, 40), digits))


def sick():
    """Each has one fault. Where several findings are inherent in it, a comment says why."""
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

    # A hundred examples teach the router less than a linear regression finds on others, by an amount near the line.
    yield Case("router overfitted", arrays(overfitted(base, task), task), "LS2002", "LS5001")
    # All of q together lies elsewhere too, by an amount near what few examples add to the gap.
    model = train(Cvae(task, 8, 256), task, 600, decay=0, examples=200)
    yield Case("model overfitted", arrays(model, task), "LS2002", "LS2004")
    # Noise widens all of q together as well.
    yield Case("noise on the means", arrays(base, task, encode=moved), "LS2002 LS2004")
    # Nothing draws q to p, and nothing teaches the router.
    model = train(Cvae(task, 8), task, 40, beta=0)
    yield Case("beta 0", arrays(model, task, beta=0.0), "LS2002 LS2004 LS5001")
    # All of q together is narrower than N(0, I) too.
    model = train(Cvae(task, 8, standard=True), task, 40, variance_weight=100)
    yield Case("variance penalised under N(0, I)", arrays(model, task, variance_weight=100.0), "LS2002 LS2004")
    # What has collapsed is not used either.
    dead = arrays(train(Cvae(task, 8, standard=True), task, 40, beta=30), task, beta=30.0)
    yield Case("collapsed", dead, "LS2003 LS4001")
    alone = {name: values for name, values in dead.items() if not name.startswith(("prior_m", "prior_l", "log_"))}
    yield Case("collapsed, no prior given", alone, "LS2003 LS4001")
    # A router that knows nothing is elsewhere, of another width, and misses what x tells.
    model = copy.deepcopy(base)
    model.router = network(task.widths[0], 64, 16)
    yield Case("router re-initialised", arrays(model, task), "LS2002 LS2004 LS5001")
    # Where it places others it is as far off again, and too narrow for that by an amount near the line.
    yield Case("router of other rows", arrays(base, task, prior=lambda x: base.prior(x[order])), "LS5001", "LS2002")
    yield Case("one example exploded", arrays(base, task, encode=exploded(9)), "LS0004")
    yield Case("one example beyond numbers", arrays(base, task, encode=exploded(85)), "LS0003")
    yield Case("log-variance clamped", arrays(base, task, encode=clamped), notes="LS0005")
    deviation = np.exp(sound["posterior_logvar"] / 2)
    yield Case("std as log-variance", {**sound, "posterior_logvar": deviation}, "LS0001")
    others = {name: sound[name][order] for name in ("posterior_mean", "posterior_logvar")}
    yield Case("posterior of other rows", {**sound, **others}, "LS0001")
    negated = {name: -values for name, values in sound.items() if name.startswith("nll")}
    yield Case("log-likelihood as NLL", {**sound, **negated}, "LS0002")
    ratio = sound["log_ratio_posterior"]
    yield Case("log ratio without its sum", {**sound, "log_ratio_posterior": ratio / 8}, "LS0001")
    yield Case("log ratio in bits", {**sound, "log_ratio_posterior": ratio / np.float32(np.log(2))}, "LS0001")


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


def deviations(case, found, elsewhere):
    acts = {name for name, level in found.items() if level != "note"}
    must, may, notes = (set(names.split()) for names in (case.must, case.may, case.notes))
    unlike = {"warns of": acts - must - may, "does not warn of": must - acts, "lacks the note": notes - set(found)}
    for what, names in unlike.items():
        if names:
            yield f"{what} {', '.join(sorted(names))}"
    if elsewhere is not None:
        here, there = ({item for item in reading.items() if item[0] not in UNITS} for reading in (found, elsewhere))
        if here != there:
            yield f"other units turn {sorted(here - there) or 'nothing'} into {sorted(there - here) or 'nothing'}"


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
            for case in group():
                if options.only not in case.name:
                    continue
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    np.savez(options.keep / f"{case.name}, seed {seed}.npz", **case.arrays)
                found = read(options.tool, case.arrays)
                # A penalty on V_post is in the latent's units, and its price with it: no change of units leaves it.
                elsewhere = None if case.arrays["posterior_variance_weight"] else read(
                    options.tool, rescaled(case.arrays, np.random.default_rng(seed)))
                table.setdefault(case.name, []).append(found)
                strays += [f"{case.name}, seed {seed}: {text}" for text in deviations(case, found, elsewhere)]
                print(f"seed {seed}: {case.name}", file=sys.stderr, flush=True)
    ids = sorted({name for readings in table.values() for found in readings for name in found})
    letters = {"note": "n", "warning": "w", "error": "E"}
    print(f"| case | {' | '.join(ids)} |\n|---|{'---|' * len(ids)}")
    for name_of_case, readings in table.items():
        cells = ["".join(letters.get(found.get(name), ".") for found in readings) for name in ids]
        print(f"| {name_of_case} | {' | '.join(' ' if set(cell) == {'.'} else cell for cell in cells)} |")
    print("\n" + ("\n".join(strays) or "Every reading is as its cause asks."))
    return 1 if strays else 0


if __name__ == "__main__":
    sys.exit(main())
