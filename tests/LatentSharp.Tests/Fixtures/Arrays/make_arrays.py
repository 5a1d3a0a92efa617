"""Writes the files beside this one: evidence as NumPy and safetensors writers leave it, and the values to be read.

    python3 make_arrays.py

`values.json` gives for each file and role the shape [rows, columns] and the numbers, row-major, as float64. The output
is the same bytes on every run.
"""

import json
import struct
import time
import zipfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
EXAMPLES, DIMENSIONS, DRAWS = 7, 3, 2

# Zip entries carry the time at which they were written.
zipfile.time.localtime = lambda *_: time.gmtime(1_600_000_000)


def evidence(rng):
    return {
        "posterior_mean": rng.standard_normal((EXAMPLES, DIMENSIONS)),
        "posterior_logvar": rng.standard_normal((EXAMPLES, DIMENSIONS)),
        "prior_mean": rng.standard_normal((EXAMPLES, DIMENSIONS)),
        "prior_logvar": rng.standard_normal((EXAMPLES, DIMENSIONS)),
        "labels": rng.integers(0, 100, EXAMPLES),
        "factors": rng.standard_normal((EXAMPLES, 2)),
        "nll_at_mean": rng.standard_normal(EXAMPLES),
        "nll_posterior": rng.standard_normal((EXAMPLES, DRAWS)),
        "nll_prior": rng.standard_normal((EXAMPLES, 4)),
        "nll_shuffled": rng.standard_normal(EXAMPLES),
        "log_ratio_posterior": rng.standard_normal((EXAMPLES, DRAWS)),
        "posterior_variance_weight": np.array(0.25),
    }


def write_npy(path, array, version):
    with open(path, "wb") as file:
        np.lib.format.write_array(file, array, version=version)


def write_safetensors(path, tensors):
    """Arrays by name as (dtype, bytes, shape), in the order given."""
    header, begin = {"__metadata__": {"format": "pt"}}, 0
    for name, (dtype, values, shape) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [begin, begin + len(values)]}
        begin += len(values)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    body = b"".join(values for _, values, _ in tensors.values())
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def bfloat16(array):
    """The upper halves of float32 numbers, and the numbers that they are."""
    upper = (array.astype("<f4").view("<u4") >> 16).astype("<u2")
    return upper, (upper.astype("<u4") << 16).view("<f4").reshape(array.shape)


def expected(arrays):
    def rows(array):
        values = np.asarray(array).astype(np.float64)
        shape = [values.shape[0] if values.ndim else 1, values.shape[1] if values.ndim == 2 else 1]
        return {"shape": shape, "values": values.reshape(-1).tolist()}
    return {name: rows(array) for name, array in arrays.items()}


def main():
    rng = np.random.default_rng(20)
    values = {}

    arrays = {name: array.astype("<f4") if array.dtype == np.float64 and array.ndim else array
              for name, array in evidence(rng).items()}
    np.savez(HERE / "stored.npz", **arrays)
    values["stored.npz"] = expected(arrays)

    arrays = evidence(rng)
    for role in ("posterior_mean", "nll_prior"):
        arrays[role] = arrays[role].astype("<f2")
    arrays["prior_mean"] = np.asfortranarray(arrays["prior_mean"].astype("<f4"))
    arrays["labels"] = arrays["labels"].astype("<i4")
    arrays["nll_at_mean"] = arrays["nll_at_mean"].reshape(-1, 1)
    arrays["posterior_variance_weight"] = np.array([0], "<i8")
    np.savez_compressed(HERE / "compressed.npz", **arrays)
    values["compressed.npz"] = expected(arrays)

    arrays = evidence(rng)
    arrays["posterior_mean"] = np.asfortranarray(arrays["posterior_mean"].astype(">f4"))
    arrays["posterior_logvar"] = np.asfortranarray(arrays["posterior_logvar"].astype(">f8"))
    arrays["prior_mean"] = np.asfortranarray(arrays["prior_mean"].astype(">f2"))
    arrays["labels"] = arrays["labels"].astype(">u4")
    arrays["factors"] = arrays["factors"] > 0
    arrays["nll_prior"] = arrays["nll_prior"].astype("<f8")[:, 0]
    np.savez(HERE / "turned.npz", **arrays)
    values["turned.npz"] = expected(arrays)

    # Names of another project, beside arrays that no reading can use.
    arrays = evidence(rng)
    np.savez(
        HERE / "renamed.npz", mu=arrays["posterior_mean"], logvar=arrays["posterior_logvar"],
        notes=np.array([{"seed": 1}], dtype=object), table=np.zeros(2, [("a", "<f4"), ("b", "<i4")]),
        frequencies=np.zeros(3, "<c8"), images=np.zeros((EXAMPLES, 2, 2), "<f4"))
    values["renamed.npz"] = expected({role: arrays[role] for role in ("posterior_mean", "posterior_logvar")})

    folder = HERE / "folder"
    folder.mkdir(exist_ok=True)
    arrays = evidence(rng)
    arrays["labels"] = arrays["labels"].astype("|i1")
    arrays["factors"] = rng.integers(0, 60000, (EXAMPLES, 2)).astype("<u2")
    for index, (role, array) in enumerate(arrays.items()):
        write_npy(folder / f"{role}.npy", array, [(1, 0), (2, 0), (3, 0)][index % 3])
    values["folder"] = expected(arrays)

    arrays = evidence(rng)
    upper, arrays["prior_logvar"] = bfloat16(arrays["prior_logvar"])
    kinds = {"posterior_mean": ("F16", "<f2"), "posterior_logvar": ("F64", "<f8"), "labels": ("I64", "<i8"),
             "factors": ("I16", "<i2"), "posterior_variance_weight": ("F32", "<f4")}
    tensors = {"unread": ("F8_E4M3", b"\0" * 5, [5])}
    for role, array in arrays.items():
        dtype, code = kinds.get(role, ("F32", "<f4"))
        if role == "factors":
            array = array * 1000
        if role == "prior_logvar":
            tensors[role] = ("BF16", upper.tobytes(), list(array.shape))
        else:
            arrays[role] = array.astype(code)
            tensors[role] = (dtype, arrays[role].tobytes(), list(array.shape))
    write_safetensors(HERE / "evidence.safetensors", tensors)
    values["evidence.safetensors"] = expected(arrays)

    (HERE / "values.json").write_text(json.dumps(values) + "\n")


if __name__ == "__main__":
    main()
