"""Every address of one machine, counted from one base, so that two systems run side by side."""

import argparse
import json
import socket
from dataclasses import asdict, dataclass, fields

from system.layout import Layout
from system.report import Failure

BASE_DEFAULT = 8080
HOST = "127.0.0.1"

OFFSETS = {
    "console_http": 0,
    "ingest_grpc": 1,
    "classify_grpc": 2,
    "routing_grpc": 3,
    "followup_grpc": 4,
    "kpi_grpc": 5,
    "kafka": 20,
    "postgres": 21,
    "redis": 22,
    "kafka_controller": 23,
    "mail": 24,
    "console_metrics": 100,
    "ingest_metrics": 101,
    "classify_metrics": 102,
    "routing_metrics": 103,
    "followup_metrics": 104,
    "kpi_metrics": 105,
}


@dataclass(frozen=True)
class Ports:
    """Field names are the keys of OFFSETS; each is a TCP port on 127.0.0.1."""

    console_http: int
    ingest_grpc: int
    classify_grpc: int
    routing_grpc: int
    followup_grpc: int
    kpi_grpc: int
    kafka: int
    postgres: int
    redis: int
    kafka_controller: int
    mail: int
    console_metrics: int
    ingest_metrics: int
    classify_metrics: int
    routing_metrics: int
    followup_metrics: int
    kpi_metrics: int

    def of(self, name: str) -> int:
        return int(getattr(self, name))

    def address(self, name: str) -> str:
        return f"{HOST}:{self.of(name)}"


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--port-base`, and one option for each port alone."""
    parser.add_argument("--port-base", type=int, metavar="N",
                        help=f"first of this system's ports (default {BASE_DEFAULT}, or what "
                             "this system had before); two systems need bases 200 apart")
    alone = parser.add_argument_group("ports, each alone")
    for name, offset in OFFSETS.items():
        alone.add_argument(f"--{name.replace('_', '-')}-port", type=int, metavar="PORT",
                           help=f"default N+{offset}")


def remembered(layout: Layout) -> dict[str, int]:
    """The ports this system had the last time; empty for a new one."""
    try:
        return dict(json.loads(layout.description.read_text())["ports"])
    except (OSError, ValueError, KeyError):
        return {}


def choose(options: argparse.Namespace, layout: Layout) -> Ports:
    """The port's own option, else the base given, else what it was before, else the default."""
    before = remembered(layout) if options.port_base is None else {}
    # What a system had before may lack a port that came later: it is counted like its others.
    base = options.port_base or before.get("console_http", BASE_DEFAULT)
    chosen = {name: getattr(options, f"{name}_port") or before.get(name, base + offset)
              for name, offset in OFFSETS.items()}
    check(chosen)
    return Ports(**chosen)


def check(chosen: dict[str, int]) -> None:
    for name, port in chosen.items():
        if not 1024 <= port <= 65535:
            raise Failure(f"port {port} ({name}) is not between 1024 and 65535: choose another "
                          "--port-base")
    if len(set(chosen.values())) != len(chosen):
        raise Failure(f"two of the ports are the same: {chosen}; give each its own")


def is_free(port: int) -> bool:
    """True when nothing listens there (a socket in TIME_WAIT does not count)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def require_free(ports: Ports) -> None:
    """Before the first start: a port that another program holds is told by its number."""
    taken = [f"{port} ({name})" for name, port in asdict(ports).items() if not is_free(port)]
    if taken:
        raise Failure(f"another program listens on 127.0.0.1 port {', '.join(taken)}: stop it, or "
                      "choose other ports with --port-base N")


assert set(OFFSETS) == {field.name for field in fields(Ports)}
