"""Recourse's own: trained, measured and timed by the programs that ship."""

import hashlib
import json
from pathlib import Path

from harness.classifying.child import run
from harness.classifying.sets import Set
from harness.options import Options

SECONDS = 2.0        # of CPU a figure of speed is taken from
SMOKE_SECONDS = 0.05


class Ours:
    """One manifest's model. `folder` keeps the model and its tables of examples."""

    def __init__(self, options: Options, of: Set, folder: Path) -> None:
        self.options, self.of = options, of
        self.model = folder / f"{of.name}.model"
        self.tables = folder / of.name
        self.control = options.program("recoursectl")
        self.train_seconds = 0.0

    def train(self) -> str:
        """Makes the model and gives back its digest."""
        done = run([self.control, "model", "train", self.of.manifest, "--data", self.of.data,
                    "--out", self.model])
        self.train_seconds = done.cpu_seconds
        return hashlib.sha256(self.model.read_bytes()).hexdigest()

    def evaluate(self) -> list[dict]:
        """The development part as it is, then in each disguise: each by head."""
        done = run([self.control, "--json", "model", "evaluate", self.of.manifest, "--data",
                    self.of.data, "--model", self.model, "--disguise", "all"])
        return json.loads(done.said)["measured"]

    def examples(self, part: str) -> list[dict[str, str]]:
        """The rows that the model learned (`train`) or is measured on (`develop`)."""
        table = Path(f"{self.tables}.{part}.tsv")
        if not table.exists():
            run([self.control, "model", "examples", self.of.manifest, "--data", self.of.data,
                 "--out", self.tables])
        names, *lines = table.read_text().removesuffix("\n").split("\n")
        return [dict(zip(names.split("\t"), line.split("\t"), strict=True)) for line in lines]

    def seconds_a_text(self, lines: Path) -> tuple[float, float]:
        """CPU of a text, and of its folding alone."""
        seconds = SMOKE_SECONDS if self.options.smoke else SECONDS
        done = run([self.options.program("bench_classify"), self.model, lines, str(seconds)])
        told = json.loads(done.said)
        return told["seconds_a_text"], told["fold_seconds_a_text"]

    def answers(self, head: str, lines: Path) -> list[tuple[str, float]]:
        done = run([self.options.program("bench_classify"), "--answers", head, self.model, lines])
        rows = [line.split("\t") for line in done.said.splitlines()]
        return [(label, float(probability)) for label, probability, _ in rows]
