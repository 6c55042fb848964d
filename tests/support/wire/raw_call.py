"""Calls through the program raw_call: many at a time, for its start costs more than a call."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

CALL_SECONDS_MAX = 30.0
CODES = ("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
         "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
         "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
         "UNAUTHENTICATED")


@dataclass(frozen=True)
class Answer:
    code: str
    message: bytes
    details: bytes
    responses: list[bytes]


class RawCall:
    """A channel to one address with one key; one call after the other. Not thread-safe."""

    def __init__(self, program: Path, address: str, method: str, key_file: Path):
        self.process = subprocess.Popen(
            [str(program), address, method, str(key_file)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="ascii")

    def __call__(self, messages: list[bytes], *options: str) -> Answer:
        line = ",".join(message.hex() for message in messages) if messages else "-"
        # A lone message without bytes would be an empty field; a comma would make it two.
        if messages == [b""]:
            line, options = "-", ("empty", *options)
        self.process.stdin.write(" ".join((line, *options)) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"raw_call ended with status {self.process.wait()}")
        return parse(answer.rstrip("\n"))

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=CALL_SECONDS_MAX)
        self.process.stdout.close()


def parse(line: str) -> Answer:
    code, message, details, responses = line.split(" ")
    return Answer(CODES[int(code)], unhex(message), unhex(details),
                  [] if responses == "-" else [bytes.fromhex(r) for r in responses.split(",")])


def unhex(field: str) -> bytes:
    return b"" if field == "-" else bytes.fromhex(field)
