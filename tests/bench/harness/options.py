"""What every benchmark is told."""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Options:
    """`build` is a build folder with bin/ in it. `against` is another one that the same run
    measures beside it, before and after a change; only `pipeline` knows it. `data` is the folder
    of real labelled texts, and `only` names some of what a benchmark measures; only `accuracy` and
    `classify` know them."""

    smoke: bool = False
    build: Path = REPOSITORY / "build"
    against: Path | None = None
    data: Path | None = None
    only: tuple[str, ...] = ()

    def program(self, name: str) -> Path:
        found = self.build / "bin" / name
        if not found.exists():
            raise SystemExit(f"{found.name} is not built: run `tests/run --filter bench` first, "
                             "or set RECOURSE_BUILD_DIR to where it is")
        return found


def build_folder() -> Path:
    return Path(os.environ.get("RECOURSE_BUILD_DIR") or REPOSITORY / "build")


def data_folder(asked: str | None) -> Path | None:
    """Where `recoursectl model --data` finds the manifests' files; None where nobody says."""
    told = asked or os.environ.get("RECOURSE_DATA")
    return Path(told).resolve() if told else None
