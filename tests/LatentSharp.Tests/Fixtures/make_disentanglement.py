"""Writes disentanglement.json.gz beside this file: MIG, SAP, modularity and DCI of drawn columns, by their papers'
equations, with scikit-learn's mutual information and ridge regression.

    python3 make_disentanglement.py

The output is the same bytes on every run.
"""

import gzip
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import mutual_info_score

BINS, RIDGE, CASES = 20, 1e-3, 36


def binned(column):
    """np.histogram's bins of equal width; the greatest value is in the last."""
    return np.digitize(column, np.histogram(column, BINS)[1][:-1]) if np.ptp(column) > 0 else np.zeros(len(column), int)


def classes(factor):
    return factor if len(np.unique(factor)) <= BINS else binned(factor)


def entropy(parts):
    parts = parts[parts > 0] / parts.sum()
    return -(parts * np.log(parts)).sum()


def gap(scores):
    """Of [dimensions, factors], between the two largest of each factor."""
    largest = np.sort(scores, 0)
    return largest[-1] - largest[-2]


def standardized(columns):
    deviation = columns.std(1, keepdims=True)
    return (columns - columns.mean(1, keepdims=True)) / np.where(deviation > 0, deviation, 1)


def scores(dimensions, factors):
    codes, values = [binned(z) for z in dimensions], [classes(v) for v in factors]
    information = np.array([[mutual_info_score(z, v) for v in values] for z in codes])
    entropies = np.array([mutual_info_score(v, v) for v in values])
    squares = information ** 2
    most = squares.max(1)
    deviation = (squares.sum(1) - most) / (np.where(most > 0, most, 1) * (len(factors) - 1))
    correlation = np.array([[np.corrcoef(z, v)[0, 1] ** 2 if np.ptp(z) > 0 else 0 for v in factors] for z in dimensions])
    examples = len(factors[0])
    probe = Ridge(alpha=RIDGE * examples, fit_intercept=False).fit(standardized(dimensions).T, standardized(factors).T)
    importance = np.abs(probe.coef_.T)
    rows, columns = importance.sum(1), importance.sum(0)
    serves = [1 - entropy(row) / np.log(len(factors)) if row.sum() > 0 else 0 for row in importance]
    takes = [1 - entropy(column) / np.log(len(dimensions)) if column.sum() > 0 else 0 for column in importance.T]
    return {
        "mig": (gap(information) / entropies).mean(), "sap": gap(correlation).mean(),
        "modularity": np.where(most > 0, 1 - deviation, 0).mean(),
        "dci_disentanglement": (rows / rows.sum() * serves).sum(), "dci_completeness": np.mean(takes)}


def case(rng, index):
    examples, dimensions, factors = int(rng.integers(60, 120)), 2 + index % 4, 2 + index % 3
    # Of few values in every other case, of many in the others.
    truth = rng.integers(0, 4, (factors, examples)).astype(float) if index % 2 else rng.normal(size=(factors, examples))
    mixing = rng.normal(size=(dimensions, factors)) * (rng.random((dimensions, factors)) < 0.5)
    means = mixing @ truth + 0.3 * rng.normal(size=(dimensions, examples))
    if index % 6 == 5:
        means[0] = 1.5
    means, truth = np.round(means, 4), np.round(truth, 4)
    order = rng.permutation(examples)
    return {
        "dimensions": means.tolist(), "factors": truth.tolist(), "order": order.tolist(),
        **scores(means, truth), "control": scores(means, truth[:, order])}


def main():
    rng = np.random.Generator(np.random.PCG64(7))
    text = json.dumps({"cases": [case(rng, index) for index in range(CASES)]}, separators=(",", ":"))
    with open(Path(__file__).parent / "disentanglement.json.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


if __name__ == "__main__":
    main()
