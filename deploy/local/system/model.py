"""The models that a new system begins with: made from the texts of this repository, in seconds."""

import json
from pathlib import Path

from system import build, commands, encoder, services
from system.layout import CLASSIFY

MANIFESTS = CLASSIFY / "manifests"
TEXTS = CLASSIFY / "texts"
FIRST, SECOND = "default", "default_second"
# Below which probability of the first the second is asked: chosen inside the training texts, see
# services/classify/manifests/README.md.
ASK_BELOW = 0.3


def train(folder: Path) -> Path:
    """The file of the model that decides, in the build's folder; made anew where its texts, its
    manifest or the program changed."""
    return trained(folder, FIRST, ())


def train_second(folder: Path) -> Path:
    """The same of the model that answers what the first is not sure of; wants the encoder."""
    return trained(folder, SECOND, ("--encoder", str(encoder.FOLDER)))


def trained(folder: Path, name: str, options: tuple[str, ...]) -> Path:
    program = services.program(folder, "recoursectl")
    manifest = MANIFESTS / f"{name}.yaml"
    model = folder / "models" / f"{name}.model"
    made_of = build.digest([program, manifest, TEXTS / "split.json",
                            *sorted(TEXTS.glob("*.jsonl"))])
    if options:
        made_of += f" {encoder.RELEASE}"
    stamp = folder / "stamps" / f"{name}-model"
    if build.is_stamped(stamp, made_of) and model.exists():
        return model
    model.parent.mkdir(parents=True, exist_ok=True)
    commands.run([str(program), "model", "train", str(manifest), "--data", str(TEXTS), "--out",
                  str(model), *options], build.log_folder(folder) / "model.log",
                 f"training the model {name}")
    build.stamp(stamp, made_of)
    return model


def version(file: Path) -> str:
    """What classify calls the model, as its card beside it says."""
    return str(json.loads(file.with_suffix(".model.card.json").read_text())["model_version"])
