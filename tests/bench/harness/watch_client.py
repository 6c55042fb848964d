"""The client of a watch and the floor that stands in for routing: their processes, their phases,
and what they tell."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from struct import iter_unpack

from harness.cgroups import Groups

READY_SECONDS_MAX = 120


class Phased:
    """A program that says on standard error when a phase is over and waits for a line to go on."""

    def __init__(self, groups: Groups, name: str, argv: Sequence[object]) -> None:
        self.name = name
        self.process = subprocess.Popen([str(each) for each in argv], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        groups.add(name, self.process.pid)

    def await_word(self, word: str) -> str:
        """The rest of the line that begins with it."""
        assert self.process.stderr
        seen = []
        for line in self.process.stderr:
            if line.startswith(word):
                return line[len(word):].strip()
            seen.append(line)
        raise AssertionError(f"{self.name} ended without `{word}`: {''.join(seen[-5:])}")

    def go_on(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self) -> dict:
        """Lets it end, and reads what it has to tell."""
        out, errors = self.process.communicate("\n")
        if self.process.returncode != 0:
            raise AssertionError(f"{self.name} failed: {errors}")
        return dict(json.loads(out))

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


@dataclass
class Log:
    """What each stream got, in order: digest, lag and time of each delivery."""

    digests: dict[int, list[int]] = field(default_factory=dict)
    lags: list[tuple[int, int, int]] = field(default_factory=list)   # stream, time, lag; all in us


def read_log(file: Path) -> Log:
    log = Log()
    for stream, lag, time, digest in iter_unpack("<IIqQ", file.read_bytes()):
        log.digests.setdefault(stream, []).append(digest)
        log.lags.append((stream, time, lag))
    return log
