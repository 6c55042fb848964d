"""The commands of deploy/local as a person meets them: up, status, control, down."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LOCAL = REPOSITORY / "deploy" / "local"
BUILD = os.environ.get("RECOURSE_BUILD_DIR", str(REPOSITORY / "build"))

FIRST_BASE = 9280
SECOND_BASE = 9480
SECOND_UP_SECONDS_MAX = 15.0
RESTART_SECONDS_MAX = 90.0   # a loaded machine needs long for a JVM
SERVICES = ("ingest", "classify", "routing", "followup", "kpi", "console")
STORES = ("postgres", "redis", "kafka", "mail")


def call(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "RECOURSE_VAR"}
    return subprocess.run([str(LOCAL / command), *arguments], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, env=environment, check=False)


class System:
    """One system in a folder of its own."""

    def __init__(self, base: int) -> None:
        self.base = base
        self.var = Path(tempfile.mkdtemp(prefix="recourse-local-test-"))

    def up(self) -> subprocess.CompletedProcess[str]:
        return call("up", "--empty", "--var", str(self.var), "--port-base", str(self.base),
                    "--build-dir", BUILD)

    def status(self) -> dict:
        return json.loads(call("status", "--json", "--var", str(self.var)).stdout)

    def process(self, name: str) -> dict:
        return next(p for p in self.status()["processes"] if p["name"] == name)

    def down(self) -> subprocess.CompletedProcess[str]:
        return call("down", "--var", str(self.var))

    def living(self) -> list[str]:
        """Command lines of all processes that name, work in, or were started for the folder."""
        return [line for pid in os.listdir("/proc") if pid.isdigit()
                and (line := trace_of(int(pid), str(self.var)))]

    def remove(self) -> None:
        self.down()
        shutil.rmtree(self.var, ignore_errors=True)


def trace_of(pid: int, var: str) -> str:
    """The command line of a process that has to do with `var`; else the empty string."""
    if pid == os.getpid():
        return ""
    folder = Path(f"/proc/{pid}")
    try:
        command = folder.joinpath("cmdline").read_bytes()
        traces = [command, folder.joinpath("environ").read_bytes(),
                  os.fsencode(os.readlink(folder / "cwd"))]
    except OSError:
        return ""
    shown = command.replace(b"\0", b" ").decode("utf-8", "replace")
    return shown if any(var.encode() in trace for trace in traces) else ""


def wait_for(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


class LocalTest(unittest.TestCase):
    """The tests of one running system share it, in the order of their names."""

    first: System

    @classmethod
    def setUpClass(cls) -> None:
        cls.first = System(FIRST_BASE)
        done = cls.first.up()
        if done.returncode != 0:
            cls.first.remove()
            raise AssertionError(f"up failed:\n{done.stdout}\n{done.stderr}")
        print(done.stdout)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.first.remove()

    def test_1_every_process_is_ready_when_up_returns(self) -> None:
        done = call("status", "--json", "--var", str(self.first.var))
        status = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertTrue(status["ready"])
        self.assertEqual({p["name"] for p in status["processes"]}, {*STORES, *SERVICES})
        for process in status["processes"]:
            written = (self.first.var / "run" / f"{process['name']}.pid").read_text()
            self.assertEqual(int(written), process["pid"])
            self.assertTrue((self.first.var / "log" / f"{process['name']}.log").exists())

    def test_2_secrets_are_readable_by_their_owner_alone(self) -> None:
        secrets = self.first.var / "secrets"
        self.assertEqual(secrets.stat().st_mode & 0o777, 0o700)
        for name in ("admin.json", "ingest.key", "operator.key", "key.secret"):
            self.assertEqual((secrets / name).stat().st_mode & 0o777, 0o600, name)
        account = json.loads((secrets / "admin.json").read_text())
        self.assertEqual(set(account), {"user", "password"})

    def test_3_logs_are_json_lines(self) -> None:
        for name in (*STORES, *SERVICES, "supervisor"):
            for line in (self.first.var / "log" / f"{name}.log").read_text().splitlines():
                self.assertIn("message", json.loads(line), name)

    def test_4_a_second_up_takes_seconds_and_restarts_nothing(self) -> None:
        before = {p["name"]: p["pid"] for p in self.first.status()["processes"]}
        started = time.monotonic()
        done = self.first.up()
        seconds = time.monotonic() - started
        print(f"second up: {seconds:.1f} s")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess(seconds, SECOND_UP_SECONDS_MAX)
        self.assertEqual(before, {p["name"]: p["pid"] for p in self.first.status()["processes"]})

    def test_5_a_process_that_is_killed_is_started_again(self) -> None:
        for name in ("routing", "redis", "postgres", "kafka"):
            with self.subTest(process=name):
                self.kill_and_wait(name)
        self.assertTrue(self.first_is_ready())

    def first_is_ready(self) -> bool:
        """Soon: the stores were killed a moment ago, and readers find their way back."""
        return wait_for(lambda: self.first.status()["ready"], RESTART_SECONDS_MAX)

    def kill_and_wait(self, name: str) -> None:
        pid = self.first.process(name)["pid"]
        os.kill(pid, signal.SIGKILL)
        started = time.monotonic()
        self.assertTrue(wait_for(lambda: self.is_back(name, pid), RESTART_SECONDS_MAX))
        print(f"{name} is ready {time.monotonic() - started:.1f} s after kill -9")

    def is_back(self, name: str, killed: int) -> bool:
        process = self.first.process(name)
        return process["ready"] and process["pid"] != killed

    def test_6_status_fails_while_a_process_is_stopped(self) -> None:
        var = str(self.first.var)
        self.assertEqual(call("control", "stop-one", "kpi", "--var", var).returncode, 0)
        self.assertNotEqual(call("status", "--var", var).returncode, 0)
        self.assertEqual(call("control", "start-one", "kpi", "--var", var).returncode, 0)
        self.assertTrue(self.first_is_ready())

    def test_7_two_systems_run_side_by_side(self) -> None:
        second = System(SECOND_BASE)
        try:
            done = second.up()
            self.assertEqual(done.returncode, 0, f"{done.stdout}\n{done.stderr}")
            self.assertTrue(second.status()["ready"])
            self.assertTrue(self.first_is_ready())
            before = {p["name"]: p["pid"] for p in self.first.status()["processes"]}
            self.assertEqual(second.down().returncode, 0)
            self.assertEqual(second.living(), [])
            after = {p["name"]: p["pid"] for p in self.first.status()["processes"]}
            self.assertEqual(before, after, "down touched another system too")
            self.assertTrue(self.first_is_ready(), "down stopped another system too")
        finally:
            second.remove()

    def test_8_a_port_that_is_taken_is_told(self) -> None:
        other = System(FIRST_BASE)
        try:
            done = other.up()
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"{FIRST_BASE} (console_http)", done.stderr)
            self.assertIn("--port-base", done.stderr)
        finally:
            other.remove()

    def test_9_down_leaves_no_process(self) -> None:
        self.assertNotEqual(self.first.living(), [])
        done = self.first.down()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.first.living(), [])
        self.assertEqual(list((self.first.var / "run").glob("*.pid")), [])
        again = self.first.down()
        self.assertEqual(again.returncode, 0, "a second down has nothing to do, which is no error")


if __name__ == "__main__":
    unittest.main(verbosity=2)
