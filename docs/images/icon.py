"""Draws icon.png: a broad and a narrow bell curve. python3 docs/images/icon.py"""

import math
import pathlib
import struct
import zlib

SIZE, FINER = 128, 4
PAGE, BROAD, NARROW = (20, 24, 38), (127, 176, 255), (243, 165, 97)


def colour(x, y):
    """The colour of a point of the unit square, y upwards, and whether it is inside the round corners."""
    edge = [max(abs(2 * v - 1) - 0.72, 0) / 0.28 for v in (x, y)]
    if math.hypot(*edge) > 1:
        return PAGE, False
    height = y - 0.2
    if 0 <= height < 0.62 * math.exp(-(((x - 0.6) / 0.09) ** 2) / 2):
        return NARROW, True
    if 0 <= height < 0.34 * math.exp(-(((x - 0.44) / 0.19) ** 2) / 2):
        return BROAD, True
    return PAGE, True


def pixel(row, column):
    points = [
        colour((column + (i + 0.5) / FINER) / SIZE, 1 - (row + (j + 0.5) / FINER) / SIZE)
        for i in range(FINER)
        for j in range(FINER)
    ]
    inside = [point for point, held in points if held] or [PAGE]
    mean = [round(sum(point[channel] for point in inside) / len(inside)) for channel in range(3)]
    return bytes([*mean, round(255 * sum(held for _, held in points) / len(points))])


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


rows = b"".join(b"\0" + b"".join(pixel(row, column) for column in range(SIZE)) for row in range(SIZE))
pathlib.Path(__file__).with_name("icon.png").write_bytes(
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(rows, 9))
    + chunk(b"IEND", b"")
)
