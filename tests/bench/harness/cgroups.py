"""CPU by process: each one in a control group of its own, so that what a child or a thread that has
ended used is counted too. Where control groups may not be made, /proc is read and that is said."""

import itertools
import os
import time
from pathlib import Path
from types import TracebackType

V1 = Path("/sys/fs/cgroup/cpuacct")
V2 = Path("/sys/fs/cgroup")
NANOSECONDS = 1e9
MICROSECONDS = 1e6
EMPTY_TRIES = 50
EMPTY_SECONDS = 0.02
MADE = itertools.count()    # two systems of one run have their groups side by side
TICKS = os.sysconf("SC_CLK_TCK")


class Groups:
    """Named groups of processes. `add` puts a process with its threads, its children of now and all
    that it starts from then on into a group; `seconds` is what each group has used since."""

    def __init__(self) -> None:
        self.root = make_root()
        self.names: list[str] = []
        self.processes: dict[str, dict[int, float]] = {}    # what each had used when last seen

    @property
    def how(self) -> str:
        """What the figures rest on, for the record of a run."""
        return "control groups" if self.root else "/proc (no right to make control groups)"

    def __enter__(self) -> "Groups":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.remove()

    def add(self, name: str, pid: int) -> None:
        if name not in self.names:
            self.names.append(name)
            if self.root:
                (self.root / name).mkdir(exist_ok=True)
        self.processes.setdefault(name, {})[pid] = 0.0
        for each in family(pid) if self.root else ():
            move(each, self.root / name)

    def seconds(self) -> dict[str, float]:
        """CPU-seconds of each group since it was made."""
        if self.root:
            return {name: used(self.root / name) for name in self.names}
        for processes in self.processes.values():
            for pid in processes:
                processes[pid] = max(processes[pid], used_by_family(pid))
        return {name: sum(self.processes[name].values()) for name in self.names}

    def remove(self) -> None:
        """Puts the processes back and removes the groups; they may go on running."""
        if not self.root:
            return
        for name in self.names:
            empty(self.root / name)
        empty(self.root)
        self.root = None


def make_root() -> Path | None:
    name = f"recourse-bench-{os.getpid()}-{next(MADE)}"
    for above in (V1, V2):
        if not has_accounting(above):
            continue
        root = above / name
        try:
            root.mkdir()
            return root
        except OSError:
            continue
    return None


def has_accounting(folder: Path) -> bool:
    if (folder / "cpuacct.usage").exists():
        return True
    return "cpu" in text_of(folder / "cgroup.subtree_control").split()


def used(group: Path) -> float:
    usage = text_of(group / "cpuacct.usage")
    if usage:
        return int(usage) / NANOSECONDS
    lines = dict(line.split() for line in text_of(group / "cpu.stat").splitlines())
    return int(lines["usage_usec"]) / MICROSECONDS


def used_by_family(pid: int) -> float:
    """What has ended below it stands with whoever waited for it."""
    return sum(used_by_process(each) for each in family(pid))


def used_by_process(pid: int) -> float:
    stat = text_of(Path(f"/proc/{pid}/stat"))
    if not stat:
        return 0.0
    fields = stat.rsplit(")", 1)[1].split()
    return sum(int(each) for each in fields[11:15]) / TICKS


def used_by_threads(pid: int, names: tuple[str, ...]) -> dict[int, float]:
    """CPU-seconds of each thread whose name begins so."""
    return {int(task.name): int(text_of(task / "schedstat").split()[0]) / NANOSECONDS
            for task in Path(f"/proc/{pid}/task").iterdir()
            if text_of(task / "comm").startswith(names)}


def family(pid: int) -> list[int]:
    """The process and all that descend from it, as they are now."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found += [int(child) for child in text_of(task).split()]
    return found


def move(pid: int, group: Path) -> None:
    try:
        (group / "cgroup.procs").write_text(str(pid))
    except ProcessLookupError:
        pass    # ended meanwhile


def empty(group: Path) -> None:
    """Moves what is in it up, again while processes in it start others, and removes it."""
    for _ in range(EMPTY_TRIES):
        for pid in text_of(group / "cgroup.procs").split():
            move(int(pid), group.parent.parent)
        try:
            group.rmdir()
            return
        except OSError:
            time.sleep(EMPTY_SECONDS)


def text_of(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
