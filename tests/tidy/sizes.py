"""Fences of size: a file of 500 lines, a line of 100 columns, a function of 70 lines.

Width is counted in columns: a wide character takes two.
"""
import re
import unicodedata

from rules.tree import files, finish, relative

FILE_LINES, COLUMNS, FUNCTION_LINES = 500, 100, 70


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def long_functions(name: str, lines: list[str]) -> list[str]:
    """C++ by its layout: a body opens at the end of an unindented or once indented line."""
    faults, start = [], None
    for number, line in enumerate(lines, 1):
        if start is None:
            if re.match(r"^(  )?(?!//|class|struct|namespace)\S.*\)"
                        r"( const| noexcept| override| final)*( ->.*)? \{$", line):
                start, indent = number, len(line) - len(line.lstrip())
        elif line.rstrip() in (" " * indent + "}", " " * indent + "};"):
            if number - start + 1 > FUNCTION_LINES:
                faults.append(f"{name}:{start}: a function of {number - start + 1} lines")
            start = None
    return faults


faults: list[str] = []
for path in files(".cc", ".h", ".py", ".ts", ".tsx", ".proto", ".sql", ".lua"):
    name = relative(path)
    if "/third_party/" in name:
        continue
    lines = path.read_text().splitlines()
    if len(lines) > FILE_LINES:
        faults.append(f"{name}: {len(lines)} lines")
    faults += [f"{name}:{i}: {width(line)} columns" for i, line in enumerate(lines, 1)
               if width(line) > COLUMNS]
    if path.suffix in (".cc", ".h"):
        faults += long_functions(name, lines)
finish(faults)
