"""HTTP/2 frames without a library, for what none would send. Nothing is compressed: headers go out
as literals, and of the answer only what can be read without HPACK's tables is read."""

import socket
import struct
import time
from dataclasses import dataclass, field

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, CONTINUATION = 0, 1, 3, 4, 6, 7, 9
END_STREAM, END_HEADERS, ACK = 1, 4, 1
MAX_FRAME_BYTES = 16384
WINDOW_BYTES = 65535
TIMEOUT_SECONDS = 5.0


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + bytes((kind, flags)) + \
        struct.pack(">I", stream) + payload


def headers_frame(stream: int, headers: list[tuple[bytes, bytes]], end: bool = False) -> bytes:
    """One HEADERS frame and, where the block is long, its CONTINUATION frames."""
    block = b"".join(b"\x00" + prefixed(name) + prefixed(value) for name, value in headers)
    pieces = split(block)
    out = b""
    for index, piece in enumerate(pieces):
        flags = (END_HEADERS if index == len(pieces) - 1 else 0)
        flags |= END_STREAM if end and index == 0 else 0
        out += frame(HEADERS if index == 0 else CONTINUATION, flags, stream, piece)
    return out


def split(data: bytes) -> list[bytes]:
    """In pieces that fit a frame; one empty piece for nothing."""
    return [data[i:i + MAX_FRAME_BYTES] for i in range(0, len(data), MAX_FRAME_BYTES)] or [b""]


def prefixed(data: bytes) -> bytes:
    """A string literal without Huffman: its length in 7 bits and what is over, then itself."""
    length = len(data)
    if length < 127:
        return bytes((length,)) + data
    out, rest = b"\x7f", length - 127
    while rest > 127:
        out, rest = out + bytes((rest & 0x7F | 0x80,)), rest >> 7
    return out + bytes((rest,)) + data


@dataclass
class Outcome:
    """What came back: any of a status, a reset, a farewell, an end."""

    grpc_status: int | None = None
    reset: bool = False
    goaway: bool = False
    closed: bool = False
    answered: bool = field(default=False)

    def __str__(self) -> str:
        if self.grpc_status is not None:
            return f"grpc-status {self.grpc_status}"
        names = [name for name in ("reset", "goaway", "closed", "answered") if getattr(self, name)]
        return " and ".join(names) or "nothing"


class Connection:
    """A connection that has said its preface and wants no header compression. It has agreed to the
    server's limits (`agree`), without which gRPC does not hold a client to them. Either can be left
    out."""

    def __init__(self, address: str, preface: bool = True, agree: bool = True):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)
        if preface:
            # SETTINGS_HEADER_TABLE_SIZE = 0: the peer must spell its headers out.
            self.send(PREFACE + frame(SETTINGS, 0, 0, struct.pack(">HI", 1, 0)))
        if agree:
            self.agree()

    def agree(self) -> None:
        """Waits for the server's SETTINGS, which come first, and acknowledges them."""
        buffer = b""
        while len(buffer) < 9 or len(buffer) < 9 + int.from_bytes(buffer[:3], "big"):
            data = self.socket.recv(65536)
            if not data:
                return
            buffer += data
        self.send(frame(SETTINGS, ACK, 0))

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def send_data(self, stream: int, data: bytes, end: bool = True) -> None:
        """At most one flow-control window: what is larger is the business of real clients."""
        pieces = split(data)
        for index, piece in enumerate(pieces):
            last = end and index == len(pieces) - 1
            self.send(frame(DATA, END_STREAM if last else 0, stream, piece))

    def outcome(self, seconds: float = TIMEOUT_SECONDS) -> Outcome:
        """Reads until the stream's end, the connection's, or the time is over."""
        outcome, buffer, deadline = Outcome(), b"", time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.socket.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                data = self.socket.recv(65536)
            except TimeoutError:
                return outcome
            except ConnectionResetError:
                data = b""
            if not data:
                outcome.closed = True
                return outcome
            buffer, ended = self.take_frames(buffer + data, outcome)
            if ended:
                return outcome
        return outcome

    def take_frames(self, buffer: bytes, outcome: Outcome) -> tuple[bytes, bool]:
        while len(buffer) >= 9:
            length = int.from_bytes(buffer[:3], "big")
            if len(buffer) < 9 + length:
                break
            kind, flags, payload = buffer[3], buffer[4], buffer[9:9 + length]
            buffer = buffer[9 + length:]
            if self.note(kind, flags, payload, outcome):
                return buffer, True
        return buffer, False

    def note(self, kind: int, flags: int, payload: bytes, outcome: Outcome) -> bool:
        """True when nothing more is to be expected."""
        if kind == SETTINGS and not flags & ACK:
            self.send(frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            self.send(frame(PING, ACK, 0, payload))
        elif kind == HEADERS:
            outcome.answered = True
            outcome.grpc_status = status_in(payload, outcome.grpc_status)
            return bool(flags & END_STREAM)
        elif kind == RST_STREAM:
            outcome.reset = True
            return True
        elif kind == GOAWAY:
            outcome.goaway = True
            return True
        return False


def status_in(block: bytes, otherwise: int | None) -> int | None:
    """The value of `grpc-status` where the header stands there as a literal."""
    place = block.find(b"grpc-status")
    if place < 0:
        return otherwise
    length = block[place + 11]
    digits = block[place + 12:place + 12 + length]
    return int(digits) if digits.isdigit() else otherwise
