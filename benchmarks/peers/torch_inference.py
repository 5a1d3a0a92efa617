"""Times draws of y by a model of LatentSharp in PyTorch: the router, z, the decoder, y.

usage: torch_inference.py MODEL.safetensors ROWS CALLS    prints a JSON list of seconds, the quicker of 1 and 2 threads
"""
import json
import struct
import sys
import time

import torch
import torch.nn.functional as F

path, rows, calls = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open(path, "rb") as file:
    header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    data = file.read()


def tensor(name):
    begin, end = header[name]["data_offsets"]
    return torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32).reshape(header[name]["shape"])


def layers(network):
    count = sum(name.startswith(network + ".") and name.endswith(".weight") for name in header)
    return [(tensor(f"{network}.{i}.weight"), tensor(f"{network}.{i}.bias")) for i in range(count)]


def forward(network, x):
    for weight, bias in network[:-1]:
        x = F.relu(F.linear(x, weight, bias))
    return F.linear(x, *network[-1])


router, decoder = layers("router"), layers("decoder")
x = torch.rand(rows, router[0][0].shape[1]) - 0.5


def draw():
    mean, logvar = forward(router, x).chunk(2, 1)
    y = forward(decoder, torch.cat([x, mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)], 1))
    return y + torch.randn_like(y)


def times(threads):
    torch.set_num_threads(threads)
    for _ in range(calls // 4):
        draw()
    seconds = []
    for _ in range(calls):
        start = time.perf_counter()
        draw()
        seconds.append(time.perf_counter() - start)
    return seconds


with torch.inference_mode():
    print(json.dumps(min((times(1), times(2)), key=lambda seconds: sorted(seconds)[calls // 2])))
