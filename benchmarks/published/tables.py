"""Trains, evaluates and tabulates the models of docs/science.md.

usage: tables.py TABLE FOLDER COMMAND...    such as: tables.py quadrants runs/published dotnet latent.dll

TABLE is quadrants, samples, ingredients, vae-mnist, iwae-1l or label-conditional. Runs go to FOLDER; one that is there
already is evaluated, not trained again, and an evaluation that is there already is read. Prints Markdown.
"""
import json
import pathlib
import statistics
import subprocess
import sys

SEEDS = (0, 1, 2)
RECIPE = ["--set", "model=hybrid"]  # What closes the gap between posterior and router; see INGREDIENTS.
INGREDIENTS = {"cvae": []}


class Lab:
    def __init__(self, folder, command):
        self.folder, self.command = pathlib.Path(folder), command
        self.folder.mkdir(parents=True, exist_ok=True)

    def evaluate(self, name, train, *evaluate, label="evaluation"):
        """The estimates of a run by (estimator, S), after training it with these arguments where it is not there."""
        run, file = self.folder / name, self.folder / f"{name}.{label}.json"
        if not file.exists():
            if not (run / "reading.json").exists() and not (run / "model.safetensors").exists():
                print("train", name, file=sys.stderr, flush=True)
                self.run("train", *train, "--out", str(run))
            print("evaluate", name, file=sys.stderr, flush=True)
            file.write_text(self.run("evaluate", str(run), *evaluate, "--format", "json"))
        return {(row["estimator"], row.get("samples")): row["value"] for row in json.loads(file.read_text())["estimates"]}

    def run(self, *arguments):
        done = subprocess.run([*self.command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"latent {' '.join(arguments)} ended with {done.returncode}: {done.stderr.splitlines()[-1]}")
        return done.stdout
