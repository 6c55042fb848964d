"""Programs that are run to their end, and the CPU-seconds they took."""

import os
import resource
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Done:
    said: str
    cpu_seconds: float


def run(argv: Sequence[str | Path], library: Path | None = None) -> Done:
    """One at a time: what children took is told of all that have ended. `library` is a folder of
    Python's."""
    environment = os.environ | ONE_THREAD | ({"PYTHONPATH": str(library)} if library else {})
    before = children()
    done = subprocess.run([str(each) for each in argv], capture_output=True, text=True, check=False,
                          env=environment)
    if done.returncode != 0:
        raise SystemExit(f"{Path(argv[0]).name} {argv[1]}: {done.stderr.strip()[-2000:]}")
    return Done(done.stdout, children() - before)


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
