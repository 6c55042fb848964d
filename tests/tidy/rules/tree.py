"""What every rule needs: the files of the repository, and a way to say what is wrong."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]


def files(*suffixes: str) -> list[pathlib.Path]:
    """Files that git knows or would add, with one of the suffixes; all without any."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [p for p in paths if p.is_file() and (not suffixes or p.suffix in suffixes)]


def relative(path: pathlib.Path) -> str:
    return path.relative_to(ROOT).as_posix()


def finish(faults: list[str]) -> None:
    """Prints each fault on a line and ends with 1 if there is any."""
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)
