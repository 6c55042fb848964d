"""How right the classifier's first tier is, by manifest and head, beside scikit-learn's TF-IDF with
a linear SVM and fastText tuned inside the training part: the same rows for all, in the same run.
Then both tiers together, where a manifest has a second, and what is left of the first when the
texts are disguised."""

import tempfile
from pathlib import Path

from harness.classifying import cascade, fasttext, judging, svm
from harness.classifying.ours import Ours
from harness.classifying.sets import POOLED, Set, find
from harness.classifying.words import language
from harness.options import Options
from harness.text import columns

SVM, FASTTEXT, OURS = "TF-IDF SVM", "fastText", "recourse"
SANE_HEAD = "category"
SANE_ABOVE_MAJORITY = 0.25    # of all texts, on the project's own: far from any aim


def measure(options: Options) -> dict:
    missing = ((SVM, svm.missing(options)), (FASTTEXT, fasttext.missing()))
    left_out = {name: why for name, why in missing if why}
    with tempfile.TemporaryDirectory(prefix="recourse-accuracy-") as name:
        sets, not_there = find(options, Path(name))
        told = {}
        for each in sets:
            told[each.name] = of_set(options, each, Path(name), set(left_out))
            print(one_set(each.name, told[each.name]), flush=True)
    return {"benchmark": "accuracy", "sets": told, "left_out": left_out | not_there,
            "pooled": pooled(told), "smoke": options.smoke}


def of_set(options: Options, of: Set, folder: Path, left_out: set[str]) -> dict:
    ours = Ours(options, of, folder)
    digest = ours.train()
    if options.smoke and ours.train() != digest:
        raise AssertionError(f"{of.name}: trained twice, two models")
    plain, *disguised = ours.evaluate()
    train, develop = ours.examples("train"), ours.examples("develop")
    lines = folder / f"{of.name}.lines"
    lines.write_text("".join(each["text"] + "\n" for each in develop))
    seconds_a_text, _ = ours.seconds_a_text(lines)
    heads = {}
    for head, figures in plain["heads"].items():
        told = {OURS: figures | {"train_seconds": ours.train_seconds,
                                 "seconds_a_text": seconds_a_text}}
        rows = ([each for each in train if each[head]], [each for each in develop if each[head]])
        require_same(of.name, head, figures, len(rows[1]))
        if not options.smoke or head == SANE_HEAD:
            told |= peers(options, *rows, head, folder, left_out)
        require_sane(of.name, head, figures)
        heads[head] = told
    return {"digest": digest, "heads": heads, "refused": plain["refused"],
            "training_texts": len(train), "cascade": cascade.curves(ours, list(heads)),
            "disguised": {
                each["on"]: {head: figures["accuracy"] for head, figures in each["heads"].items()}
                for each in disguised}}


def peers(options: Options, train: list[dict], develop: list[dict], head: str, folder: Path,
          left_out: set[str]) -> dict:
    told = {}
    if SVM not in left_out:
        answers, cost = svm.measure(options, train, develop, head, folder)
        told[SVM] = judging.figures(answers) | cost
    if FASTTEXT not in left_out:
        model = fasttext.FastText(train, head, language(each["text"] for each in train[:1000]),
                                  folder)
        model.train(tune=not options.smoke)
        told[FASTTEXT] = judging.figures(model.answers(develop)) | {
            "train_seconds": model.train_seconds, "chosen": model.chosen,
            "seconds_a_text": model.seconds_a_text([each["text"] for each in develop])}
    return told


def require_same(name: str, head: str, figures: dict, rows: int) -> None:
    """Else the peers would be judged on other texts."""
    if figures["texts"] != rows:
        raise AssertionError(f"{name} {head}: we are measured on {figures['texts']} texts, the "
                             f"others on {rows}")


def require_sane(name: str, head: str, figures: dict) -> None:
    most = max(each["texts"] for each in figures["labels"].values()) / figures["texts"]
    least = most + (SANE_ABOVE_MAJORITY if head == SANE_HEAD else 0)
    if figures["accuracy"] < min(least, 0.9):
        raise AssertionError(f"{name} {head}: right in {figures['accuracy']:.1%}, the largest "
                             f"class is {most:.1%} of the texts")


def pooled(told: dict) -> dict | None:
    """Of the sets of POOLED together: each classifier's share of right answers."""
    heads = [head for name in POOLED if name in told for head in told[name]["heads"].values()]
    if len(heads) < len(POOLED):
        return None
    return {who: sum(judging.right(head[who]) for head in heads) /
            sum(head[who]["texts"] for head in heads)
            for who in heads[0] if all(who in head for head in heads)}


def table(result: dict) -> str:
    parts = []
    if result["pooled"]:
        parts.append(f"{' + '.join(POOLED)}: " + ", ".join(
            f"{who} {share:.2%}" for who, share in result["pooled"].items()))
    parts += [f"left out: {name}: {why}" for name, why in result["left_out"].items()]
    return "\n".join(parts) or "all was measured"


def one_set(name: str, told: dict) -> str:
    rows = []
    for head, classifiers in told["heads"].items():
        rows += [row(f"{head}, {who}", figures) for who, figures in classifiers.items()]
    text = [f"\n{name}: {told['training_texts']} texts learned, {told['refused']} of the "
            "development part refused since they occur there",
            columns(("", "texts", "accuracy % (95 %)", "macro-F1 %", "ECE", "perfect",
                     "abstained %", "rest %", "train s", "texts/s"), rows)]
    for head, classifiers in told["heads"].items():
        for who, figures in classifiers.items():
            scope = judging.scope(figures["labels"])
            if scope:
                text.append(f"{head}, {who}: in scope {scope['in_scope']:.2%}, out of scope found "
                            f"{scope['out_of_scope_recall']:.2%}")
    for head, curve in told["cascade"].items():
        text.append(f"both tiers, {head}, by the probability below which the second is asked:\n"
                    f"{curve.rstrip()}")
    return "\n".join([*text, disguises(told)])


def row(name: str, figures: dict) -> tuple:
    low, high = figures["accuracy_interval_95"]

    def percent(key: str) -> str:
        return f"{figures[key]:.2%}".removesuffix("%") if key in figures else "-"

    def decimal(key: str) -> str:
        return f"{figures[key]:.4f}" if key in figures else "-"
    return (name, figures["texts"], f"{percent('accuracy')} ({low:.1%} to {high:.1%})",
            percent("macro_f1"), decimal("calibration_error"),
            decimal("calibration_error_perfect_95"), percent("abstained"),
            percent("accuracy_answered"), float(figures["train_seconds"]),
            1 / figures["seconds_a_text"])


def disguises(told: dict) -> str:
    heads = list(told["heads"])
    plain = ("as written", *(f"{told['heads'][head][OURS]['accuracy']:.2%}" for head in heads))
    rows = [(kind, *(f"{each[head]:.2%}" for head in heads))
            for kind, each in told["disguised"].items()]
    return columns(("accuracy in disguise", *heads), [plain, *rows])
