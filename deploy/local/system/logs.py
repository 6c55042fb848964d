"""Logs of the supervised processes: JSON lines, appended, and bounded in size."""

import json
import os
import shutil
import sys
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import IO

# A log that has grown beyond this becomes NAME.log.1 (one is kept) and begins anew.
LOG_BYTES_MAX = 64 * 1024 * 1024
LINE_BYTES_MAX = 64 * 1024


def now_text() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def entry(service: str, level: str, message: str, **values: object) -> bytes:
    """One log line in the shape that the services use."""
    fields = {"time": now_text(), "level": level, "service": service, "message": message, **values}
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def tell(message: str, **values: object) -> None:
    """A line of the supervisor's own log (its stderr is that file)."""
    sys.stderr.buffer.write(entry("supervisor", "info", message, **values))
    sys.stderr.buffer.flush()


def open_append(log: Path) -> int:
    """O_APPEND: the process goes on at the new end when its log is cut."""
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)


def wrap_lines(source: IO[bytes], log: Path, service: str) -> None:
    """Starts a thread that makes each plain line of `source` a JSON line of `log`, to its end."""
    thread = threading.Thread(target=copy_lines, args=(source, log, service), daemon=True)
    thread.start()


def copy_lines(source: IO[bytes], log: Path, service: str) -> None:
    descriptor = open_append(log)
    try:
        while line := source.readline(LINE_BYTES_MAX):
            text = line.decode("utf-8", "replace").rstrip("\n")
            if text:
                write_all(descriptor, entry(service, "info", text))
    finally:
        os.close(descriptor)
        source.close()


def write_all(descriptor: int, data: bytes) -> None:
    """A disk that is full loses lines, never the process whose lines they are."""
    try:
        os.write(descriptor, data)
    except OSError:
        pass


def cut_when_large(folder: Path) -> None:
    """Copies each log that is too large to NAME.log.1 and empties it where it is, since its
    writers keep it open. Lines written between the copy and the cut are lost; the limit is wide."""
    for log in folder.glob("*.log"):
        try:
            if log.stat().st_size > LOG_BYTES_MAX:
                shutil.copyfile(log, log.with_name(log.name + ".1"))
                os.truncate(log, 0)
        except OSError as error:
            tell("a log could not be cut", log=str(log), error=str(error))
