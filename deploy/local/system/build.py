"""From sources to programs: CMake and ninja, npm, Maven. Does nothing where nothing changed."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from system import bert, commands, encoder, kafka, services
from system.layout import REPOSITORY, WEB
from system.report import Failure

PRESET = "release"
NODE_MAJOR_MIN = 18


def log_folder(build: Path) -> Path:
    return build / "log"


@contextmanager
def exclusive(build: Path) -> Iterator[None]:
    """Two `up`s of one tree build one after the other."""
    build.mkdir(parents=True, exist_ok=True)
    with (build / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another up or tests/run builds in {build}: waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def everything(build: Path) -> None:
    """All targets, the tests among them."""
    compile_targets(build, ())


def configure(build: Path) -> None:
    if (build / "build.ninja").exists():
        return   # ninja configures again by itself when a CMake file changed
    commands.run(["cmake", "--preset", PRESET, "-B", str(build)], log_folder(build) / "cmake.log",
                 "configuring the build", cwd=REPOSITORY)


def compile_targets(build: Path, targets: tuple[str, ...]) -> None:
    configure(build)
    jobs = os.cpu_count() or 1
    argv = ["ninja", "-C", str(build), f"-j{jobs}", *targets]
    commands.run(argv, log_folder(build) / "ninja.log", "building")


def programs(build: Path) -> str:
    """The services and the command line; says whether any of them changed."""
    before = versions(build)
    compile_targets(build, tuple(f"bin/{name}" for name in services.PROGRAMS))
    return "up to date" if versions(build) == before else "built"


def versions(build: Path) -> list[int]:
    paths = [services.program(build, name) for name in services.PROGRAMS]
    return [path.stat().st_mtime_ns if path.exists() else 0 for path in paths]


def broker(build: Path) -> str:
    return "fetched" if kafka.fetch_libraries(log_folder(build) / "maven.log") else "up to date"


def sentences(build: Path) -> str:
    """The encoder of the classifier's second tier."""
    return "fetched" if encoder.fetch(log_folder(build) / "encoder.log") else "up to date"


def named_sentences(build: Path) -> str:
    """Other encoders, which models may be made with: what fetch-encoder fetches, all of it."""
    log = log_folder(build) / "encoder.log"
    fetched = [name for name in sorted(bert.ENCODERS) if bert.fetch(name, log)]
    return f"fetched {', '.join(fetched)}" if fetched else "up to date"


def pages(build: Path) -> str:
    """Installs what the lock file pins when it changed, builds when any source did.

    Not `npm ci`: it asks for the packages of every other platform too, and a registry that does not
    serve them would fail a build that does not need them.
    """
    installed = digest([WEB / "package-lock.json"])
    built = digest(web_sources())
    stamps = build / "stamps"
    if is_stamped(stamps / "web-build", built) and (WEB / "dist" / "index.html").exists():
        return "up to date"
    require_node()
    log = log_folder(build) / "web.log"
    if not (is_stamped(stamps / "web-install", installed) and (WEB / "node_modules").is_dir()):
        commands.run(["npm", "install", "--no-save", "--no-audit", "--no-fund"], log,
                     "npm install", cwd=WEB)
        stamp(stamps / "web-install", installed)
    commands.run(["npm", "run", "build"], log, "building the web pages", cwd=WEB)
    stamp(stamps / "web-build", built)
    return "built"


def web_sources() -> list[Path]:
    if not (WEB / "package-lock.json").exists():
        raise Failure(f"{WEB} has no package-lock.json: this tree is not complete, clone it again")
    left_out = {"node_modules", "dist"}
    return sorted(path for path in WEB.rglob("*")
                  if path.is_file() and path.relative_to(WEB).parts[0] not in left_out)


def digest(paths: list[Path]) -> str:
    """Of names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def is_stamped(path: Path, value: str) -> bool:
    return path.exists() and path.read_text() == value


def stamp(path: Path, value: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value)


def require_node() -> None:
    version = commands.output_of(["node", "--version"], "asking for Node's version")
    if int(version.lstrip("v").split(".")[0]) < NODE_MAJOR_MIN:
        raise Failure(f"Node {version.strip()} is too old for the web pages: they need "
                      f"{NODE_MAJOR_MIN} or newer, such as Debian 12's own (nodejs, npm)")
