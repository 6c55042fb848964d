"""Real texts that others published, Chinese and English mixed, from the folder that RECOURSE_DATA
names or that stands beside the clone; nothing of it is ever committed."""

import csv
import itertools
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from support.system import REPOSITORY

FOLDER = Path(os.environ.get("RECOURSE_DATA") or REPOSITORY.parent / "shared" / "data")
# Columns that hold what a customer wrote, by the name that the file gives them.
TEXT_COLUMNS = ("text", "reviewbody", "FFT answer", "留言详情")
CELL_CHARACTERS_MAX = 1_000_000
# What ingest takes (its README): bytes of a text.
TEXT_BYTES_MAX = 65_536
CHINESE_SETS = ("asap_sample", "cocc", "teddy_gov", "zh_reviews")
INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def texts_of(file: Path) -> Iterator[str]:
    """As they are written, also where nothing is."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        table = csv.DictReader(lines, **({} if file.suffix == ".csv" else
                                         {"delimiter": "\t", "quoting": csv.QUOTE_NONE}))
        column = next((name for name in table.fieldnames or () if name in TEXT_COLUMNS), None)
        if column is not None:
            yield from (row[column] or "" for row in table)


def sets() -> dict[str, list[Path]]:
    """The files with texts, by the folder that they stand in."""
    csv.field_size_limit(CELL_CHARACTERS_MAX)
    found: dict[str, list[Path]] = {}
    for file in sorted([*FOLDER.glob("*/*.tsv"), *FOLDER.glob("*/*.csv")]):
        if next(texts_of(file), None) is not None:
            found.setdefault(file.parent.name, []).append(file)
    return found


def in_turns(sources: list[Iterator[str]]) -> Iterator[str]:
    """One of each that is not empty yet, until all are."""
    while sources:
        for source in list(sources):
            text = next(source, None)
            if text is None:
                sources.remove(source)
            else:
                yield text


def mixed(found: dict[str, list[Path]]) -> Iterator[str]:
    """Chinese and English in turns and all sets mixed, for ever."""
    def of(names: list[str]) -> Iterator[str]:
        while names:
            yield from in_turns([itertools.chain.from_iterable(map(texts_of, found[name]))
                                 for name in names])
    chinese = [name for name in found if name in CHINESE_SETS]
    english = [name for name in found if name not in CHINESE_SETS]
    both = [of(names) for names in (chinese, english) if names]
    for turn in zip(*both):
        yield from turn


def is_blank(text: str) -> bool:
    """Nothing that a reader would see."""
    return all(c.isspace() or c in INVISIBLE or unicodedata.category(c) in ("Cc", "Cf")
               for c in text)


def refusal_of(text: str) -> str:
    """The slug with which ingest must refuse a text, "" where it must take it."""
    if "\0" in text:
        return "text-has-nul"
    if len(text.encode()) > TEXT_BYTES_MAX:
        return "text-too-long"
    return "text-empty" if is_blank(text) else ""
