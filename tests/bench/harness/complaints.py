"""Complaints to send: the sample's texts, each from a customer of its own, under new ids."""

import itertools
import json
from pathlib import Path

from harness.options import REPOSITORY

SAMPLE = REPOSITORY / "deploy" / "local" / "sample" / "complaints.jsonl"


def write(file: Path, prefix: str, count: int) -> None:
    """`prefix` makes ids and customers new: no two runs of one system may share it."""
    sample = [json.loads(line) for line in SAMPLE.read_text().splitlines()]
    with file.open("w") as out:
        for i, piece in zip(range(count), itertools.cycle(sample)):
            new = {**piece, "external_id": f"{prefix}-{i}",
                   "customer": {**piece["customer"], "external_id": f"{prefix}-customer-{i}"}}
            new.pop("occurred_time", None)
            out.write(json.dumps(new, ensure_ascii=False) + "\n")
