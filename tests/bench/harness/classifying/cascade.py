"""Both tiers of the classifier together: accuracy over cost, where a manifest has a second one."""

from pathlib import Path

from harness.classifying.child import run
from harness.classifying.ours import Ours
from harness.classifying.sets import SECOND, Set
from harness.options import REPOSITORY

ENCODERS = REPOSITORY / "build" / "encoder"     # where deploy/local/up and fetch-encoder put them


def manifest_of(of: Set) -> Path | None:
    """The second tier's, if there is one."""
    second = of.manifest.with_name(of.manifest.stem + SECOND + of.manifest.suffix)
    return second if second.exists() else None


def curves(ours: Ours, heads: list[str]) -> dict[str, str]:
    """By head, a table of the development part by the threshold below which the second tier is
    asked; where it cannot be measured, why."""
    second = manifest_of(ours.of)
    if second is None:
        return {}
    if not (ENCODERS / "weights").exists():
        return {"left out": "there is no encoder: deploy/local/up fetches it"}
    model = ours.model.with_suffix(".second")
    common = ["--data", ours.of.data, "--encoder", ENCODERS]
    run([ours.control, "model", "train", second, *common, "--out", model])
    return {head: run([ours.control, "model", "cascade", ours.of.manifest, "--second", second,
                       *common, "--head", head, "--model", ours.model, "--second-model",
                       model]).said for head in heads}
