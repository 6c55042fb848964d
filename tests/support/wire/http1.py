"""HTTP/1.1 over a plain socket: sends what it is told, and reads responses strictly."""

import socket
from dataclasses import dataclass

TIMEOUT_SECONDS = 15.0
RESPONSE_BYTES_MAX = 16 * 1024 * 1024


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes


class Closed(Exception):
    """The server closed the connection before a response was whole."""


class Connection:
    """One connection; requests may be any bytes."""

    def __init__(self, address: str):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """A server may answer and close while we still send: that is no error of ours."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def receive(self) -> Response:
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        version, status = first.split(" ")[:2]
        if version not in ("HTTP/1.1", "HTTP/1.0"):
            raise ValueError(f"not HTTP: {first!r}")
        headers = {name.strip().lower(): value.strip()
                   for name, value in (line.split(":", 1) for line in lines)}
        return Response(int(status), headers, self.body(int(status), headers))

    def body(self, status: int, headers: dict[str, str]) -> bytes:
        if status == 204 or status == 304 or status < 200:
            return b""
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self.chunks()
        if "content-length" in headers:
            return self.take(int(headers["content-length"]))
        return self.rest()

    def chunks(self) -> bytes:
        data = b""
        while True:
            while b"\r\n" not in self.buffer:
                self.more()
            size, self.buffer = self.buffer.split(b"\r\n", 1)
            chunk = self.take(int(size, 16) + 2)[:-2]
            if not chunk:
                return data
            data += chunk

    def rest(self) -> bytes:
        try:
            while True:
                self.more()
        except Closed:
            data, self.buffer = self.buffer, b""
            return data

    def take(self, count: int) -> bytes:
        while len(self.buffer) < count:
            self.more()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def more(self) -> None:
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError as error:
            raise Closed() from error
        if not data:
            raise Closed()
        self.buffer += data
        if len(self.buffer) > RESPONSE_BYTES_MAX:
            raise ValueError("a response beyond all measure")

    def is_closed(self) -> bool:
        """Whether the server closes, in the time that a response may take."""
        try:
            while True:
                self.more()
        except (Closed, ConnectionAbortedError):
            return True
        except TimeoutError:
            return False


def exchange(address: str, request: bytes) -> Response | None:
    """One request on a connection of its own; None where it was closed without a response."""
    with Connection(address) as connection:
        connection.send(request)
        try:
            return connection.receive()
        except Closed:
            return None
