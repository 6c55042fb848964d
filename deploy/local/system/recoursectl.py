"""`recoursectl`: becomes the command line of the build that `up` made, told which system."""

import json
import os
from pathlib import Path

from system import services
from system.layout import Layout, layout_of
from system.report import Failure


def main(arguments: list[str]) -> int:
    var, rest = take_var(arguments)
    layout = layout_of(var)
    program = program_of(layout)
    if not program.exists():
        raise Failure(f"{program} is missing: deploy/local/up builds it")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["RECOURSE_VAR"] = str(layout.var)
    os.execve(program, [str(program), *rest], environment)


def take_var(arguments: list[str]) -> tuple[str | None, list[str]]:
    """`--var DIR` in front of the command is the wrapper's own; all else is handed on."""
    if arguments[:1] == ["--var"] and len(arguments) >= 2:
        return arguments[1], arguments[2:]
    return None, arguments


def program_of(layout: Layout) -> Path:
    """Of the build that this system was started from; before the first `up`, of build/."""
    try:
        build = json.loads(layout.description.read_text())["build"]
    except (OSError, ValueError, KeyError):
        build = None
    return services.program(services.build_folder(build), "recoursectl")
