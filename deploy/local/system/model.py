"""The model that a new system begins with: made from the texts of this repository, in seconds."""

from pathlib import Path

from system import build, commands, services
from system.layout import CLASSIFY

MANIFEST = CLASSIFY / "manifests" / "default.yaml"
TEXTS = CLASSIFY / "texts"


def train(folder: Path) -> Path:
    """The model's file in the build's folder; made anew where its texts, its manifest or the
    program changed."""
    program = services.program(folder, "recoursectl")
    model = folder / "models" / "default.model"
    made_of = build.digest([program, MANIFEST, TEXTS / "split.json",
                            *sorted(TEXTS.glob("*.jsonl"))])
    stamp = folder / "stamps" / "default-model"
    if build.is_stamped(stamp, made_of) and model.exists():
        return model
    model.parent.mkdir(parents=True, exist_ok=True)
    commands.run([str(program), "model", "train", str(MANIFEST), "--data", str(TEXTS), "--out",
                  str(model)], build.log_folder(folder) / "model.log", "training the default model")
    build.stamp(stamp, made_of)
    return model
