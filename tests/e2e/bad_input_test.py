"""Bad input at every door: the cases of tests/bad_input against a whole running system.

RECOURSE_VAR names a system that runs; without it the test brings up one of its own, empty.
RECOURSE_CASES=D01,D35-02 runs only the cases whose ids begin so; RECOURSE_KEEP=1 keeps the folder
of the system that the test brought up, with its logs.
"""

import json
import os
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from wire import case as cases  # noqa: E402
from wire.doors import GrpcDoor, JsonDoor, Outcome, StreamDoor  # noqa: E402
from wire.judge import Judge  # noqa: E402
from wire.raw_doors import H2Door, HttpDoor  # noqa: E402
from wire.running import Started  # noqa: E402

CHOSEN = tuple(filter(None, os.environ.get("RECOURSE_CASES", "").split(",")))
DOORS = {"grpc": GrpcDoor, "stream": StreamDoor, "json": JsonDoor, "http": HttpDoor, "h2": H2Door}
RECOVERY_SECONDS_MAX = 30.0


class BadInputTest(unittest.TestCase):
    """One test for each file of cases."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.system = Started()
        cls.addClassCleanup(cls.system.end)
        cls.running = cls.system.begin()
        cls.doors = {name: door(cls.running) for name, door in DOORS.items()}
        for door in cls.doors.values():
            cls.addClassCleanup(door.close)
        cls.judge = Judge(cases.slugs(), {name: cls.doors[name].stored
                                          for name in ("grpc", "json")})
        # So that a second run against the same system does not meet the ids of the first.
        cls.run_id = f"{int(time.time() * 1000):x}"
        cls.log_sizes = {service: cls.running.log_of(service).stat().st_size
                         for service in ("ingest", "console")}

    def test_written_logs_are_json_lines(self) -> None:
        """Last by its name: whatever was sent, a line of the log is one object of ours."""
        for service, size in self.log_sizes.items():
            with open(self.running.log_of(service), "rb") as log:
                log.seek(size)
                for line in log:
                    with self.subTest(service=service, line=line[:200]):
                        self.assertEqual(service, json.loads(line)["service"])

    def play_file(self, name: str) -> None:
        for data in cases.load(name):
            if CHOSEN and not data["id"].startswith(CHOSEN):
                continue
            for door in data["doors"]:
                with self.subTest(case=data["id"], door=door):
                    self.play(data, door)

    def play(self, data: dict, door: str) -> None:
        # A flipped bit must not make the id of another case.
        own = "every-bit" if "bit_flips" in data else data["id"]
        case = cases.Case(data, door, f"{self.run_id}-{own}-{door}")
        cpu_before, began = self.running.cpu_ms(), time.monotonic()
        outcome = self.outcome_of(case)
        took_ms = (time.monotonic() - began) * 1000
        fallen = self.running.fallen()
        cpu_ms = self.running.cpu_ms() - cpu_before if not fallen else 0.0
        faults = self.judge.faults(case, outcome) + self.left_behind(case, outcome)
        if fallen:
            faults.insert(0, f"fell or was restarted: {', '.join(fallen)}")
            self.recover()
        if cpu_ms > data.get("cpu_ms_max", float("inf")):
            faults.append(f"used {cpu_ms:.0f} ms of CPU")
        self.report(case, outcome, faults, took_ms, cpu_ms)
        self.assertEqual([], faults, f"{case.name} {door}: {data['what']}")

    def outcome_of(self, case: cases.Case) -> Outcome:
        try:
            return self.doors[case.door].play(case)
        except (OSError, ValueError, RuntimeError) as error:
            return Outcome("error", faults=[f"{type(error).__name__}: {error}"])

    def left_behind(self, case: cases.Case, outcome: Outcome) -> list[str]:
        """A refusal leaves nothing: the id is still free for a feedback that is right."""
        expect = case.expect
        refused = "refused" in expect or expect.get("malformed") or expect.get("stored_none")
        if not refused or outcome.feedback_id or outcome.results[1:] or not case.keeps_id():
            return []
        again = self.doors["grpc"].send_plain(case.external_id)
        return [] if again.state == "accepted" else [f"refused, but its id is now: {again}"]

    def recover(self) -> None:
        """What comes after a fall is judged on its own: waits for the restarted process."""
        deadline = time.monotonic() + RECOVERY_SECONDS_MAX
        while time.monotonic() < deadline:
            time.sleep(0.5)
            try:
                self.running.__init__(self.running.var)
                if self.doors["grpc"].send_plain(f"{self.run_id}-{deadline}").code == "OK":
                    return
            except (OSError, ValueError):
                continue

    @staticmethod
    def report(case: cases.Case, outcome: Outcome, faults: list[str], took_ms: float,
               cpu_ms: float) -> None:
        verdict = "FAIL" if faults else "ok"
        print(f"{verdict:4} {case.name:7} {case.door:6} {str(outcome):38.38} "
              f"{took_ms:7.0f} ms {cpu_ms:5.0f} ms cpu  {case.data['what']}", flush=True)
        for fault in faults:
            print(f"       {fault}", flush=True)


def add_test(name: str) -> None:
    setattr(BadInputTest, f"test_{name}", lambda self: self.play_file(name))


for file_name in cases.names():
    add_test(file_name)

if __name__ == "__main__":
    unittest.main(verbosity=0)
