"""fastText as Debian packs it, one thread: tuned by a fixed small grid on a part of the training
rows that it holds out, then trained on all of them. Where these are long, by the grid's first
two alone: a trial takes minutes."""

import shutil
from pathlib import Path

from harness.classifying.child import run
from harness.classifying.judging import Answer
from harness.classifying.words import tokens

PROGRAM = "fasttext"
LABEL = "__label__"
HELD_OUT_EACH = 10        # every so manieth row is held out to choose by
LONG = 1_500_000          # characters of all training rows, from which on it tries fewer
TRIED_OF_LONG = 2
LINES_LEAST = 20_000      # so many, and three times as many, to take the loading of a model off
COMMON = {"dim": 50, "lr": 0.5, "epoch": 25, "wordNgrams": 2, "minn": 0, "maxn": 0,
          "bucket": 500_000, "thread": 1, "seed": 1}
ENGLISH = ({"minn": 2, "maxn": 5}, {"minn": 2, "maxn": 5, "epoch": 50},
           {"minn": 2, "maxn": 5, "lr": 1.0}, {"minn": 3, "maxn": 6, "dim": 100}, {"lr": 1.0})
CHINESE = ({}, {"epoch": 50}, {"lr": 1.0}, {"wordNgrams": 3}, {"wordNgrams": 3, "epoch": 50})


def missing() -> str | None:
    return None if shutil.which(PROGRAM) else "the package fasttext is not installed"


class FastText:
    """A model of one head's rows. `folder` keeps its files."""

    def __init__(self, train: list[dict], head: str, language: str, folder: Path) -> None:
        self.folder, self.head = folder, head
        self.labels = sorted({each[head] for each in train})
        self.number = {label: str(i) for i, label in enumerate(self.labels)}
        self.train_rows = train
        grid = CHINESE if language == "zh" else ENGLISH
        long = sum(len(each["text"]) for each in train) >= LONG
        self.grid = grid[:TRIED_OF_LONG] if long else grid
        self.model = folder / "fasttext.bin"
        self.chosen: dict = {}
        self.train_seconds = 0.0

    def train(self, tune: bool) -> None:
        """`tune`: else the first setting is taken as it is."""
        setting = self.tuned() if tune else dict(self.grid[0])
        self.train_seconds = self.fit(self.train_rows, setting)
        self.chosen = setting | {"of": len(self.grid) if tune else 1}

    def tuned(self) -> dict:
        kept = [each for i, each in enumerate(self.train_rows) if i % HELD_OUT_EACH]
        held_out = self.train_rows[::HELD_OUT_EACH]
        best, most = dict(self.grid[0]), -1
        for choice in self.grid:
            self.fit(kept, choice)
            right = sum(each.truth == each.said for each in self.answers(held_out))
            if right > most:
                best, most = dict(choice), right
        return best

    def fit(self, rows: list[dict], choice: dict) -> float:
        lines = self.folder / "fasttext.train"
        lines.write_text("".join(f"{LABEL}{self.number[each[self.head]]} {tokens(each['text'])}\n"
                                 for each in rows))
        settings = [word for name, value in {**COMMON, **choice}.items()
                    for word in (f"-{name}", str(value))]
        return run([PROGRAM, "supervised", "-input", lines, "-output",
                    self.model.with_suffix(""), *settings]).cpu_seconds

    def answers(self, rows: list[dict]) -> list[Answer]:
        """A text of which it knows nothing gets no answer from it: one that is wrong."""
        lines = self.written([each["text"] for each in rows], 1)
        said = run([PROGRAM, "predict-prob", self.model, lines]).said.splitlines()
        told = []
        for row, line in zip(rows, said, strict=True):
            label, _, probability = line.partition(" ")
            known = label.startswith(LABEL)
            told.append(Answer(row[self.head],
                               self.labels[int(label.removeprefix(LABEL))] if known else "",
                               min(1.0, float(probability)) if known else 0.0))
        return told

    def seconds_a_text(self, texts: list[str]) -> float:
        """CPU, without what it takes to load the model: by two sizes of the input."""
        times = -(-LINES_LEAST // len(texts))
        cost = [run([PROGRAM, "predict-prob", self.model, self.written(texts, each)]).cpu_seconds
                for each in (times, 3 * times)]
        return (cost[1] - cost[0]) / (2 * times * len(texts))

    def written(self, texts: list[str], times: int) -> Path:
        lines = self.folder / f"fasttext.{times}"
        lines.write_text("".join(f"{tokens(each)}\n" for each in texts) * times)
        return lines
