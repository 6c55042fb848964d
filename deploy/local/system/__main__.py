"""Chooses the command: up, down, status, control, recoursectl, fetch_encoder or prove
(tests/run)."""

import importlib
import signal
import sys

from system.report import Failure, print_failure

COMMANDS = ("up", "down", "status", "control", "recoursectl", "fetch_encoder", "prove",
            "supervisor")


def main() -> int:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python3 -m system {'|'.join(COMMANDS)} ...", file=sys.stderr)
        return 2
    command = sys.argv[1]
    try:
        module = importlib.import_module(f"system.{command}")
        return int(module.main(sys.argv[2:]))
    except Failure as failure:
        print_failure(command, failure)
        return 1
    except KeyboardInterrupt:
        print(f"{command}: interrupted; deploy/local/down stops what was started", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
