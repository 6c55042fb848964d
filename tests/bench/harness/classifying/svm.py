"""scikit-learn: TF-IDF of words and characters, one linear SVM a label. In a process of its own, by
the Python and the library among the tools of the tests."""

import json
from pathlib import Path

from harness.classifying.child import run
from harness.classifying.judging import Answer
from harness.classifying.words import language
from harness.options import Options

PROGRAM = Path(__file__).with_name("svm_program.py")


def missing(options: Options) -> str | None:
    """Why it cannot be measured; None where it can."""
    there = (library(options) / "sklearn").exists()
    return None if there else "scikit-learn is not among the tools: tests/run installs it"


def library(options: Options) -> Path:
    return options.build / "tools" / "learning"


def measure(options: Options, train: list[dict], develop: list[dict], head: str,
            folder: Path) -> tuple[list[Answer], dict[str, float]]:
    """What it says of the development rows; its CPU-seconds of training and of a text."""
    rows = folder / "svm.json"
    rows.write_text(json.dumps({
        "language": language(each["text"] for each in train[:1000]),
        "train": [[each[head], each["text"]] for each in train],
        "develop": [each["text"] for each in develop]}))
    python = options.build / "tools" / "bin" / "python3"
    told = json.loads(run([python, "-B", PROGRAM, rows], library(options)).said)
    answers = [Answer(row[head], said) for row, said in zip(develop, told["said"], strict=True)]
    return answers, {"train_seconds": told["train_seconds"],
                     "seconds_a_text": told["seconds_a_text"]}
