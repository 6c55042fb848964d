"""What a benchmark says that a process used: of each of two systems in one run, and also of what it
started later.

    python3 tests/golden/bench_groups_test.py SOURCE_DIR BUILD_DIR
"""

import pathlib
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(SOURCE / "tests" / "bench"))

from harness.cgroups import Groups  # noqa: E402

# Waits for a line; then a child of it works for that many CPU-seconds while it waits itself.
PROGRAM = """
import subprocess, sys
seconds = float(sys.stdin.readline())
work = "import sys, time\\nwhile time.process_time() < float(sys.argv[1]): pass"
child = subprocess.Popen([sys.executable, "-c", work, str(seconds)])
child.wait()
print("done", flush=True)
sys.stdin.readline()
"""
BEGINNING_SECONDS_MAX = 0.15    # of CPU, of an interpreter that starts


class TwoSystems(unittest.TestCase):
    def test_each_is_charged_with_its_own(self) -> None:
        self.check(Groups(), Groups())

    def test_also_without_the_right_to_make_control_groups(self) -> None:
        first, second = Groups(), Groups()
        for groups in (first, second):
            groups.remove()
        self.assertTrue(first.how.startswith("/proc"))
        self.check(first, second)

    def check(self, first: Groups, second: Groups) -> None:
        with first, second:
            for groups, seconds in ((first, 0.4), (second, 0.2)):
                with self.subTest(seconds=seconds):
                    self.assertAlmostEqual(used(groups, seconds), seconds,
                                           delta=BEGINNING_SECONDS_MAX)


def used(groups: Groups, seconds: float) -> float:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], text=True, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        groups.add("worker", process.pid)
        before = groups.seconds()["worker"]
        process.stdin.write(f"{seconds}\n")
        process.stdin.flush()
        process.stdout.readline()
        found = groups.seconds()["worker"] - before
        process.stdin.write("\n")
    return found


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
