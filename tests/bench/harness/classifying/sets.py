"""What there is to measure on: a manifest and the folder of its files."""

import re
from dataclasses import dataclass
from pathlib import Path

from harness.classifying import written
from harness.options import REPOSITORY, Options

MANIFESTS = REPOSITORY / "services" / "classify" / "manifests"
OWN = REPOSITORY / "tests" / "bench" / "classify" / "texts.yaml"
FILE = re.compile(r"\bfile:\s*([^\s,}]+)")
SECOND = "_second"      # the end of a second tier's name: measured beside its first (cascade.py)
# Of one kind, and pooled: an aim is told of all four together.
POOLED = ("cocc", "teddy_gov", "waimai", "hotel")


@dataclass(frozen=True)
class Set:
    name: str
    manifest: Path
    data: Path


def own(folder: Path) -> Set:
    """The project's own texts, written as tables below the folder."""
    written.write(folder / "own")
    return Set("texts", OWN, folder / "own")


def find(options: Options, folder: Path) -> tuple[list[Set], dict[str, str]]:
    """What can be measured on, and why what is left out is."""
    found, left_out = [own(folder)], {}
    firsts = [each for each in MANIFESTS.glob("*.yaml") if not each.stem.endswith(SECOND)]
    for manifest in sorted(firsts):
        lacking = [name for name in FILE.findall(manifest.read_text())
                   if options.data is None or not (options.data / name).is_file()]
        if options.smoke:
            left_out[manifest.stem] = "a smoke run is of the project's own texts"
        elif lacking:
            left_out[manifest.stem] = f"{lacking[0]} is not there: --data or RECOURSE_DATA names " \
                                      "the folder"
        elif options.data:
            found.append(Set(manifest.stem, manifest, options.data))
    if not options.only:
        return found, left_out
    unknown = sorted(set(options.only) - {each.name for each in found} - set(left_out))
    if unknown:
        raise SystemExit(f"there is no manifest {', '.join(unknown)}")
    return [each for each in found if each.name in options.only], left_out
