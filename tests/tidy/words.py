"""What must not stand in the repository: paths of a machine, left-over marks, big files."""
import re

from rules.tree import files, finish, relative

BYTES_MAX = 1024 * 1024
MARKS = re.compile(r"\b(TODO|FIXME|XXX)\b")
PATHS = re.compile(r"(?<![\w.])/(work|home)/[a-z]|/tmp/(brief|build-)")

faults = []
for path in files():
    name = relative(path)
    if path.stat().st_size > BYTES_MAX:
        faults.append(f"{name}: more than 1 MiB")
        continue
    # The rules name the marks; contracts of others are kept as they are.
    not_ours = name.startswith(("tests/tidy/", "proto/third_party/"))
    if not_ours or path.suffix in (".png", ".jsonl", ".ico"):
        continue
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        continue
    for number, line in enumerate(text.splitlines(), 1):
        if MARKS.search(line) or PATHS.search(line):
            faults.append(f"{name}:{number}: {line.strip()[:80]}")
finish(faults)
