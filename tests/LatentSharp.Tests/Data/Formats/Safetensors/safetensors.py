"""Reads and writes safetensors files by the format's public description alone, with NumPy.
usage: safetensors.py SOURCE COPY    reads SOURCE and writes what it held as COPY"""
import json, struct, sys
import numpy

def read(path):
    data = open(path, "rb").read()
    length, = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__", None)
    values = data[8 + length:]
    tensors = {name: numpy.frombuffer(values[slice(*entry["data_offsets"])], {"F32": "<f4"}[entry["dtype"]]).reshape(entry["shape"])
               for name, entry in header.items()}
    return tensors, metadata

def write(path, tensors, metadata):
    header, offset = {"__metadata__": metadata} if metadata else {}, 0
    for name, tensor in sorted(tensors.items()):
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(tensor.tobytes() for _, tensor in sorted(tensors.items())))

if __name__ == "__main__":
    write(sys.argv[2], *read(sys.argv[1]))
