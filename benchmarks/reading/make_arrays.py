"""Writes drawn diagonal Gaussians as evidence for `latent read`, to time a reading on more rows than memory likes.

    python make_arrays.py OUT.npz|OUT.safetensors [--rows 5000000] [--dimensions 16] [--seed 1]

The four arrays (posterior_mean, posterior_logvar, prior_mean, prior_logvar) are float32 and stored uncompressed:
5,000,000 x 16 makes a file of 1.28 GB. Rows are drawn in chunks, so that making the file takes little memory.
"""
import argparse
import json
import struct
import zipfile
from pathlib import Path

import numpy as np

NAMES = ("posterior_mean", "posterior_logvar", "prior_mean", "prior_logvar")
CHUNK = 100_000


def draw(name, rows, dimensions, seed):
    """The chunks of one array. Posteriors are narrower than priors and their means follow the router's."""
    scales = {"posterior_mean": 1.2, "posterior_logvar": 0.7, "prior_mean": 1.0, "prior_logvar": 0.5}
    shifts = {"posterior_mean": 0.0, "posterior_logvar": -1.5, "prior_mean": 0.0, "prior_logvar": 0.2}
    generator = np.random.default_rng([seed, NAMES.index(name)])
    for first in range(0, rows, CHUNK):
        block = generator.standard_normal((min(CHUNK, rows - first), dimensions), dtype=np.float32)
        yield block * np.float32(scales[name]) + np.float32(shifts[name])


def write_npz(path, rows, dimensions, seed):
    header = {"descr": "<f4", "fortran_order": False, "shape": (rows, dimensions)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name in NAMES:
            with archive.open(name + ".npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array_header_1_0(entry, header)
                for block in draw(name, rows, dimensions, seed):
                    entry.write(block.tobytes())


def write_safetensors(path, rows, dimensions, seed):
    size = rows * dimensions * 4
    header = {name: {"dtype": "F32", "shape": [rows, dimensions], "data_offsets": [i * size, (i + 1) * size]}
              for i, name in enumerate(NAMES)}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in NAMES:
            for block in draw(name, rows, dimensions, seed):
                file.write(block.tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--dimensions", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write = {".npz": write_npz, ".safetensors": write_safetensors}.get(options.out.suffix)
    if write is None:
        parser.error(f"{options.out}: name a file that ends in .npz or .safetensors")
    write(options.out, options.rows, options.dimensions, options.seed)


if __name__ == "__main__":
    main()
