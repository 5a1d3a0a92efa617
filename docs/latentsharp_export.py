"""Writes the latent of a trained conditional VAE as the arrays that `latent read` takes.

    from latentsharp_export import export

    export("latent.npz", loader, encode, prior, log_likelihood, prior_kl_weight=1, posterior_variance_weight=0)

The functions may be PyTorch's (1.13 or later, on any device), JAX's or NumPy's; draws come from NumPy's generator.
Needs Python 3.10 and NumPy. Copy this file beside your own code.
"""
import contextlib
import sys

import numpy as np


def export(path, loader, encode, prior=None, log_likelihood=None, *, nll=None, draws=50, seed=0, labels=None,
           factors=None, groups=None, condition=None, prior_kl_weight=None, posterior_variance_weight=None, model=None):
    """Walks over held-out examples twice, batch by batch, and writes `path`, a .npz; returns its arrays by name.

    loader          batches (x, y) or (x, y, label), the same in the same order at each walk: nothing shuffled
    encode          (x, y) -> (mean, logvar) of q(z|x,y), each [N, D]
    prior           x -> (mean, logvar) of p(z|x), each [N, D] or [D]; None for N(0, I)
    log_likelihood  (x, y, z) -> [N], ln p(y|x,z) in nats, summed over y; or nll, its negative
    draws           how many z are drawn of q, and of p, for each example
    labels          [N], a class for each example, where the loader gives none
    factors         [N, F], numbers that the means may carry
    groups          [N], what examples belong together: error bars are over groups
    condition       x -> [N, F], what a linear probe sees of x; where it is None, x itself, flattened
    *_weight        of K_prior and of V_post (the mean of exp(logvar)) beside a reconstruction summed over y
    model           the torch module behind the functions: x and y are moved to its device

    Gradients are off meanwhile, and `model` and whatever module a function is, or is a method of, is in eval mode.
    Raises ValueError where something is not as above, or the arrays disagree.
    """
    _require(str(path).endswith(".npz"), f"{path}: name a file that ends in .npz")
    _require((log_likelihood is None) != (nll is None), "give one of log_likelihood and nll")
    cost = nll or (lambda x, y, z: -log_likelihood(x, y, z))
    device = next((weight.device for weight in model.parameters()), None) if model is not None else None

    def walk():
        for number, batch in enumerate(loader):
            place = f"batch {number}"
            _require(isinstance(batch, (tuple, list)) and len(batch) == 2 + (labels is None and len(batch) > 2),
                     f"{place}: expected (x, y), or (x, y, label) where labels is not given")
            x, y = (part.to(device) if device is not None and _is_tensor(part) else part for part in batch[:2])
            _require(len(x) == len(y), f"{place}: {len(x)} rows of x and {len(y)} of y")
            yield place, x, y, batch[2:]

    with _at_rest(model, encode, prior, log_likelihood, nll):
        known = []
        for place, x, y, label in walk():
            q = _gaussian(f"{place}: encode", encode(x, y), (len(x), "D"))
            p = _gaussian(f"{place}: prior", prior(x), q[0].shape) if prior else np.zeros((2, *q[0].shape))
            seen = _array(condition(x) if condition else x)
            _require(seen.dtype.kind in "biuf", f"{place}: x is no array of numbers; give condition, x -> [N, F]")
            known.append((*q, *p, seen.reshape(len(x), -1), *map(_array, label)))
        _require(sum(len(rows[0]) for rows in known) > 1, "the loader gives fewer than two examples")
        mu, logvar, m, logs, seen, *label = (np.concatenate(column) for column in zip(*known, strict=True))
        given = dict(labels=label[0] if label else labels, factors=factors, groups=groups,
                     prior_kl_weight=prior_kl_weight, posterior_variance_weight=posterior_variance_weight)
        given = {name: _array(value) for name, value in given.items() if value is not None}
        for name in ("labels", "factors", "groups"):
            rows = len(given.get(name, mu))
            _require(rows == len(mu), f"{name}: {rows} rows for {len(mu)} examples")

        rng = np.random.default_rng(seed)
        ring = rng.permutation(len(mu))
        other = np.empty_like(ring)
        other[ring] = np.roll(ring, 1)  # never an example's own, and each once
        blocks, first = [], 0
        for place, x, y, _ in walk():
            rows = slice(first, first + len(x))
            first, half = rows.stop, (len(x) + 1) // 2
            again = encode(x[:half], y[:half])[0]
            stray = np.abs(_real(again) - mu[rows][:half]) if rows.stop <= len(mu) else np.inf
            _require(np.all(stray <= 0.05 * np.exp(logvar[rows][:half] / 2) + 1e-3 * np.abs(mu[rows][:half])),
                     f"{place}: encode gives another mean at the second walk: the loader must not shuffle, and dropout "
                     "and batch statistics must be off, as they are when model is given")

            def decode(mean, log_variance):
                noise = rng.standard_normal(mean.shape)
                z = mean + np.exp(log_variance / 2) * noise
                return _per_example(place, cost(x, y, _like(z, again)), len(x)), z, noise

            at_mean = _per_example(place, cost(x, y, _like(mu[rows], again)), len(x))
            shuffled = decode(mu[other[rows]], logvar[other[rows]])[0]
            ours, theirs, ratios = [], [], []
            for _ in range(draws):
                value, z, noise = decode(mu[rows], logvar[rows])
                ours.append(value)
                theirs.append(decode(m[rows], logs[rows])[0])
                terms = noise**2 + logvar[rows] - logs[rows] - (z - m[rows])**2 / np.exp(logs[rows])
                ratios.append(0.5 * terms.sum(1))
            blocks.append((at_mean, shuffled, *(np.stack(columns, 1) for columns in (ours, theirs, ratios))))
        _require(first == len(mu), f"the second walk gives {first} examples, the first {len(mu)}: give a loader or a "
                 "list, which can be walked twice, not a generator")

    at_mean, shuffled, ours, theirs, ratio = (np.concatenate(column) for column in zip(*blocks))
    kl = 0.5 * (logs - logvar + (np.exp(logvar) + (mu - m)**2) / np.exp(logs) - 1).sum(1)
    apart = -ratio.mean(1) - kl
    _require(abs(apart.mean()) <= 5 * apart.std() / len(kl)**0.5 + 1e-3 * (1 + kl.mean()),
             f"the draws give K_prior {-ratio.mean():.4g}, the closed form {kl.mean():.4g}: q and p are too far apart")
    arrays = dict(
        posterior_mean=mu, posterior_logvar=logvar, prior_mean=m, prior_logvar=logs, condition=seen,
        nll_at_mean=at_mean, nll_posterior=ours, nll_prior=theirs, nll_shuffled=shuffled, log_ratio_posterior=ratio)
    arrays = {name: values.astype(np.float32) for name, values in arrays.items()} | given
    np.savez(path, **arrays)
    return arrays


@contextlib.contextmanager
def _at_rest(*functions):
    """Modules in eval mode and no gradients; afterwards each part is in its own mode again."""
    owners = [owner for owner in (getattr(f, "__self__", f) for f in functions) if hasattr(owner, "named_modules")]
    modes = [(part, part.training) for owner in owners for part in owner.modules()]
    with sys.modules["torch"].no_grad() if "torch" in sys.modules else contextlib.nullcontext():
        try:
            for owner in owners:
                owner.eval()
            yield
        finally:
            for part, mode in modes:
                part.train(mode)


def _require(holds, otherwise):
    if not holds:
        raise ValueError(otherwise)


def _is_tensor(value):
    return "torch" in sys.modules and sys.modules["torch"].is_tensor(value)


def _array(value):
    """As NumPy's; half precisions, one of which NumPy has not, become float32."""
    if _is_tensor(value):
        value = value.detach().cpu()
        return (value.float() if value.is_floating_point() and value.element_size() < 4 else value).numpy()
    return np.asarray(value)


def _real(value):
    return _array(value).astype(np.float64)


def _like(z, sample):
    """z as the kind of array that encode returns, in its precision and on its device."""
    if _is_tensor(sample):
        return sys.modules["torch"].from_numpy(z).to(sample.dtype).to(sample.device)
    return z.astype(np.asarray(sample).dtype)


def _gaussian(place, pair, shape):
    """Mean and log-variance, each of the shape, which may leave the dimensions open; [D] stands for all examples."""
    _require(isinstance(pair, (tuple, list)) and len(pair) == 2, f"{place} must return (mean, logvar)")
    values = [_real(part) for part in pair]
    shape = values[0].shape if "D" in shape and values[0].ndim == 2 and len(values[0]) == shape[0] else shape
    values = [np.broadcast_to(part, shape) if part.shape == shape[1:] else part for part in values]
    for name, part in zip(("mean", "logvar"), values):
        _require(part.shape == shape, f"{place}: {name} has shape {part.shape}, expected {shape}")
        _require(np.isfinite(part).all(), f"{place}: {name} is not finite in {np.sum(~np.isfinite(part).all(1))} rows")
    return values


def _per_example(place, value, examples):
    """One number for each example; an infinite one is a probability of 0, NaN is none."""
    value = _real(value)
    _require(value.shape in ((examples,), (examples, 1)),
             f"{place}: the likelihood has shape {value.shape}, expected ({examples},): a number for each example, "
             "summed over y (reduction='none', then a sum over every axis but the first), never a mean over the batch")
    _require(not np.isnan(value).any(), f"{place}: the likelihood is NaN in {np.isnan(value).sum()} rows")
    return value.reshape(examples)
