"""Bytes as data. A specification is a JSON value:

    "text"                                        its UTF-8
    {"hex": "cd b6"}                              these bytes
    {"base64": "..."}                             these bytes
    {"generator": "repeat", "of": S, "count": N}  S, N times
    {"generator": "nested", "open": S, "inside": S, "close": S, "count": N}
    {"generator": "random", "seed": N, "count": N}   pseudo-random bytes, the same for a seed
    {"generator": "numbered", "format": "..%d..", "count": N}   the format with 0, 1, 2, ...
    {"generator": "gzip", "of": S, "layers": N}   compressed, N times over
    [S, S, ...]                                   one after another
"""

import base64
import gzip
import random


def to_bytes(spec) -> bytes:
    if isinstance(spec, str):
        return spec.encode("utf-8")
    if isinstance(spec, list):
        return b"".join(to_bytes(part) for part in spec)
    if "hex" in spec:
        return bytes.fromhex(spec["hex"])
    if "base64" in spec:
        return base64.b64decode(spec["base64"], validate=True)
    return GENERATORS[spec["generator"]](spec)


def repeat(spec) -> bytes:
    return to_bytes(spec["of"]) * spec["count"]


def nested(spec) -> bytes:
    return (to_bytes(spec["open"]) * spec["count"] + to_bytes(spec.get("inside", ""))
            + to_bytes(spec.get("close", "")) * spec["count"])


def pseudo_random(spec) -> bytes:
    return random.Random(spec["seed"]).randbytes(spec["count"])


def numbered(spec) -> bytes:
    return "".join(spec["format"] % number for number in range(spec["count"])).encode("utf-8")


def compressed(spec) -> bytes:
    data = to_bytes(spec["of"])
    for _ in range(spec.get("layers", 1)):
        data = gzip.compress(data, mtime=0)
    return data


GENERATORS = {"repeat": repeat, "nested": nested, "random": pseudo_random, "numbered": numbered,
              "gzip": compressed}
