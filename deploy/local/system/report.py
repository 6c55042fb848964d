"""What a person sees: one line per step, and one clear sentence when something fails."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOG_TAIL_LINES_MAX = 12
LOG_TAIL_BYTES_MAX = 16 * 1024


class Failure(Exception):
    """What happened and what to do, in one sentence; `log` is the file that tells why."""

    def __init__(self, sentence: str, log: Path | None = None) -> None:
        super().__init__(sentence)
        self.log = log


class Step:
    """The line of one step; its outcome is what stands at the end of the line."""

    def __init__(self) -> None:
        self.outcome = "done"


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Prints `name`, then the outcome and the seconds the block took, on one line."""
    started = time.monotonic()
    print(f"{name:<52}", end="", flush=True)
    line = Step()
    try:
        yield line
    except BaseException:
        print(f" FAILED after {time.monotonic() - started:.1f} s", flush=True)
        raise
    print(f" {line.outcome:<22} {time.monotonic() - started:7.1f} s", flush=True)


def plain(line: str) -> str:
    """A JSON log line as a person reads it; any other line as it is."""
    try:
        entry = json.loads(line)
    except ValueError:
        return line
    if not isinstance(entry, dict) or "message" not in entry:
        return line
    rest = {k: v for k, v in entry.items() if k not in ("time", "message", "service") and v != ""}
    return f"{entry['message']} {rest}"


def last_lines(log: Path) -> list[str]:
    """The end of a log, for a failure's message; empty when there is none."""
    try:
        with log.open("rb") as stream:
            stream.seek(0, 2)
            stream.seek(max(0, stream.tell() - LOG_TAIL_BYTES_MAX))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [plain(line) for line in text.splitlines()[-LOG_TAIL_LINES_MAX:]]


def print_failure(command: str, failure: Failure) -> None:
    """One sentence first; then where the reason stands, and its last lines."""
    print(f"{command}: {failure}", file=sys.stderr)
    if failure.log is None:
        return
    print(f"{command}: the reason stands in {failure.log}; it ends:", file=sys.stderr)
    for line in last_lines(failure.log):
        print(f"    {line}", file=sys.stderr)
