"""Migrations are applied in the order of their names, once each, and only go forward: no two of a
service have one number, and no name of a service is one of those that all services have."""
import collections
import pathlib
import re

from rules.tree import ROOT, finish, relative

SHARED = ROOT / "services" / "common" / "postgres" / "migrations"
NAME = re.compile(r"[0-9]{4}_[a-z0-9_]+\.sql")
# Two that were released under one number. Systems have applied both and keep them by name: another
# name would be applied again.
RELEASED_TOGETHER = {"services/classify/migrations/0004_corrections.sql",
                     "services/classify/migrations/0004_models.sql"}


def faults_of(folder: pathlib.Path, shared: set[str]) -> list[str]:
    by_number: dict[str, list[str]] = collections.defaultdict(list)
    faults = []
    for file in sorted(folder.glob("*")):
        name = relative(file)
        if not NAME.fullmatch(file.name):
            faults.append(f"{name}: its name is to be four digits, _ and what it does, .sql")
            continue
        if folder != SHARED and file.name in shared:
            faults.append(f"{name}: a migration of every service has this name")
        by_number[file.name[:4]].append(name)
    for number, names in by_number.items():
        if len(names) > 1 and set(names) != RELEASED_TOGETHER:
            faults.append(f"{', '.join(names)}: {number} is taken, give the newer one the next")
    return faults


def main() -> None:
    shared = {file.name for file in SHARED.glob("*.sql")}
    folders = [SHARED, *sorted(ROOT.glob("services/*/migrations"))]
    finish([fault for folder in folders for fault in faults_of(folder, shared)])


if __name__ == "__main__":
    main()
