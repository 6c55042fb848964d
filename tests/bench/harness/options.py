"""What every benchmark is told."""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Options:
    """`build` is a build folder with bin/ in it. `against` is another one that the same run
    measures beside it, before and after a change; only `pipeline` knows it."""

    smoke: bool = False
    build: Path = REPOSITORY / "build"
    against: Path | None = None

    def program(self, name: str) -> Path:
        found = self.build / "bin" / name
        if not found.exists():
            raise SystemExit(f"{found.name} is not built: run `tests/run --filter bench` first, "
                             "or set RECOURSE_BUILD_DIR to where it is")
        return found


def build_folder() -> Path:
    return Path(os.environ.get("RECOURSE_BUILD_DIR") or REPOSITORY / "build")
