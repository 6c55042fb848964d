"""python3 tests/e2e/day [--speed N] [--limit N]: a day in fast motion; see the README."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from day.arrivals import Absent  # noqa: E402
from day.course import Day, Options  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="day", description=__doc__)
    parser.add_argument("--speed", type=float, default=480.0, help="times as fast as the day was")
    parser.add_argument("--limit", type=int, default=0, help="calls at most; 0: all of the day")
    parser.add_argument("--date", default="990201", help="of the calls, as they write it")
    parser.add_argument("--port-base", type=int, default=13_000)
    asked = parser.parse_args()
    try:
        day = Day(Options(asked.speed, asked.limit, asked.date, asked.port_base))
    except Absent as absent:
        print(absent, file=sys.stderr)
        return 1
    try:
        print(day.run().table())
        broken = day.verify()
        print("verify: " + (str(broken) if broken else "all holds"))
        return 1 if day.differences or broken else 0
    finally:
        day.system.remove()


if __name__ == "__main__":
    sys.exit(main())
