"""Times one training step of the workloads of `latent bench` in PyTorch.

usage: torch_peer.py THREADS [workload ...]    prints the same JSON object per workload
"""
import json
import resource
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


def mlp(*sizes):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class Cvae(nn.Module):
    def __init__(self, condition, target, hidden, latent, bernoulli):
        super().__init__()
        self.inference = mlp(condition + target, hidden, hidden, 2 * latent)
        self.router = mlp(condition, hidden, hidden, 2 * latent)
        self.decoder = mlp(condition + latent, hidden, hidden, target)
        self.bernoulli = bernoulli

    def loss(self, x, y):
        q_mean, q_logvar = self.inference(torch.cat([x, y], 1)).chunk(2, 1)
        p_mean, p_logvar = self.router(x).chunk(2, 1)
        z = q_mean + torch.exp(0.5 * q_logvar) * torch.randn_like(q_mean)
        output = self.decoder(torch.cat([x, z], 1))
        error = F.binary_cross_entropy_with_logits if self.bernoulli else F.mse_loss
        reconstruction = error(output, y, reduction="sum") / x.shape[0]
        ratio = (q_logvar.exp() + (q_mean - p_mean) ** 2) / p_logvar.exp()
        prior_kl = 0.5 * (p_logvar - q_logvar + ratio - 1).sum(1).mean()
        return reconstruction + prior_kl + 0.01 * q_logvar.exp().mean()


def median_seconds(model, batch, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    times = []
    for _ in range(steps):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        model.loss(*batch()).backward()
        optimizer.step()
        times.append(time.perf_counter() - start)
    times = sorted(times[steps // 5:])
    return times[len(times) // 2]


def normal_batch():
    return torch.randn(256, 8), torch.randn(256, 8)


def binary_batch():
    return torch.rand(128, 784), (torch.rand(128, 784) > 0.5).float()


# name: (model, batch, examples per step, steps)
WORKLOADS = {
    "tabular": (lambda: Cvae(8, 8, 64, 8, False), normal_batch, 256, 1000),
    "quadrant": (lambda: Cvae(784, 784, 500, 50, True), binary_batch, 128, 100),
}

if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    for name in sys.argv[2:] or WORKLOADS:
        model, batch, size, steps = WORKLOADS[name]
        seconds = median_seconds(model(), batch, steps)
        print(json.dumps({
            "workload": name, "threads": torch.get_num_threads(), "ms_per_step": seconds * 1e3, "examples_per_second": size / seconds,
            # In KiB on Linux.
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)
