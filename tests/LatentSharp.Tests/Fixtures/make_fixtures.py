"""Writes the fixtures beside this file: what distributions and objective terms are worth, by PyTorch in float64.

    python3 make_fixtures.py

Inputs are drawn, rounded to float32 and only then computed with, so both sides start from the same numbers. A file
holds cases; a case holds its inputs, the cotangent that its values are contracted with (absent where the batch is
averaged), the values, and the gradients of the contraction. Where a quantity is a sum whose terms cancel, `scale`
gives the sum of their magnitudes. The output is the same bytes on every run.
"""

import gzip
import json
import math
import zlib
from pathlib import Path

import numpy as np
import torch
from torch.distributions import Independent, Normal, kl_divergence
from torch.nn.functional import logsigmoid

CASES = 225
LOG_VARIANCE = (-30.0, 30.0)
BERNOULLI_LOGITS = (-50.0, 50.0)
# Kept to 80 between the largest and the smallest, so that e^-80 is still a normal float32 number.
CATEGORICAL_LOGITS = (-40.0, 40.0)


# Drawing inputs.

def stratified(rng, count, low, high):
    """Numbers over [low, high], one in each of `count` equal strata, both ends among them, in random order."""
    points = low + (high - low) * (np.arange(count) + rng.random(count)) / count
    points[0], points[-1] = low, high
    return rng.permutation(points)


def shapes(rng):
    """Batches of 1 to 4; dimensions run through 1 to 9."""
    return [(int(rng.integers(1, 5)), 1 + case % 9) for case in range(CASES)]


def spread(rng, sizes, low, high):
    """An array for each shape. In every other case the whole array lies within a band of 2, so that no element drowns the rest."""
    wide = stratified(rng, sum(math.prod(size) for size in sizes[::2]), low, high)
    centres = stratified(rng, len(sizes) // 2, low, high)
    arrays, taken = [], 0
    for case, size in enumerate(sizes):
        if case % 2 == 0:
            arrays.append(wide[taken:taken + math.prod(size)].reshape(size))
            taken += math.prod(size)
        else:
            arrays.append(np.clip(centres[case // 2] + rng.uniform(-1, 1, size), low, high))
    return arrays


def signed(rng, size, low, high):
    """Magnitudes spread evenly over the orders between low and high, of either sign."""
    return rng.choice([-1.0, 1.0], size) * np.exp(rng.uniform(math.log(low), math.log(high), size))


def around(rng, case, mean, log_variance):
    """Points near the mean by the distribution's own scale, or drawn without regard to it."""
    if case % 3 == 0:
        return rng.normal(0, 3, mean.shape)
    return mean + np.exp(log_variance / 2) * rng.normal(size=mean.shape)


def normals(rng):
    for case, log_variance in enumerate(spread(rng, shapes(rng), *LOG_VARIANCE)):
        mean = rng.normal(0, 2, log_variance.shape)
        yield case, mean, log_variance


def pairs(rng):
    """Posteriors and priors: drawn apart, close (by 1e-4 to 1e-1 of the prior's scale), and a few equal."""
    sizes = shapes(rng)
    posteriors, priors = spread(rng, sizes, *LOG_VARIANCE), spread(rng, sizes, *LOG_VARIANCE)
    for case, (size, log_variance) in enumerate(zip(sizes, priors)):
        if case % 3 == 0:
            yield "apart", {
                "q_mean": rng.normal(0, 2, size), "q_log_variance": posteriors[case],
                "p_mean": rng.normal(0, 2, size), "p_log_variance": log_variance}
            continue
        equal = case % 50 == 1
        deviation = np.exp(log_variance / 2)
        mean = deviation * rng.normal(size=size)
        offset, log_ratio = (np.zeros(size),) * 2 if equal else (signed(rng, size, 1e-4, 1e-1), signed(rng, size, 1e-4, 1e-1))
        yield "equal" if equal else "close", {
            "q_mean": mean, "q_log_variance": np.clip(log_variance + log_ratio, *LOG_VARIANCE),
            "p_mean": mean + deviation * offset, "p_log_variance": log_variance}


def binary(rng):
    for logits in spread(rng, shapes(rng), *BERNOULLI_LOGITS):
        yield "binary", {"target": rng.integers(0, 2, logits.shape).astype(float), "logits": logits}


# The quantities, in float64.

def normal(mean, log_variance):
    return Independent(Normal(mean, torch.exp(log_variance / 2)), 1)


def log_density(x, mean, log_variance):
    return normal(mean, log_variance).log_prob(x)


def log_density_scale(x, mean, log_variance):
    squares = (x - mean) ** 2 * torch.exp(-log_variance)
    return ((math.log(2 * math.pi) + log_variance.abs() + squares) / 2).sum(-1)


def log_variance_gradient_scale(x, mean, log_variance):
    return ((x - mean) ** 2 * torch.exp(-log_variance) + 1) / 2


def divergence(q_mean, q_log_variance, p_mean, p_log_variance):
    """kl_divergence of torch forms r - 1 - ln r, which loses half its digits where r is near 1; expm1 does not."""
    log_ratio = q_log_variance - p_log_variance
    squares = (q_mean - p_mean) ** 2 * torch.exp(-p_log_variance)
    value = ((torch.expm1(log_ratio) - log_ratio + squares) / 2).sum(-1)
    torch_value = kl_divergence(normal(q_mean, q_log_variance), normal(p_mean, p_log_variance))
    bound = 1e-13 * (torch.exp(log_ratio) + 1 + log_ratio.abs() + squares).sum(-1)
    assert ((value - torch_value).abs() <= bound).all()
    return value


def divergence_gradient_scale(q_mean, q_log_variance, p_mean, p_log_variance):
    """Of the prior's log-variance, whose two terms, 1 - r and the squared distance, may have opposite signs."""
    return (torch.expm1(q_log_variance - p_log_variance).abs() + (q_mean - p_mean) ** 2 * torch.exp(-p_log_variance)) / 2


def bernoulli(target, logits):
    """By logsigmoid: torch's binary cross-entropy takes ln(1 + e^-50), which is 0 even in float64."""
    return (target * logsigmoid(logits) + (1 - target) * logsigmoid(-logits)).sum(-1)


def categorical(target, logits):
    """ln p_k = -ln(1 + sum over j other than k of e^(l_j - l_k)): log_softmax would round ln p_k to 0 where p_k is near 1."""
    odds = torch.exp(logits[:, None, :] - logits[:, :, None]) * (1 - torch.eye(logits.shape[-1], dtype=torch.float64))
    log_probabilities = -torch.log1p(odds.sum(-1))
    assert torch.allclose(log_probabilities, torch.log_softmax(logits, -1), rtol=1e-12, atol=1e-13)
    return (target * log_probabilities).sum(-1)


# Writing.

def as_input(array):
    """The shortest decimals that read back as the float32 numbers."""
    return {"shape": list(array.shape), "values": [float(str(v)) for v in array.astype(np.float32).ravel()]}


def rounded(tensor, digits):
    return [float(f"{v:.{digits}g}") for v in tensor.detach().reshape(-1).tolist()]


def quantity(tensor, scale=None):
    written = {"values": rounded(tensor, 12)}
    if scale is not None:
        written["scale"] = rounded(scale, 6)
    return written


def case(rng, name, inputs, function, by=None, value_scale=None, gradient_scales=None, averaged=False):
    """One case; `by` names the inputs differentiated by (all, unless given). The scales are functions of the inputs."""
    inputs = {key: np.asarray(array).astype(np.float32) for key, array in inputs.items()}
    tensors = {key: torch.tensor(array, dtype=torch.float64) for key, array in inputs.items()}
    by = list(inputs) if by is None else by
    for key in by:
        tensors[key].requires_grad_()
    value = function(**tensors)
    written = {"name": name, "inputs": {key: as_input(array) for key, array in inputs.items()}}
    if averaged:
        weight = torch.full(value.shape, 1 / value.numel(), dtype=torch.float64)
        written["mean"] = quantity(value.mean(), value_scale(**tensors).mean() if value_scale else None)
    else:
        cotangent = signed(rng, tuple(value.shape), 0.25, 4).astype(np.float32)
        weight = torch.tensor(cotangent, dtype=torch.float64)
        written["cotangent"] = as_input(cotangent)
    gradients = torch.autograd.grad((weight * value).sum(), [tensors[key] for key in by])
    written["value"] = quantity(value, value_scale(**tensors) if value_scale else None)
    written["gradients"] = {}
    for key, gradient in zip(by, gradients):
        scale = None
        if gradient_scales and key in gradient_scales:
            scale = gradient_scales[key](**tensors)
            # Over draws, of which an example has several, all weights are equal.
            scale = scale * (weight.abs()[:, None] if len(scale) == len(weight) else weight.abs().mean())
            # A number shared by all elements collects their terms.
            scale = scale if scale.shape == gradient.shape else scale.sum()
        written["gradients"][key] = quantity(gradient, scale)
    return written


# The files: one function each, named as the file.

def diagonal_normal_log_probability(rng):
    for index, mean, log_variance in normals(rng):
        inputs = {"x": around(rng, index, mean, log_variance), "mean": mean, "log_variance": log_variance}
        yield case(rng, "normal", inputs, log_density, value_scale=log_density_scale,
                   gradient_scales={"log_variance": log_variance_gradient_scale})


def diagonal_normal_divergence(rng):
    for name, inputs in pairs(rng):
        yield case(rng, name, inputs, divergence, gradient_scales={"p_log_variance": divergence_gradient_scale})


def diagonal_normal_divergence_from_unit(rng):
    def from_unit(mean, log_variance):
        return divergence(mean, log_variance, torch.zeros_like(mean), torch.zeros_like(mean))

    for index, mean, log_variance in normals(rng):
        if index % 3 == 0:
            mean, log_variance = signed(rng, mean.shape, 1e-4, 1e-1), signed(rng, mean.shape, 1e-4, 1e-1)
        yield case(rng, "close" if index % 3 == 0 else "apart", {"mean": mean, "log_variance": log_variance}, from_unit)


def diagonal_normal_entropy(rng):
    def entropy(log_variance):
        return normal(torch.zeros_like(log_variance), log_variance).entropy()

    def scale(log_variance):
        return ((1 + math.log(2 * math.pi) + log_variance.abs()) / 2).sum(-1)

    for _, _, log_variance in normals(rng):
        yield case(rng, "normal", {"log_variance": log_variance}, entropy, value_scale=scale)


def diagonal_normal_sample(rng):
    def sample(mean, log_variance, noise):
        return mean + torch.exp(log_variance / 2) * noise

    def scale(mean, log_variance, noise):
        return mean.abs() + torch.exp(log_variance / 2) * noise.abs()

    for _, mean, log_variance in normals(rng):
        inputs = {"mean": mean, "log_variance": log_variance, "noise": rng.normal(size=mean.shape)}
        yield case(rng, "normal", inputs, sample, by=["mean", "log_variance"], value_scale=scale)


def scaled_normal(rng, by):
    log_variances = stratified(rng, CASES, *LOG_VARIANCE)
    for index, size in enumerate(shapes(rng)):
        mean, log_variance = rng.normal(0, 2, size), log_variances[index:index + 1]
        inputs = {"x": around(rng, index, mean, log_variance), "mean": mean, "log_variance": log_variance}
        yield case(rng, "normal", inputs, lambda x, mean, log_variance: log_density(x, mean, log_variance.expand(x.shape)), by=by,
                   value_scale=lambda x, mean, log_variance: log_density_scale(x, mean, log_variance.expand(x.shape)),
                   gradient_scales={"log_variance": log_variance_gradient_scale})


def scaled_normal_fixed(rng):
    return scaled_normal(rng, ["x", "mean"])


def scaled_normal_learned(rng):
    return scaled_normal(rng, ["x", "mean", "log_variance"])


def bernoulli_log_probability(rng):
    for name, inputs in binary(rng):
        yield case(rng, name, inputs, bernoulli)


def categorical_log_probability(rng):
    sizes = [(int(rng.integers(1, 5)), 2 + index % 11) for index in range(CASES)]
    for logits in spread(rng, sizes, *CATEGORICAL_LOGITS):
        target = np.eye(logits.shape[1])[rng.integers(0, logits.shape[1], logits.shape[0])]
        yield case(rng, "one-hot", {"target": target, "logits": logits}, categorical)


def reconstruction(rng):
    for name, inputs in binary(rng):
        yield case(rng, name, inputs, lambda target, logits: -bernoulli(target, logits), averaged=True)


def prior_kl(rng):
    for name, inputs in pairs(rng):
        yield case(rng, name, inputs, divergence, averaged=True, gradient_scales={"p_log_variance": divergence_gradient_scale})


def posterior_variance(rng):
    for _, _, log_variance in normals(rng):
        yield case(rng, "normal", {"q_log_variance": log_variance}, lambda q_log_variance: torch.exp(q_log_variance).mean(-1), averaged=True)


def posterior_entropy(rng):
    def entropy(q_log_variance):
        return normal(torch.zeros_like(q_log_variance), q_log_variance).entropy()

    def scale(q_log_variance):
        return ((1 + math.log(2 * math.pi) + q_log_variance.abs()) / 2).sum(-1)

    for _, _, log_variance in normals(rng):
        yield case(rng, "normal", {"q_log_variance": log_variance}, entropy, averaged=True, value_scale=scale)


def relative_variance(rng):
    for name, inputs in pairs(rng):
        inputs = {key: array for key, array in inputs.items() if key.endswith("log_variance")}
        yield case(rng, name, inputs, lambda q_log_variance, p_log_variance: torch.exp(q_log_variance - p_log_variance).mean(-1), averaged=True)


def router_marginal_kl(rng):
    def marginal(p_mean, p_log_variance):
        mean = p_mean.mean(0)
        variance = torch.exp(p_log_variance).mean(0) + ((p_mean - mean) ** 2).mean(0)
        moments = torch.distributions.Normal(mean, variance.sqrt())
        value = kl_divergence(Independent(moments, 1), normal(torch.zeros_like(mean), torch.zeros_like(mean)))
        return value.expand(len(p_mean))

    for index, mean, log_variance in normals(rng):
        if index % 3 == 0:
            # Near the unit normal, where s - 1 and ln s cancel.
            mean, log_variance = signed(rng, mean.shape, 1e-3, 1), signed(rng, mean.shape, 1e-3, 1)
        yield case(rng, "near" if index % 3 == 0 else "far", {"p_mean": mean, "p_log_variance": log_variance}, marginal, averaged=True)


def free_bits(rng):
    def clipped(free, **parts):
        log_ratio = parts["q_log_variance"] - parts["p_log_variance"]
        squares = (parts["q_mean"] - parts["p_mean"]) ** 2 * torch.exp(-parts["p_log_variance"])
        each = ((torch.expm1(log_ratio) - log_ratio + squares) / 2).mean(0)
        return torch.maximum(each, free).sum().expand(len(log_ratio))

    for name, inputs in pairs(rng):
        inputs["free"] = np.exp(rng.uniform(math.log(1e-6), math.log(10), 1))
        yield case(rng, name, inputs, clipped, by=[key for key in inputs if key != "free"], averaged=True,
                   gradient_scales={"p_log_variance": lambda free, **parts: divergence_gradient_scale(**parts)})


def capacity(rng):
    def distance(capacity, **parts):
        return (divergence(**parts).mean() - capacity).abs().expand(len(parts["q_mean"]))

    def scale(capacity, **parts):
        return (divergence(**parts).mean() + capacity).expand(len(parts["q_mean"]))

    for name, inputs in pairs(rng):
        inputs["capacity"] = np.exp(rng.uniform(math.log(1e-6), math.log(100), 1))
        yield case(rng, name, inputs, distance, by=[key for key in inputs if key != "capacity"], averaged=True, value_scale=scale,
                   gradient_scales={"p_log_variance": lambda capacity, **parts: divergence_gradient_scale(**parts)})


def aggregate_mmd(rng):
    def kernel(a, b):
        width = 2 * a.shape[-1]
        return width / (width + torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist") ** 2)

    def others(size):
        return (1 - torch.eye(size, dtype=torch.float64)) / (size - 1)

    def discrepancy(z, w):
        between = kernel(z, w)
        return ((kernel(z, z) + kernel(w, w) - between - between.T) * others(len(z))).sum(-1)

    def scale(z, w):
        between = kernel(z, w)
        return ((kernel(z, z) + kernel(w, w) + between + between.T) * others(len(z))).sum(-1)

    def slopes(a, b):
        width, difference = 2 * a.shape[-1], (a[:, None] - b[None]).abs()
        slope = 2 * width * difference / (width + (difference ** 2).sum(-1, keepdim=True)) ** 2
        return 2 * (slope * others(len(a))[..., None]).sum(1)

    for index in range(CASES):
        size = (int(rng.integers(2, 6)), 1 + index % 9)
        inputs = {"z": rng.normal(rng.normal(), np.exp(rng.normal()), size), "w": rng.normal(0, 1, size)}
        yield case(rng, "draws", inputs, discrepancy, averaged=True, value_scale=scale, gradient_scales={
            "z": lambda z, w: slopes(z, z) + slopes(z, w), "w": lambda z, w: slopes(w, w) + slopes(w, z)})


def inter_latent_divergence(rng):
    def parts(target, logits, log_weights):
        values = len(logits) // len(target)
        each = bernoulli(target.repeat(values, 1), logits).reshape(values, -1)
        return values, each, torch.exp(log_weights).reshape(values, -1)

    def overlap(target, logits, log_weights):
        values, each, weights = parts(target, logits, log_weights)
        return torch.logsumexp(each, 0) - (weights * each).sum(0)

    def value_scale(target, logits, log_weights):
        values, each, weights = parts(target, logits, log_weights)
        return torch.logsumexp(each, 0).abs() + (weights * each.abs()).sum(0) + math.log(values)

    def logit_scale(target, logits, log_weights):
        values, each, weights = parts(target, logits, log_weights)
        share = (torch.softmax(each, 0) + weights).reshape(-1, 1)
        return share * (target.repeat(values, 1) - torch.sigmoid(logits)).abs()

    for index, (batch, width) in enumerate(shapes(rng)):
        values = 2 + index % 7
        own = rng.normal(0, 2, (values, batch))
        inputs = {
            "target": rng.integers(0, 2, (batch, width)).astype(float),
            "logits": rng.uniform(-5, 5, (values * batch, width)),
            "log_weights": (own - np.log(np.exp(own).sum(0))).reshape(-1)}
        yield case(rng, "values", inputs, overlap, by=["logits", "log_weights"], averaged=True, value_scale=value_scale,
                   gradient_scales={"logits": logit_scale})


FILES = (
    diagonal_normal_log_probability, diagonal_normal_divergence, diagonal_normal_divergence_from_unit, diagonal_normal_entropy,
    diagonal_normal_sample, scaled_normal_fixed, scaled_normal_learned, bernoulli_log_probability, categorical_log_probability,
    reconstruction, prior_kl, posterior_variance, posterior_entropy, relative_variance, router_marginal_kl, free_bits, capacity,
    aggregate_mmd, inter_latent_divergence)


def main():
    for make in FILES:
        name = make.__name__
        cases = list(make(np.random.Generator(np.random.PCG64(zlib.crc32(name.encode())))))
        text = json.dumps({"cases": cases}, separators=(",", ":"))
        # No file name and no time in the header, so that equal contents are equal files.
        with open(Path(__file__).parent / f"{name}.json.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
            packed.write(text.encode())
        print(f"{name}: {len(cases)} cases")


if __name__ == "__main__":
    main()
