"""`tests/bench/run NAME`: runs one benchmark's program and prints what it measured as a table."""

import argparse
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
NAMES = ("calendar",)
SMOKE_SECONDS = 0.01  # a measurement's length where only that it runs is of interest
REPETITIONS = 5       # the median of so many is told


def main() -> int:
    options = arguments()
    program = build_folder() / "bin" / f"bench.{options.name}"
    if not program.exists():
        print(f"{program.name} is not built: run `tests/run --filter bench` first, or set "
              "RECOURSE_BUILD_DIR to where it is", file=sys.stderr)
        return 1
    measured = run(program, options.smoke)
    report = importlib.import_module(f"harness.{options.name}")
    result = report.result(measured)
    print(report.table(result))
    if options.json:
        Path(options.json).write_text(json.dumps(result, indent=2) + "\n")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/bench/run")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--smoke", action="store_true", help="short: shows that it runs, no more")
    parser.add_argument("--json", metavar="FILE", help="the figures as JSON")
    return parser.parse_args()


def build_folder() -> Path:
    return Path(os.environ.get("RECOURSE_BUILD_DIR") or REPOSITORY / "build")


def run(program: Path, smoke: bool) -> dict:
    options = [f"--benchmark_min_time={SMOKE_SECONDS}"] if smoke else [
        f"--benchmark_repetitions={REPETITIONS}", "--benchmark_report_aggregates_only=true",
        "--benchmark_enable_random_interleaving=true"]
    done = subprocess.run([program, "--benchmark_format=json", *options], check=True,
                          stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


sys.exit(main())
