"""The system under test: where it answers, its keys, its processes; started here where the
environment (RECOURSE_VAR) names none."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
LOCAL = REPOSITORY / "deploy" / "local"
SERVICES = ("ingest", "classify", "routing", "followup", "kpi", "console")
PORT_BASE = 9680
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class Running:
    """Addresses, keys and processes of one system."""

    def __init__(self, var: Path):
        self.var = var
        lines = (var / "run" / "system.env").read_text().splitlines()
        self.environment = dict(line.split("=", 1) for line in lines if "=" in line)
        self.description = json.loads((var / "run" / "system.json").read_text())
        self.pids = {service: self.pid(service) for service in SERVICES}
        self.births = {service: self.birth(service) for service in SERVICES}

    @property
    def http(self) -> str:
        return self.environment["RECOURSE_HTTP_ADDR"]

    @property
    def ingest(self) -> str:
        return self.environment["RECOURSE_INGEST_ADDR"]

    def key_file(self, name: str) -> Path:
        return self.var / "secrets" / f"{name}.key"

    def key(self, name: str) -> str:
        return self.key_file(name).read_text().strip()

    def program(self, name: str) -> Path:
        path = Path(self.description["build"]) / "bin" / name
        if not path.exists():
            raise FileNotFoundError(f"{path} is not built: ninja -C {path.parents[1]} {name}")
        return path

    def log_of(self, service: str) -> Path:
        return self.var / "log" / f"{service}.log"

    def pid(self, service: str) -> int:
        return int((self.var / "run" / f"{service}.pid").read_text())

    def birth(self, service: str) -> int:
        """When the process began, in ticks: a pid may be given again."""
        return int(self.stat(service)[19])

    def stat(self, service: str) -> list[str]:
        text = Path(f"/proc/{self.pids[service]}/stat").read_text()
        return text.rsplit(") ", 1)[1].split()

    def cpu_ms(self) -> float:
        """What the two services with doors have used."""
        used = sum(int(self.stat(service)[field])
                   for service in ("ingest", "console") for field in (11, 12))
        return used * 1000.0 / CLOCK_TICKS

    def fallen(self) -> list[str]:
        """The services that are not the process they were."""
        return [service for service in SERVICES if not self.stands(service)]

    def stands(self, service: str) -> bool:
        try:
            return (self.pid(service) == self.pids[service]
                    and self.birth(service) == self.births[service]
                    and self.stat(service)[0] != "Z")
        except (OSError, ValueError):
            return False


class Started:
    """A system for the length of a test."""

    def __init__(self):
        self.own: Path | None = None

    def begin(self) -> Running:
        given = os.environ.get("RECOURSE_VAR")
        if given:
            return Running(Path(given))
        self.own = Path(tempfile.mkdtemp(prefix="recourse-bad-input-"))
        subprocess.run([str(LOCAL / "up"), "--empty", "--var", str(self.own),
                        "--port-base", str(PORT_BASE)], check=True)
        return Running(self.own)

    def end(self) -> None:
        if self.own is None:
            return
        subprocess.run([str(LOCAL / "down"), "--var", str(self.own)], check=False)
        if "RECOURSE_KEEP" not in os.environ:
            shutil.rmtree(self.own, ignore_errors=True)
