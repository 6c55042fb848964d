"""Figures of answers, by the definitions that `recoursectl model` uses (its figures.h), written
once more: the peers are judged here."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.statistics import HIGH, LOW, SEED, at

RESAMPLES = 1_000
BINS = 15
OUT_OF_SCOPE = "oos"     # the label of what belongs to no other


@dataclass(frozen=True)
class Answer:
    truth: str
    said: str
    probability: float | None = None   # None where the classifier has none


def figures(answers: Sequence[Answer]) -> dict:
    pairs = Counter((each.truth, each.said) for each in answers)
    told = {"texts": len(answers), "accuracy": accuracy(pairs), "macro_f1": macro_f1(pairs),
            "labels": by_label(pairs)}
    chance = random.Random(SEED)
    kinds, counts = list(pairs), list(pairs.values())
    resampled = [Counter(chance.choices(kinds, counts, k=len(answers))) for _ in range(RESAMPLES)]
    told["accuracy_interval_95"] = interval(accuracy(each) for each in resampled)
    told["macro_f1_interval_95"] = interval(macro_f1(each) for each in resampled)
    if all(each.probability is not None for each in answers):
        told["calibration_error"] = calibration_error(answers)
    return told


def accuracy(pairs: Counter) -> float:
    return sum(n for (truth, said), n in pairs.items() if truth == said) / pairs.total()


def by_label(pairs: Counter) -> dict[str, dict[str, int]]:
    told: dict[str, dict[str, int]] = {}
    for (truth, said), n in pairs.items():
        for label in (truth, said):
            told.setdefault(label, {"texts": 0, "said": 0, "right": 0})
        told[truth]["texts"] += n
        told[said]["said"] += n
        told[truth]["right"] += n if truth == said else 0
    return told


def macro_f1(pairs: Counter) -> float:
    there = [each for each in by_label(pairs).values() if each["texts"]]
    return sum(2 * each["right"] / (each["texts"] + each["said"]) for each in there) / len(there)


def calibration_error(answers: Sequence[Answer]) -> float:
    bins = [0.0] * BINS
    for each in answers:
        sure = each.probability or 0.0
        bins[min(BINS - 1, int(sure * BINS))] += sure - (each.truth == each.said)
    return sum(abs(each) for each in bins) / len(answers)


def interval(values: Iterable[float]) -> list[float]:
    ordered = sorted(values)
    return [at(ordered, LOW), at(ordered, HIGH)]


def scope(labels: dict[str, dict]) -> dict[str, float] | None:
    """Accuracy of what is in scope and recall of what is not, where there is such a label."""
    if OUT_OF_SCOPE not in labels:
        return None
    inside = [each for name, each in labels.items() if name != OUT_OF_SCOPE]
    outside = labels[OUT_OF_SCOPE]
    return {"in_scope": sum(each["right"] for each in inside) / sum(e["texts"] for e in inside),
            "out_of_scope_recall": outside["right"] / max(1, outside["texts"])}


def right(told: dict) -> int:
    return sum(each["right"] for each in told["labels"].values())
