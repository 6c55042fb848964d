"""Redis 7 as this system's own instance: live counters, an append-only file, never evicting."""

import shutil
from pathlib import Path

from system.layout import Layout
from system.ports import HOST, Ports
from system.processes import Probe, ProcessSpec
from system.report import Failure

SETTINGS = """\
# Written by deploy/local/up at every start; changes here are lost.
bind {host}
port {port}
protected-mode yes
dir "{folder}"
dbfilename dump.rdb
save ""
appendonly yes
appendfsync everysec
aof-use-rdb-preamble yes
maxmemory 512mb
maxmemory-policy noeviction
tcp-keepalive 60
# The title would overwrite the environment by which this system knows its processes.
set-proc-title no
"""


def folder(layout: Layout) -> Path:
    return layout.var / "redis"


def write_settings(layout: Layout, ports: Ports) -> None:
    folder(layout).mkdir(exist_ok=True)
    settings(layout).write_text(text(layout, ports))


def settings(layout: Layout) -> Path:
    return folder(layout) / "redis.conf"


def text(layout: Layout, ports: Ports) -> str:
    return SETTINGS.format(host=HOST, port=ports.redis, folder=folder(layout))


def spec(layout: Layout, ports: Ports) -> ProcessSpec:
    program = shutil.which("redis-server")
    if program is None:
        raise Failure("the program redis-server is missing: apt-get install redis-server")
    return ProcessSpec(
        name="redis", argv=(program, str(settings(layout))), env={}, cwd=str(folder(layout)),
        tier=1, stop_seconds=10.0, probe=Probe("redis", ports.redis), wrap_lines=True,
        version=text(layout, ports))
