"""Prints every event of an event file as JSON: a reader of its own, from the public definitions of the format.

Usage: python3 read_events.py FILE

It shares no code with the writer: the framing, the checksum (bit by bit into a table) and protobuf's wire format are all
done here, with the standard library alone. A wrong checksum, an unknown field or a record cut short ends it with an error.
Bytes are printed as hexadecimal digits and numbers that are not finite as strings.
"""

import json
import math
import struct
import sys

# Field numbers as TensorFlow's event.proto, summary.proto, histogram.proto, tensor.proto and tensor_shape.proto, and
# TensorBoard's plugin_data.proto and api.proto (hparams) and google/protobuf/struct.proto give them.
SHAPE = {2: ("dim*", {1: ("size", "int"), 2: ("name", "string")}), 3: ("unknown_rank", "bool")}
TENSOR = {1: ("dtype", "int"), 2: ("tensor_shape", SHAPE), 4: ("tensor_content", "bytes"), 5: ("float_val*", "float")}
HISTOGRAM = {
    1: ("min", "double"), 2: ("max", "double"), 3: ("num", "double"), 4: ("sum", "double"), 5: ("sum_squares", "double"),
    6: ("bucket_limit*", "double"), 7: ("bucket*", "double"),
}
IMAGE = {1: ("height", "int"), 2: ("width", "int"), 3: ("colorspace", "int"), 4: ("encoded_image_string", "bytes")}
METADATA = {
    1: ("plugin_data", {1: ("plugin_name", "string"), 2: ("content", "bytes")}),
    2: ("display_name", "string"), 3: ("summary_description", "string"), 4: ("data_class", "int"),
}
VALUE = {
    1: ("tag", "string"), 2: ("simple_value", "float"), 4: ("image", IMAGE), 5: ("histo", HISTOGRAM),
    7: ("node_name", "string"), 8: ("tensor", TENSOR), 9: ("metadata", METADATA),
}
EVENT = {
    1: ("wall_time", "double"), 2: ("step", "int"), 3: ("file_version", "string"), 5: ("summary", {1: ("value*", VALUE)}),
    7: ("session_log", {1: ("status", "int"), 2: ("checkpoint_path", "string"), 3: ("msg", "string")}),
}
STRUCT_VALUE = {2: ("number_value", "double"), 3: ("string_value", "string"), 4: ("bool_value", "bool")}
EXPERIMENT = {
    1: ("description", "string"), 2: ("user", "string"), 3: ("time_created_secs", "double"),
    4: ("hparam_infos*", {1: ("name", "string"), 2: ("display_name", "string"), 3: ("description", "string"), 4: ("type", "int")}),
    5: ("metric_infos*", {1: ("name", {1: ("group", "string"), 2: ("tag", "string")}), 3: ("display_name", "string"), 5: ("dataset_type", "int")}),
    6: ("name", "string"),
}
HPARAMS = {
    1: ("version", "int"), 2: ("experiment", EXPERIMENT),
    3: ("session_start_info", {1: ("hparams*", {1: ("key", "string"), 2: ("value", STRUCT_VALUE)}), 4: ("group_name", "string"), 5: ("start_time_secs", "double")}),
    4: ("session_end_info", {1: ("status", "int"), 2: ("end_time_secs", "double")}),
}
IMAGE_PLUGIN = {1: ("version", "int"), 2: ("converted_to_tensor", "bool")}
PLUGIN_CONTENT = {"hparams": HPARAMS, "images": IMAGE_PLUGIN}

FIXED = {"double": ("<d", 1), "float": ("<f", 5)}


def crc_table():
    table = []
    for register in range(256):
        for _ in range(8):
            register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
        table.append(register)
    return table


TABLE = crc_table()


def masked_crc(data):
    register = 0xFFFFFFFF
    for byte in data:
        register = TABLE[(register ^ byte) & 0xFF] ^ (register >> 8)
    crc = register ^ 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        header = data[at:at + 12]
        if len(header) < 12:
            raise ValueError(f"byte {at}: the record's length is cut short")
        length, length_crc = struct.unpack("<QI", header)
        if masked_crc(header[:8]) != length_crc:
            raise ValueError(f"byte {at}: wrong checksum of the length")
        payload, footer = data[at + 12:at + 12 + length], data[at + 12 + length:at + 16 + length]
        if len(footer) < 4:
            raise ValueError(f"byte {at}: the record is cut short")
        if masked_crc(payload) != struct.unpack("<I", footer)[0]:
            raise ValueError(f"byte {at}: wrong checksum of the record")
        yield payload
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def number(value):
    return value if math.isfinite(value) else str(value)


def scalar(kind, value):
    if kind == "int":
        return value - (1 << 64) if value >= 1 << 63 else value
    return bool(value)


def decode(data, fields):
    message, at = {}, 0
    while at < len(data):
        key, at = varint(data, at)
        (name, kind), wire = fields[key >> 3], key & 7
        if wire == 0:
            value, at = varint(data, at)
            found = [scalar(kind, value)]
        elif wire in (1, 5):
            pattern, expected = FIXED[kind]
            size = struct.calcsize(pattern)
            if wire != expected:
                raise ValueError(f"{name}: wire type {wire}")
            found = [number(struct.unpack(pattern, data[at:at + size])[0])]
            at += size
        elif wire == 2:
            length, at = varint(data, at)
            part, at = data[at:at + length], at + length
            if len(part) < length:
                raise ValueError(f"{name}: cut short")
            if isinstance(kind, dict):
                found = [decode(part, kind)]
            elif kind == "string":
                found = [part.decode("utf-8")]
            elif kind == "bytes":
                found = [part.hex()]
            else:
                found = [number(value) for (value,) in struct.iter_unpack(FIXED[kind][0], part)]
        else:
            raise ValueError(f"{name}: wire type {wire}")
        if name.endswith("*"):
            message.setdefault(name[:-1], []).extend(found)
        elif name in message:
            raise ValueError(f"{name} is there twice")
        else:
            message[name] = found[0]
    return message


def event(payload):
    message = decode(payload, EVENT)
    for value in message.get("summary", {}).get("value", []):
        plugin = value.get("metadata", {}).get("plugin_data", {})
        fields = PLUGIN_CONTENT.get(plugin.get("plugin_name"))
        if fields and "content" in plugin:
            plugin["content"] = decode(bytes.fromhex(plugin["content"]), fields)
    return message


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        json.dump([event(payload) for payload in records(file.read())], sys.stdout, allow_nan=False)
