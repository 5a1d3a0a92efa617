"""Rewrites the UCI optical digits test set as two gzipped IDX files beside this script.

Usage: python3 make_digits.py optdigits.tes

Each line of the source holds the 64 pixels of an 8 x 8 image, 0 to 16, and the digit. A source in gzip is read too. The
files hold the same numbers in the same order, and running the script again gives the same values.
"""

import gzip
import pathlib
import struct
import sys


def write(name, magic, extents, values):
    header = struct.pack(f">{1 + len(extents)}I", magic, *extents)
    path = pathlib.Path(__file__).parent / name
    # Without a time stamp, so that the bytes depend on the values alone.
    path.write_bytes(gzip.compress(header + bytes(values), compresslevel=9, mtime=0))


source = pathlib.Path(sys.argv[1]).read_bytes()
if source[:2] == b"\x1f\x8b":
    source = gzip.decompress(source)
rows = [[int(value) for value in line.split(b",")] for line in source.split()]
assert all(len(row) == 65 and max(row[:64]) <= 16 for row in rows)
write("images.idx.gz", 0x803, (len(rows), 8, 8), [value for row in rows for value in row[:64]])
write("labels.idx.gz", 0x801, (len(rows),), [row[64] for row in rows])
