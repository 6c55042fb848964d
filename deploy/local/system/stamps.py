"""What was done once for a system, kept in a small JSON file."""

import json
from pathlib import Path

from system.processes import write_private


class Stamps:
    """Names with values; each put() is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.values: dict[str, str] = json.loads(path.read_text())
        except FileNotFoundError:
            self.values = {}

    def has(self, name: str, value: str) -> bool:
        return self.values.get(name) == value

    def put(self, name: str, value: str) -> None:
        self.values[name] = value
        write_private(self.path, json.dumps(self.values, indent=1) + "\n")
