"""Asks one process whether it can do its job. Each probe speaks the process's own protocol."""

import http.client
import socket
import struct

from system.ports import HOST
from system.processes import Probe

PROBE_SECONDS_MAX = 2.0
ANSWER_BYTES_MAX = 1 << 20
ANSWER_BYTES_FIRST = 1024     # more than the first message holds; an unread rest would be a reset


def is_ready(probe: Probe) -> bool:
    """True when it answers as a ready process does; a refusal, silence or nonsense is False."""
    try:
        return PROBES[probe.kind](probe.port)
    except (OSError, http.client.HTTPException, struct.error):
        return False


def http_is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=PROBE_SECONDS_MAX)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    finally:
        connection.close()


def redis_is_ready(port: int) -> bool:
    """While it reads its log after a start, Redis answers -LOADING."""
    return exchange(port, b"PING\r\n", ANSWER_BYTES_FIRST).startswith(b"+PONG")


def postgres_is_ready(port: int) -> bool:
    """A start-up packet for a role that is not there: a server that accepts connections asks for
    authentication (R) even so; one that is starting or stopping answers with an error (E)."""
    body = struct.pack("!i", 3 << 16) + b"user\0readiness\0database\0postgres\0\0"
    request = struct.pack("!i", len(body) + 4) + body
    return exchange(port, request, ANSWER_BYTES_FIRST).startswith(b"R")


def kafka_is_ready(port: int) -> bool:
    """Metadata (version 1) about no topic: ready once the broker lists itself as alive."""
    client = b"readiness"
    body = struct.pack("!hhih", 3, 1, 1, len(client)) + client + struct.pack("!i", 0)
    with socket.create_connection((HOST, port), timeout=PROBE_SECONDS_MAX) as connection:
        connection.sendall(struct.pack("!i", len(body)) + body)
        (size,) = struct.unpack("!i", read_exactly(connection, 4))
        if not 8 <= size <= ANSWER_BYTES_MAX:
            return False
        answer = read_exactly(connection, size)
    _, brokers = struct.unpack("!ii", answer[:8])
    return int(brokers) >= 1


def smtp_is_ready(port: int) -> bool:
    """A mail server speaks first."""
    return exchange(port, b"", ANSWER_BYTES_FIRST).startswith(b"220")


def exchange(port: int, request: bytes, size: int) -> bytes:
    with socket.create_connection((HOST, port), timeout=PROBE_SECONDS_MAX) as connection:
        connection.sendall(request)
        return connection.recv(size)


def read_exactly(connection: socket.socket, size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            raise ConnectionError("closed before the whole answer came")
        parts += part
    return parts


PROBES = {"http": http_is_ready, "redis": redis_is_ready, "postgres": postgres_is_ready,
          "kafka": kafka_is_ready, "smtp": smtp_is_ready}
