"""Where things lie: the repository, its build, and the folder of one running system."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
LOCAL = REPOSITORY / "deploy" / "local"
WEB = REPOSITORY / "services" / "console" / "web"
SAMPLE = LOCAL / "sample"
CLASSIFY = REPOSITORY / "services" / "classify"

# A Unix socket's path holds at most 108 bytes, its closing zero among them.
SOCKET_PATH_BYTES_MAX = 107


@dataclass(frozen=True)
class Layout:
    """The folders of one system; two systems share nothing here."""

    var: Path

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets"

    @property
    def plan(self) -> Path:
        return self.run / "plan.json"

    @property
    def description(self) -> Path:
        return self.run / "system.json"

    @property
    def environment(self) -> Path:
        return self.run / "system.env"

    def log_of(self, process: str) -> Path:
        return self.log / f"{process}.log"

    def pid_file(self, process: str) -> Path:
        return self.run / f"{process}.pid"

    def socket(self) -> Path:
        """The supervisor's socket; under a short name elsewhere where `var` lies too deep."""
        wanted = self.run / "supervisor.sock"
        if len(os.fsencode(wanted)) <= SOCKET_PATH_BYTES_MAX:
            return wanted
        digest = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"recourse-{os.getuid()}-{digest}" / "supervisor.sock"

    def make(self) -> None:
        """Makes the folders. PostgreSQL runs as another user and must be able to pass through."""
        self.var.mkdir(parents=True, exist_ok=True)
        for folder, mode in ((self.run, 0o755), (self.log, 0o755), (self.secrets, 0o700)):
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)
        if os.getuid() == 0:
            self.var.chmod(self.var.stat().st_mode | 0o011)


def layout_of(var: str | None) -> Layout:
    """The system that `--var`, else RECOURSE_VAR, else the repository's own `var/` names."""
    chosen = var or os.environ.get("RECOURSE_VAR") or str(REPOSITORY / "var")
    return Layout(Path(chosen).resolve())
