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


def curve(ours: Ours) -> str:
    """A table of the development part by the threshold below which the second tier is asked; where
    it cannot be measured, why."""
    second = manifest_of(ours.of)
    if second is None or not ours.of.data.is_dir():
        return ""
    if not (ENCODERS / "weights").exists():
        return "the cascade is left out: there is no encoder, deploy/local/up fetches it"
    model = ours.model.with_suffix(".second")
    common = ["--data", ours.of.data, "--encoder", ENCODERS]
    run([ours.control, "model", "train", second, *common, "--out", model])
    done = run([ours.control, "model", "cascade", ours.of.manifest, "--second", second, *common,
                "--model", ours.model, "--second-model", model])
    return done.said
