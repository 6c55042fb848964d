"""What a text costs in the classifier's first tier, folding and probabilities included, beside
fastText's predict-prob (load time taken off by two sizes of input) with the same labels and
training rows in the same run: texts per CPU-second by length, English and Chinese."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from harness import statistics
from harness.classifying import fasttext
from harness.classifying.ours import Ours
from harness.classifying.sets import Set, find
from harness.classifying.words import language
from harness.options import Options
from harness.text import columns

LENGTHS = (15, 60, 250, 1200)     # characters
TEXTS = 400                       # of each length; again and again
ROUNDS = 4                        # in turns: ours, fastText, fastText, ours, ...
AIM = 4.0
# A set a language; the project's own texts where the others are not there.
SETS = {"en": ("banking77", "category"), "zh": ("cocc", "category")}


def measure(options: Options) -> dict:
    missing = fasttext.missing()
    with tempfile.TemporaryDirectory(prefix="recourse-classify-") as name:
        folder = Path(name)
        sets, left_out = find(options, folder)
        there = {each.name: each for each in sets}
        rows = []
        for tongue, (wanted, head) in SETS.items():
            of = there.get(wanted, there.get("texts"))
            if of is None:
                continue
            rows += of_language(options, of, tongue, head, folder, peer=not missing)
    return {"benchmark": "classify", "rows": rows, "smoke": options.smoke,
            "left_out": ({"fastText": missing} if missing else {}) | left_out}


def of_language(options: Options, of: Set, tongue: str, head: str, folder: Path,
                peer: bool) -> list[dict]:
    own = folder / tongue
    own.mkdir()
    ours = Ours(options, of, own)
    ours.train()
    train = [each for each in ours.examples("train") if each[head]]
    develop = ours.examples("develop")
    theirs = fasttext.FastText(train, head, tongue, own) if peer else None
    if theirs:
        theirs.train(tune=False)
    texts = [each["text"] for each in develop if language([each["text"]]) == tongue]
    rows = []
    for length in LENGTHS[:2] if options.smoke else LENGTHS:
        cut = cut_to(texts, length)
        row = {"language": tongue, "set": of.name, "labels": len({each[head] for each in train}),
               "length": length, **cost(options, ours, theirs, cut, own)}
        rows.append(row)
    require_answers(ours, head, [each for each in develop if each[head]], own)
    return rows


def cut_to(texts: Sequence[str], length: int) -> list[str]:
    """Texts of just so many characters: each with those after it, until it is long enough."""
    made = []
    for first in range(min(TEXTS, len(texts))):
        text, i = texts[first], first
        while len(text) < length:
            i = (i + 1) % len(texts)
            text += " " + texts[i]
        made.append(text[:length])
    return made


def cost(options: Options, ours: Ours, theirs: fasttext.FastText | None, texts: list[str],
         folder: Path) -> dict:
    lines = folder / "lines"
    lines.write_text("".join(each + "\n" for each in texts))
    pairs, folds = [], []
    for number in range(1 if options.smoke else ROUNDS):
        def mine() -> float:
            whole, fold = ours.seconds_a_text(lines)
            folds.append(fold)
            return whole
        ours_first = number % 4 in (0, 3)
        if theirs is None:
            pairs.append((mine(), mine()))
        elif ours_first:
            own = mine()
            pairs.append((theirs.seconds_a_text(texts), own))
        else:
            pairs.append((theirs.seconds_a_text(texts), mine()))
    told = {"ours_us": 1e6 * sum(own for _, own in pairs) / len(pairs),
            "fold_us": 1e6 * sum(folds) / len(folds)}
    if theirs:
        told |= {"fasttext_us": 1e6 * sum(peer for peer, _ in pairs) / len(pairs),
                 "ratio": statistics.ratio(pairs).json()}
    return told


def require_answers(ours: Ours, head: str, rows: list[dict], folder: Path) -> None:
    """A figure counts only for right answers: those that `model evaluate` tells of."""
    lines = folder / "lines"
    lines.write_text("".join(each["text"] + "\n" for each in rows))
    said = [label for label, _ in ours.answers(head, lines)]
    right = sum(label == row[head] for label, row in zip(said, rows, strict=True)) / len(rows)
    told = ours.evaluate()[0]["heads"][head]["accuracy"]
    if abs(right - told) > 1e-9:
        raise AssertionError(f"{ours.of.name}: right in {right:.4%} here, in {told:.4%} by "
                             "`model evaluate`")


def table(result: dict) -> str:
    rows = []
    for each in result["rows"]:
        ratio = each.get("ratio")
        rows.append((f"{each['language']} {each['length']} characters ({each['set']}, "
                     f"{each['labels']} labels)", 1e6 / each["ours_us"], each["ours_us"],
                     each["fold_us"], each.get("fasttext_us", "-"),
                     f"{ratio['value']:.1f} [{ratio['low']:.1f}, {ratio['high']:.1f}]"
                     if ratio else "-"))
    text = columns(("", "texts/CPU-s", "us", "of them folding", "fastText us",
                    f"fastText/ours (aim {AIM:g})"), rows)
    return "\n".join([text, *(f"left out: {name}: {why}"
                              for name, why in result["left_out"].items())])
