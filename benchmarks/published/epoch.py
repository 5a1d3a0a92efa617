"""Seconds per epoch of the published models: `latent train` and the same model in PyTorch, by turns, on the same MNIST.

usage: epoch.py ROUNDS COMMAND...    such as: epoch.py 3 dotnet latent.dll

An epoch is the training examples in a new order, the optimizer's steps, and a validation on the rest of the training set.
Ours is the time from the checkpoint after the first of 3 epochs to that after the last, so that starting, loading and the final
reading do not count. MNIST is where `latent data get mnist` filed it; PyTorch uses as many threads as there are processors.
"""
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

# name: condition, hidden, latent, activation, learned prior, decoder sees the condition, router sees a guess, batch, drawn anew,
# training examples
MODELS = {
    "sohn-quadrants": ("quadrant", [500, 500], 50, nn.ReLU, True, True, False, 128, False, 50_000),
    "pyro-cvae": ("quadrant", [500, 500], 200, nn.ReLU, True, False, True, 128, False, 50_000),
    "vae-mnist": ("none", [400], 40, nn.GELU, False, True, False, 128, False, 59_000),
    "iwae-1l": ("none", [200, 200], 50, nn.Tanh, False, True, False, 20, True, 50_000),
    "label-conditional": ("label", [200, 200], 100, nn.Tanh, True, True, False, 20, True, 50_000),
}


def mlp(inputs, hidden, outputs, activation):
    layers = []
    for width in hidden:
        layers += [nn.Linear(inputs, width), activation()]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


class Cvae(nn.Module):
    def __init__(self, x, y, hidden, latent, activation, learned, sees, guesses):
        super().__init__()
        self.inference = mlp(x + y, hidden, 2 * latent, activation)
        self.router = mlp(x + (y if guesses else 0), hidden, 2 * latent, activation) if learned else None
        self.decoder = mlp((x if sees else 0) + latent, hidden, y, activation)
        self.guess = mlp(x, hidden, y, activation) if guesses else None
        self.sees = sees

    def loss(self, x, y):
        q_mean, q_logvar = self.inference(torch.cat([x, y], 1)).chunk(2, 1)
        extra = 0
        if self.router is None:
            prior_kl = 0.5 * (q_logvar.exp() + q_mean ** 2 - 1 - q_logvar).sum(1).mean()
        else:
            seen = x
            if self.guess is not None:
                logits = self.guess(x)
                extra = F.binary_cross_entropy_with_logits(logits, y, reduction="sum") / x.shape[0]
                seen = torch.cat([x, torch.sigmoid(logits.detach())], 1)
            p_mean, p_logvar = self.router(seen).chunk(2, 1)
            ratio = (q_logvar.exp() + (q_mean - p_mean) ** 2) / p_logvar.exp()
            prior_kl = 0.5 * (p_logvar - q_logvar + ratio - 1).sum(1).mean()
        z = q_mean + torch.exp(0.5 * q_logvar) * torch.randn_like(q_mean)
        logits = self.decoder(torch.cat([x, z], 1) if self.sees else z)
        return F.binary_cross_entropy_with_logits(logits, y, reduction="sum") / x.shape[0] + prior_kl + extra


def data_folder():
    return pathlib.Path(os.environ.get("LATENTSHARP_DATA") or pathlib.Path.home() / ".local/share/latentsharp") / "mnist"


def load(condition):
    pixels = np.fromfile(data_folder() / "train-images-idx3-ubyte", np.uint8)[16:].reshape(60000, 28, 28) / np.float32(255)
    if condition == "quadrant":
        given = np.zeros((28, 28), bool)
        given[14:, :14] = True
        return [torch.tensor((pixels[:, part] >= 0.5).astype(np.float32)) for part in (given, ~given)]
    y = torch.tensor(pixels.reshape(60000, 784))
    if condition == "none":
        return [torch.empty(60000, 0), (y >= 0.5).float()]
    labels = np.fromfile(data_folder() / "train-labels-idx1-ubyte", np.uint8)[8:].astype(np.int64)
    return [F.one_hot(torch.tensor(labels), 10).float(), y]


def torch_epoch(name):
    condition, hidden, latent, activation, learned, sees, guesses, batch, anew, examples = MODELS[name]
    x, y = load(condition)
    model = Cvae(x.shape[1], y.shape[1], hidden, latent, activation, learned, sees, guesses)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    start = time.perf_counter()
    for rows in torch.randperm(examples).split(batch):
        target = torch.bernoulli(y[rows]) if anew else y[rows]
        optimizer.zero_grad(set_to_none=True)
        model.loss(x[rows], target).backward()
        optimizer.step()
    with torch.no_grad():
        for rows in torch.arange(examples, 60_000).split(512):
            model.loss(x[rows], y[rows])
    return time.perf_counter() - start


def our_epoch(name, command):
    *_, batch, _, examples = MODELS[name]
    steps = math.ceil(examples / batch)
    with tempfile.TemporaryDirectory() as folder:
        run = pathlib.Path(folder) / "run"
        keep = ["--set", f"checkpoint_every_steps={steps}", "--set", "checkpoint_keep_every=1"]
        subprocess.run([*command, "train", name, "--epochs", "3", *keep, "--out", str(run)], check=True, capture_output=True)
        first, last = ((run / "checkpoints" / f"step-{epochs * steps:010}.json").stat().st_mtime for epochs in (1, 3))
    return (last - first) / 2


if __name__ == "__main__":
    torch.set_num_threads(os.cpu_count())
    rounds, command = int(sys.argv[1]), sys.argv[2:]
    print(f"{'preset':<18} {'latent s':>9} {'torch s':>9} {'ratio':>6} {'from':>6} {'to':>6}")
    for name in MODELS:
        pairs = [(our_epoch(name, command), torch_epoch(name)) for _ in range(rounds)]
        ratios = sorted(theirs / ours for ours, theirs in pairs)
        ours, theirs = (sorted(side)[rounds // 2] for side in zip(*pairs))
        print(f"{name:<18} {ours:9.2f} {theirs:9.2f} {ratios[rounds // 2]:6.2f} {ratios[0]:6.2f} {ratios[-1]:6.2f}", flush=True)
