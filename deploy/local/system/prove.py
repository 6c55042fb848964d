"""`tests/run`: installs and builds what is missing, then lets ctest prove the project."""

import argparse
import os
import sys
from pathlib import Path

from system import build, packages, services, tools
from system.layout import REPOSITORY
from system.report import Failure, step

# Real texts stand beside a developer's clone; without them the samples of this tree are streamed.
REAL_TEXTS = REPOSITORY.parent / "shared" / "data"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests/run", description="Builds and proves.")
    parser.add_argument("--fast", action="store_true",
                        help="only what needs no running system (label fast)")
    parser.add_argument("--filter", metavar="REGEX", help="only tests whose name matches")
    parser.add_argument("--build-dir", metavar="DIR", help="where to build (default: build/)")
    options = parser.parse_args(arguments)
    folder = services.build_folder(options.build_dir)
    make(folder)
    tell_what_is_left_out(options)
    return run_ctest(folder, options)


def make(folder: Path) -> None:
    with build.exclusive(folder):
        with step("distribution packages") as line:
            log = build.log_folder(folder) / "packages.log"
            count = packages.install(("build", "run", "test"), log)
            line.outcome = f"{count} installed" if count else "all there"
        with step("tools of the tests") as line:
            count = tools.install(folder, build.log_folder(folder) / "tools.log")
            line.outcome = f"{count} installed" if count else "all there"
        with step("programs and tests"):
            build.everything(folder)
        with step("web pages") as line:
            line.outcome = build.pages(folder)
        with step("Kafka's jars") as line:
            line.outcome = build.broker(folder)
        with step("sentence encoder") as line:
            line.outcome = build.sentences(folder)
        with step("sentence encoders that manifests name") as line:
            line.outcome = build.named_sentences(folder)


def tell_what_is_left_out(options: argparse.Namespace) -> None:
    if options.fast:
        print("left out: tests that start real stores or a whole system (--fast)")
    if options.filter:
        print(f"left out: tests whose name does not match {options.filter}")
    if not os.environ.get("RECOURSE_KUBE"):
        print("left out: the chart on a real API server (RECOURSE_KUBE=1 asks for it; see "
              "tests/charts/api_server)")
    if not REAL_TEXTS.is_dir():
        print("left out: the real texts, since ../shared/data is absent; the project's own samples "
              "are streamed in their place")


def ctest_arguments(folder: Path, options: argparse.Namespace) -> list[str]:
    """Tests that start real stores hold the ctest resource `stores`, so they run one by one."""
    jobs = os.cpu_count() or 1
    argv = ["ctest", "--test-dir", str(folder), "--output-on-failure", "--no-tests=error",
            f"-j{jobs}"]
    if options.fast:
        argv += ["-L", "fast"]
    if options.filter:
        argv += ["-R", options.filter]
    return argv


def run_ctest(folder: Path, options: argparse.Namespace) -> int:
    """Becomes ctest, whose summary is then the last that is printed."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["RECOURSE_BUILD_DIR"] = str(folder)
    environment["PATH"] = tools.path_with(folder)
    argv = ctest_arguments(folder, options)
    sys.stdout.flush()
    try:
        os.execvpe(argv[0], argv, environment)
    except OSError as error:
        raise Failure(f"ctest could not be started: {error}") from None
