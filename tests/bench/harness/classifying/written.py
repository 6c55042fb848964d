"""The project's own texts as two tables, apart by author and topic as split.json says."""

import json
from pathlib import Path

from harness.options import REPOSITORY

TEXTS = REPOSITORY / "services" / "classify" / "texts"
HEADS = ("category", "type", "dimension", "sentiment", "severity")


def items() -> list[dict]:
    return [json.loads(line) for file in sorted(TEXTS.glob("*.jsonl"))
            for line in file.read_text().splitlines()]


def is_held_out(item: dict) -> bool:
    split = json.loads((TEXTS / "split.json").read_text())["test"]
    return item["author"] in split["authors"] or item["topic"] in split["topics"]


def write(folder: Path) -> None:
    """`texts/train.tsv` and `texts/test.tsv` below the folder."""
    (folder / "texts").mkdir(parents=True)
    parts: dict[str, list[str]] = {"train": [], "test": []}
    for item in items():
        cells = [item[head] for head in HEADS] + [" ".join(item["text"].split())]
        parts["test" if is_held_out(item) else "train"].append("\t".join(cells))
    for name, lines in parts.items():
        table = "\n".join(["\t".join((*HEADS, "text")), *lines]) + "\n"
        (folder / "texts" / f"{name}.tsv").write_text(table)
