"""`tests/bench/run NAME`: measures one thing beside its floor, and prints it as a table."""

import argparse
import importlib
import json
import signal
import sys
from pathlib import Path

from harness.options import Options, build_folder, data_folder


def main() -> int:
    # A run that is stopped takes its systems down.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    asked = arguments()
    benchmark = importlib.import_module(f"harness.{asked.name}")
    against = Path(asked.against).resolve() if asked.against else None
    only = tuple(asked.only.split(",")) if asked.only else ()
    options = Options(asked.smoke, build_folder().resolve(), against, data_folder(asked.data), only)
    result = benchmark.measure(options)
    print(benchmark.table(result))
    if asked.json:
        Path(asked.json).write_text(json.dumps(result, indent=2) + "\n")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/bench/run")
    parser.add_argument("name", choices=names())
    parser.add_argument("--smoke", action="store_true",
                        help="short: shows that it runs and that its results are right, no more")
    parser.add_argument("--against", metavar="BUILD",
                        help="another build beside this one in the same run (pipeline)")
    parser.add_argument("--data", metavar="DIR",
                        help="real labelled texts (accuracy, classify); else RECOURSE_DATA")
    parser.add_argument("--only", metavar="NAME,...", help="some of the manifests (accuracy)")
    parser.add_argument("--json", metavar="FILE", help="the figures as JSON")
    return parser.parse_args()


def names() -> list[str]:
    """Every module here that measures something."""
    return sorted(file.stem for file in Path(__file__).parent.glob("*.py")
                  if "\ndef measure(" in file.read_text())


sys.exit(main())
