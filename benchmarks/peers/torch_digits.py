"""Trains the model of `latent train digits` in PyTorch and exports what `latent read` takes.

usage: torch_digits.py OUT.npz [POSTERIOR_VARIANCE_WEIGHT [SEED]]

Same data, sizes, optimizer and schedule as the preset; other random numbers. The verdicts of both readings should agree.
"""
import copy, gzip, math, pathlib, sys
import numpy as np
import torch, torch.nn as nn, torch.nn.functional as F

DATA = pathlib.Path(__file__).resolve().parents[2] / "src/LatentSharp/Data/Sources/Digits"
LATENT, HIDDEN, BATCH, EPOCHS, PATIENCE, WARMUP, SAMPLES = 8, 128, 64, 100, 20, 20, 100


def digits(generator):
    images = np.frombuffer(gzip.open(DATA / "images.idx.gz").read(), np.uint8, offset=16).reshape(-1, 64)
    labels = np.frombuffer(gzip.open(DATA / "labels.idx.gz").read(), np.uint8, offset=8)
    pixels = torch.from_numpy((2 * images.astype(int) >= images.max()).astype(np.float32))
    order = torch.randperm(len(pixels), generator=generator)
    test, validation, train = order[:270], order[270:540], order[540:]
    return [(pixels[part, :32], pixels[part, 32:], labels[part.numpy()]) for part in (train, validation, test)]


def network(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, outputs))


class Cvae(nn.Module):
    def __init__(self):
        super().__init__()
        self.inference, self.router, self.decoder = network(64, 2 * LATENT), network(32, 2 * LATENT), network(32 + LATENT, 32)

    def encode(self, x, y):
        return *self.inference(torch.cat([x, y], 1)).chunk(2, 1), *self.router(x).chunk(2, 1)

    def nll(self, x, y, z):
        return F.binary_cross_entropy_with_logits(self.decoder(torch.cat([x, z], 1)), y, reduction="none").sum(1)

    def loss(self, x, y, beta, weight):
        qm, ql, pm, pl = self.encode(x, y)
        kl = 0.5 * (pl - ql + (ql.exp() + (qm - pm) ** 2) / pl.exp() - 1).sum(1)
        z = qm + (0.5 * ql).exp() * torch.randn_like(qm)
        return self.nll(x, y, z).mean() + beta * kl.mean() + weight * ql.exp().mean()


def train(model, parts, weight):
    (x, y, _), (vx, vy, _) = parts[0], parts[1]
    optimizer, step, best, best_loss, waited = torch.optim.Adam(model.parameters(), 1e-3), 0, None, math.inf, 0
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            model.loss(x[batch], y[batch], min(1.0, (step + 1) / WARMUP), weight).backward()
            optimizer.step()
            step += 1
        with torch.no_grad():
            loss = model.loss(vx, vy, 1.0, weight).item()
        waited = 0 if loss < best_loss else waited + 1
        if loss < best_loss:
            best_loss, best = loss, copy.deepcopy(model.state_dict())
        if waited >= PATIENCE:
            break
    model.load_state_dict(best)


@torch.no_grad()
def export(model, part, weight, path):
    x, y, labels = part
    qm, ql, pm, pl = model.encode(x, y)
    draw = lambda m, l: m + (0.5 * l).exp() * torch.randn_like(m)
    log_density = lambda z, m, l: -0.5 * (math.log(2 * math.pi) + l + (z - m) ** 2 / l.exp()).sum(1)
    z = [draw(qm, ql) for _ in range(SAMPLES)]
    other = torch.roll(torch.arange(len(x)), 1)
    np.savez(
        path, posterior_mean=qm, posterior_logvar=ql, prior_mean=pm, prior_logvar=pl, labels=labels.astype(np.int64),
        nll_at_mean=model.nll(x, y, qm),
        nll_posterior=torch.stack([model.nll(x, y, s) for s in z], 1),
        nll_prior=torch.stack([model.nll(x, y, draw(pm, pl)) for _ in range(SAMPLES)], 1),
        nll_shuffled=model.nll(x, y, draw(qm[other], ql[other])),
        log_ratio_posterior=torch.stack([log_density(s, pm, pl) - log_density(s, qm, ql) for s in z], 1),
        posterior_variance_weight=np.float64(weight))


if __name__ == "__main__":
    weight, seed = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0, int(sys.argv[3]) if len(sys.argv) > 3 else 0
    torch.manual_seed(seed)
    parts = digits(torch.Generator().manual_seed(seed))
    model = Cvae()
    train(model, parts, weight)
    export(model, parts[2], weight, sys.argv[1])
