"""One system of its own: brought up in a temporary folder, asked, verified, removed."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]
LOCAL = REPOSITORY / "deploy" / "local"
BUILD = Path(os.environ.get("RECOURSE_BUILD_DIR", str(REPOSITORY / "build")))
KEEP = os.environ.get("RECOURSE_KEEP") == "1"

# What tests/run has done before ctest begins.
DONE_BEFORE = "packages,build,web"

sys.path.insert(0, str(LOCAL))

from system import status as local_status  # noqa: E402
from system.layout import layout_of  # noqa: E402

Answer = dict


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """How long it took; fails in words when it took longer."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"{what}: not so after {seconds:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - started


def only_a_response(target_ms: int) -> dict[str, object]:
    """An SLA policy of one promise, so that a run is over when the last answer is overdue."""
    return {"calendar_id": "always", "response_target_ms": target_ms, "warn_share_percent": 75}


def policy_with_target(folder: Path, target_ms: int) -> Path:
    """The shipped policies with another response standard."""
    policy = folder / "policy"
    shutil.copytree(LOCAL / "sample" / "policy", policy, dirs_exist_ok=True)
    file = policy / "20-sla.json"
    file.write_text(json.dumps({"kind": "sla", "document": only_a_response(target_ms)}) + "\n")
    return policy


class System:
    """`var` lies in `folder`, which is removed with the system."""

    def __init__(self, base: int, target_ms: int | None = None, build: Path = BUILD) -> None:
        self.base = base
        self.build = build
        self.folder = Path(tempfile.mkdtemp(prefix="recourse-e2e-"))
        self.folder.chmod(0o755)    # PostgreSQL runs as another user and passes through
        self.var = self.folder / "var"
        self.policy = policy_with_target(self.folder, target_ms) if target_ms else None

    def call(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RECOURSE_")}
        return subprocess.run([str(LOCAL / command), *arguments, "--var", str(self.var)],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env=environment, check=False)

    def up(self, leave_out: str = DONE_BEFORE) -> None:
        options = ["--empty", "--port-base", str(self.base), "--build-dir", str(self.build),
                   "--leave-out", leave_out]
        if self.policy:
            options += ["--policy", str(self.policy)]
        done = self.call("up", *options)
        if done.returncode != 0:
            raise AssertionError(f"up failed:\n{done.stdout}\n{done.stderr}")

    def down(self) -> None:
        done = self.call("down")
        if done.returncode != 0:
            raise AssertionError(f"down failed:\n{done.stdout}\n{done.stderr}")

    def remove(self) -> None:
        self.call("down")
        if KEEP:
            print(f"kept: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def status(self) -> Answer:
        return local_status.look(layout_of(str(self.var)))

    def ready(self) -> bool:
        return bool(self.status()["ready"])

    def environment(self) -> dict[str, str]:
        lines = (self.var / "run" / "system.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    # The command line.

    def ctl(self, *arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.ctl_command(*arguments), capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False, timeout=seconds,
                              env=self.ctl_environment())

    def answer(self, *arguments: str) -> Any:
        """Of what has to succeed: its JSON, a list where that is several lines."""
        done = self.ctl(*arguments)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.stderr}")
        lines = done.stdout.splitlines()
        return json.loads(lines[0]) if len(lines) == 1 else [json.loads(line) for line in lines]

    def ctl_command(self, *arguments: str) -> list[str]:
        program = str(self.build / "bin" / "recoursectl")
        return [program, "--json", "--var", str(self.var), *arguments]

    def ctl_environment(self) -> dict[str, str]:
        return {k: v for k, v in os.environ.items() if not k.startswith("RECOURSE_")}

    def stream(self, file: Path, acknowledged: Path, *options: str) -> Answer:
        done = self.ctl("feedback", "stream", str(file), "--acknowledged", str(acknowledged),
                        *options, seconds=1200)
        if done.returncode != 0:
            raise AssertionError(f"feedback stream failed:\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout)

    def rebuilding(self) -> bool:
        """Also true while the counters cannot be asked."""
        done = self.ctl("kpi", "get")
        if done.returncode != 0:
            return True
        kpis = [json.loads(line) for line in done.stdout.splitlines()]
        return any(kpi["rebuilding"] for kpi in kpis)

    def verify(self, acknowledged: Path | None = None) -> Answer:
        """What `recoursectl verify` says, whether or not all holds."""
        arguments = ["verify"] + (["--acknowledged", str(acknowledged)] if acknowledged else [])
        done = self.ctl(*arguments, seconds=900)
        if not done.stdout:
            raise AssertionError(f"verify failed: {done.stderr}")
        report = json.loads(done.stdout)
        if report["ok"] != (done.returncode == 0):
            raise AssertionError("the exit status of verify contradicts what it says")
        return report


def violated(report: Answer) -> dict[str, list[str]]:
    """Examples by the id of each check that does not hold."""
    return {c["id"]: c["examples"] for c in report["checks"] if c["violations"]}


def check_of(report: Answer, check_id: str) -> Answer:
    return next(c for c in report["checks"] if c["id"] == check_id)
