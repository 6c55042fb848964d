"""PostgreSQL 15 as this system's own instance: its cluster, its settings, its place in the plan."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from system import commands, secret_files
from system.layout import Layout
from system.ports import HOST, Ports
from system.processes import Probe, ProcessSpec, write_private
from system.report import Failure

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
USER_WHEN_ROOT = "postgres"     # PostgreSQL refuses to run as root
SETTINGS_FILE = "recourse.conf"
STOP_SECONDS_MAX = 30.0

SETTINGS = """\
# Written by deploy/local/up at every start; changes here are lost.
listen_addresses = '{host}'
port = {port}
unix_socket_directories = ''
max_connections = 200
shared_buffers = {buffers}MB
max_wal_size = 2GB
fsync = on
synchronous_commit = on
full_page_writes = on
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
jit = off
log_line_prefix = '[%p] %q%u '
log_min_duration_statement = 2s
log_lock_waits = on
"""


# Ids are spread evenly, so each row touches a page of each index anywhere: once the indexes are
# larger than the buffers, a row costs page writes before its checkpoint.
BUFFERS_MIN, BUFFERS_MAX = 256, 4_096   # MB
BUFFERS_SHARE = 8                       # of the machine's memory: others need theirs


def buffers() -> int:
    """MB that PostgreSQL keeps pages in; taken from the machine only as pages come in."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_048_576
    return max(BUFFERS_MIN, min(BUFFERS_MAX, memory // BUFFERS_SHARE))


def data_folder(layout: Layout) -> Path:
    return layout.var / "postgres" / "data"


# Lets that user pass through folders that are closed to it, such as /root, and nothing more.
PASSAGE = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")


def as_its_user(layout: Layout, argv: list[str]) -> list[str]:
    """The command as the user that PostgreSQL may run as. setpriv replaces itself by it, so that
    the supervisor's child is the server."""
    if os.getuid() != 0:
        return argv
    return [*user_change(layout), "--", *argv]


def user_change(layout: Layout) -> list[str]:
    """With the right of passage only where a folder above the cluster is closed."""
    plain = ["setpriv", f"--reuid={USER_WHEN_ROOT}", f"--regid={USER_WHEN_ROOT}", "--init-groups"]
    folder = data_folder(layout).parent
    for change in (plain, [*plain, *PASSAGE]):
        enter = [*change, "--", "sh", "-c", 'cd "$1"', "sh", str(folder)]
        if subprocess.run(enter, check=False, cwd="/", capture_output=True).returncode == 0:
            return change
    closed = next((p for p in reversed(folder.parents) if not p.stat().st_mode & 0o001), folder)
    raise Failure(f"user {USER_WHEN_ROOT}, which PostgreSQL runs as, may not enter {closed}: "
                  f"chmod o+x {closed}, or choose another --var")


def owner() -> tuple[int, int]:
    if os.getuid() != 0:
        return os.getuid(), os.getgid()
    entry = pwd.getpwnam(USER_WHEN_ROOT)
    return entry.pw_uid, entry.pw_gid


def make_cluster(layout: Layout) -> bool:
    """Makes the cluster once (True), then only writes its settings (False)."""
    data = data_folder(layout)
    data.parent.mkdir(exist_ok=True)
    os.chown(data.parent, *owner())
    if (data / SETTINGS_FILE).exists():
        return False
    shutil.rmtree(data, ignore_errors=True)   # what an interrupted initdb left
    initdb(layout, data)
    return True


def initdb(layout: Layout, data: Path) -> None:
    """Checksums on, UTF-8 with the order of code points, passwords always."""
    password = data.parent / "password"
    write_private(password, secret_files.password(layout, "postgres") + "\n")
    secret_files.give_to(password, *owner())
    argv = [str(PROGRAMS / "initdb"), "--pgdata", str(data), "--data-checksums", "--encoding=UTF8",
            "--locale=C.UTF-8", "--username=postgres", f"--pwfile={password}",
            "--auth-host=scram-sha-256", "--auth-local=scram-sha-256"]
    try:
        commands.run(as_its_user(layout, argv), layout.log_of("initdb"), "initdb", cwd=data.parent)
    finally:
        password.unlink()
    with (data / "postgresql.conf").open("a") as stream:
        stream.write(f"include '{SETTINGS_FILE}'\n")


def settings_text(ports: Ports) -> str:
    return SETTINGS.format(host=HOST, port=ports.postgres, buffers=buffers())


def write_settings(layout: Layout, ports: Ports) -> None:
    settings = data_folder(layout) / SETTINGS_FILE
    settings.write_text(settings_text(ports))
    os.chown(settings, *owner())


def spec(layout: Layout, ports: Ports) -> ProcessSpec:
    data = data_folder(layout)
    return ProcessSpec(
        name="postgres", env={},
        argv=tuple(as_its_user(layout, [str(PROGRAMS / "postgres"), "-D", str(data)])),
        cwd=str(data), tier=0, stop_signal="SIGINT", stop_seconds=STOP_SECONDS_MAX,
        probe=Probe("postgres", ports.postgres), wrap_lines=True, prepare="postgres",
        version=settings_text(ports))


def dsn(layout: Layout, ports: Ports, role: str, database: str = "recourse") -> str:
    """How `role` connects. The password stands in a file, so that no environment carries it."""
    return (f"host={HOST} port={ports.postgres} dbname={database} user={role} "
            f"passfile={quoted(str(secret_files.password_file(layout, role)))}")


def quoted(value: str) -> str:
    """A value of a libpq connection string."""
    plain = value.replace("\\", "").replace("'", "").replace(" ", "")
    if plain == value:
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
