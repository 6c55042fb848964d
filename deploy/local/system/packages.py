"""Debian packages: what the lists in packages/ name and this machine lacks."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from system import commands
from system.layout import LOCAL
from system.report import Failure

LISTS = LOCAL / "packages"

# A package that brings a server starts it when installed, unless this file forbids it. Recourse
# starts its own instances.
NO_SERVERS = Path("/usr/sbin/policy-rc.d")
NO_SERVERS_TEXT = "#!/bin/sh\nexit 101\n"


def wanted(names: Iterable[str]) -> list[str]:
    """The packages of these lists; `P unless C` falls away where the command C is there."""
    packages = []
    for name in names:
        for line in (LISTS / f"{name}.txt").read_text().splitlines():
            words = line.partition("#")[0].split()
            if not words or (len(words) == 3 and shutil.which(words[2])):
                continue
            packages.append(words[0])
    return packages


def missing(packages: list[str]) -> list[str]:
    """Asks dpkg's own records, which takes milliseconds; apt is not asked."""
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\\n", *packages]
    try:
        done = subprocess.run(query, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Failure("this is not Debian (no dpkg-query): Recourse's local system is made for "
                      "Debian 12") from None
    installed = {line.split()[0] for line in done.stdout.splitlines()
                 if line.endswith(" installed")}
    return [package for package in packages if package not in installed]


def install(names: Iterable[str], log: Path) -> int:
    """Installs what is missing; gives back how many packages that were."""
    lacking = missing(wanted(names))
    if lacking:
        as_root = prefix(lacking)
        apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y",
               "-o", "Dpkg::Options::=--force-confold"]
        commands.run([*apt, "update"], log, "apt-get update")
        with no_servers(as_root):
            commands.run([*apt, "install", "--no-install-recommends", *lacking], log,
                         f"installing {len(lacking)} packages with apt-get")
    return len(lacking)


def prefix(lacking: list[str]) -> list[str]:
    """Nothing for root, else sudo where it asks for no password; else a person must act."""
    if os.getuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(
            ["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    raise Failure("packages are missing and only root may install them. Run: sudo apt-get update "
                  f"&& sudo apt-get install --no-install-recommends {' '.join(lacking)}")


@contextmanager
def no_servers(as_root: list[str]) -> Iterator[None]:
    """While inside, packages that bring a server do not start it."""
    if NO_SERVERS.exists():     # somebody else's rule stands; leave it
        yield
        return
    subprocess.run([*as_root, "tee", str(NO_SERVERS)], input=NO_SERVERS_TEXT.encode(), check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run([*as_root, "chmod", "755", str(NO_SERVERS)], check=True)
    try:
        yield
    finally:
        subprocess.run([*as_root, "rm", "-f", str(NO_SERVERS)], check=True)
