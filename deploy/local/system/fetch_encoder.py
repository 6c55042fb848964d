"""`fetch-encoder NAME...`: encoders that a model may ask for beside the one that `up` fetches."""

import argparse

from system import bert, build, services
from system.report import step


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="fetch-encoder", description="Fetches sentence encoders that manifests name.")
    parser.add_argument("name", nargs="+", choices=sorted(bert.ENCODERS))
    options = parser.parse_args(arguments)
    folder = services.build_folder(None)
    with build.exclusive(folder):
        for name in options.name:
            with step(f"sentence encoder {name}") as line:
                fetched = bert.fetch(name, build.log_folder(folder) / "encoder.log")
                line.outcome = "fetched" if fetched else "up to date"
    return 0
