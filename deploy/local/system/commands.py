"""Runs a program that does one piece of work and ends; its output goes to a log."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from system.report import Failure


def run(argv: Sequence[str], log: Path, what: str, cwd: Path | None = None,
        env: dict[str, str] | None = None, text: str | None = None) -> None:
    """Appends the program's output to `log`; a program that fails is a Failure that names it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as sink:
        sink.write(f"$ {' '.join(argv)}\n".encode())
        sink.flush()
        try:
            done = subprocess.run(
                argv, cwd=cwd, env={**os.environ, **(env or {})}, stdout=sink,
                stderr=subprocess.STDOUT, check=False, input=text.encode() if text else None,
                stdin=None if text else subprocess.DEVNULL)
        except FileNotFoundError:
            raise Failure(f"{what} failed: the program {argv[0]} is missing", log) from None
    if done.returncode != 0:
        raise Failure(f"{what} failed (exit {done.returncode})", log)


def output_of(argv: Sequence[str], what: str) -> str:
    """What a program that asks a question answers."""
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except FileNotFoundError:
        raise Failure(f"{what} failed: the program {argv[0]} is missing") from None
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip()
        raise Failure(f"{what} failed (exit {done.returncode}): {reason}")
    return done.stdout.decode("utf-8", "replace")
