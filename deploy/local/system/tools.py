"""Programs that the tests use and Debian does not pack: pinned, in a folder of the build."""

import os
from pathlib import Path

from system import commands
from system.layout import REPOSITORY

BUF = "buf-bin==1.75.0"  # lints the contracts
GRPCURL = "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.8.7"  # an outside client of gRPC
E2E = REPOSITORY / "tests" / "e2e"


def folder_of(build: Path) -> Path:
    """Where the programs are; tests find them by RECOURSE_TOOLS."""
    return build / "tools"


def install(build: Path, log: Path) -> int:
    """Installs what is missing; gives back how many programs that were."""
    tools = folder_of(build)
    steps = ((tools / "bin" / "buf", install_buf), (tools / "bin" / "grpcurl", install_grpcurl),
             (E2E / "node_modules" / "playwright-core", install_browser_driver))
    lacking = [(path, step) for path, step in steps if not path.exists()]
    for _, step in lacking:
        step(tools, log)
    return len(lacking)


def install_buf(tools: Path, log: Path) -> None:
    commands.run(["python3", "-m", "venv", str(tools)], log, "making a Python environment")
    pip = [str(tools / "bin" / "python3"), "-m", "pip", "install", "--quiet", BUF]
    commands.run(pip, log, "installing buf with pip")


def install_grpcurl(tools: Path, log: Path) -> None:
    commands.run(["go", "install", GRPCURL], log, "installing grpcurl with go",
                 env={"GOBIN": str(tools / "bin"), "GOFLAGS": "-modcacherw"})


def install_browser_driver(tools: Path, log: Path) -> None:
    commands.run(["npm", "install", "--no-save", "--no-audit", "--no-fund"], log,
                 "installing the browser's driver with npm", cwd=E2E)


def path_with(build: Path) -> str:
    return f"{folder_of(build) / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
