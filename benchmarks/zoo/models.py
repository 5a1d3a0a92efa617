"""Small conditional VAEs in PyTorch on data that scikit-learn ships, healthy ones and ones with a fault put in."""
import numpy as np
import torch
from sklearn import datasets
from torch import nn

LOG_SQRT_TWO_PI = 0.5 * np.log(2 * np.pi)


class Task:
    """x, y and a label, split once and for all into training and held-out examples."""

    def __init__(self, name):
        bunch = getattr(datasets, f"load_{name}")()
        self.binary = name == "digits"
        if self.binary:
            values, half = (bunch.data > 7.5).astype("f4"), 32
        else:
            values = ((bunch.data - bunch.data.mean(0)) / bunch.data.std(0)).astype("f4")
            half = values.shape[1] // 2
        label = bunch.target if name != "diabetes" else (bunch.target > 140).astype(int)
        order = np.random.default_rng(0).permutation(len(values))
        training, held_out = np.split(order, [int(0.7 * len(values))])
        self.training, self.held_out = (
            (torch.tensor(values[rows, :half]), torch.tensor(values[rows, half:]), torch.tensor(label[rows]))
            for rows in (training, held_out))
        self.widths = half, values.shape[1] - half


class Cvae(nn.Module):
    """q(z|x,y), p(z|x) or N(0, I), and p(y|x,z): Bernoulli, or normal with one scale to each number of y."""

    def __init__(self, task, latent, hidden=64, standard=False, scale=None):
        super().__init__()
        x, y = task.widths
        self.posterior = network(x + y, hidden, 2 * latent)
        self.router = network(x, hidden, 2 * latent)
        self.decoder = network(x + latent, hidden, y)
        self.standard, self.binary = standard, task.binary
        self.log_scale = nn.Parameter(torch.full((y,), np.log(scale or 1.0)), requires_grad=scale is None)

    def encode(self, x, y):
        return self.posterior(torch.cat([x, y], 1)).chunk(2, 1)

    def prior(self, x):
        mean, logvar = self.router(x).chunk(2, 1)
        return (0 * mean, 0 * logvar) if self.standard else (mean, logvar)

    def nll(self, x, y, z):
        out = self.decoder(torch.cat([x, z], 1))
        if self.binary:
            return nn.functional.binary_cross_entropy_with_logits(out, y, reduction="none").sum(1)
        return (0.5 * ((y - out) / self.log_scale.exp())**2 + self.log_scale + LOG_SQRT_TWO_PI).sum(1)


def network(inputs, hidden, outputs):
    return nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs))


def train(model, task, epochs, beta=1.0, variance_weight=0.0, decay=0.05, examples=None, shuffle_router=False):
    """Minimises R + beta K_prior + variance_weight V_post, the router seeing other examples' x where it is shuffled."""
    x, y = (part[:examples] for part in task.training[:2])
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, 2e-3, weight_decay=decay)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            mean, logvar = model.encode(x[rows], y[rows])
            m, logs = model.prior(x[rows[torch.randperm(len(rows))]] if shuffle_router else x[rows])
            z = mean + (logvar / 2).exp() * torch.randn_like(mean)
            kl = 0.5 * (logs - logvar + (logvar.exp() + (mean - m)**2) / logs.exp() - 1).sum(1).mean()
            loss = model.nll(x[rows], y[rows], z).mean() + beta * kl + variance_weight * logvar.exp().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
