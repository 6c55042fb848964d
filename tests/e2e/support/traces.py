"""What a receiver of traces was given, and what follows from what in it."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RECEIVER = Path(__file__).resolve().parent / "trace_receiver.py"
# Debian's own: it has the packages python3-grpcio and python3-protobuf.
PYTHON = "/usr/bin/python3"


@dataclass
class Span:
    service: str
    trace_id: str
    span_id: str
    parent_span_id: str
    name: str
    kind: int
    start_ns: int
    end_ns: int
    attributes: dict[str, Any]
    status: int
    links: list[dict[str, str]]
    resource: dict[str, Any] = field(default_factory=dict)


class Receiver:
    """One process with a port of its own; `spans` reads what it has written so far."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "spans.jsonl"
        self.file.touch()
        self.process = subprocess.Popen([PYTHON, "-B", str(RECEIVER), str(self.file)],
                                        stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        port = self.process.stdout.readline().strip()
        if not port:
            raise AssertionError("the receiver of traces did not start; it needs python3-grpcio, "
                                 "python3-protobuf and protoc")
        self.endpoint = f"http://127.0.0.1:{port}"

    def spans(self) -> Iterator[Span]:
        text = self.file.read_text(encoding="utf-8")
        for line in text[:text.rfind("\n") + 1].splitlines():
            yield Span(**json.loads(line))

    def trace(self, trace_id: str) -> "Trace":
        return Trace([span for span in self.spans() if span.trace_id == trace_id])

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


class Trace:
    """All spans of one trace."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = sorted(spans, key=lambda span: span.start_ns)
        self.by_id = {span.span_id: span for span in spans}

    def find(self, service: str, name: str) -> Span | None:
        return next((s for s in self.spans if (s.service, s.name) == (service, name)), None)

    def has(self, *wanted: tuple[str, str]) -> bool:
        return all(self.find(service, name) for service, name in wanted)

    def way_to(self, span: Span) -> list[Span]:
        """From the first span that is known to this one, each the child of the one before."""
        way = [span]
        while way[0].parent_span_id in self.by_id:
            way.insert(0, self.by_id[way[0].parent_span_id])
        return way
