"""A system with two hundred branches for a watch to be measured on, and what its outbox says."""

import json
from collections import defaultdict
from dataclasses import dataclass

from harness.options import REPOSITORY
from harness.running import System
from harness.watch_client import Log

TOPIC = "recourse.routing.ticket.v1"
BRANCHES = 200
ORGANIZATION = REPOSITORY / "deploy" / "local" / "sample" / "organization.json"


def branch_id(number: int) -> str:
    return f"branch-{number:03}"


def prepare(system: System) -> None:
    """Adds the branches to the shipped organisation, and routes by place alone: the place that the
    client writes into a complaint is the name of a branch."""
    organization = json.loads(ORGANIZATION.read_text())
    names = [branch_id(number) for number in range(BRANCHES)]
    organization["branches"] += [
        {"branch_id": name, "name_zh": name, "name_en": name, "places": [name],
         "region_id": organization["regions"][0]["region_id"]} for name in names]
    rules = [{"place": name, "branch_id": name} for name in names]
    routing = {"kind": "routing", "document": {
        "rules": rules, "otherwise_branch_id": "headquarters", "same_matter_days": 7}}
    put(system, ("org", "import"), organization)
    put(system, ("policy", "put"), routing)


def put(system: System, command: tuple[str, str], document: dict) -> None:
    file = system.local.folder / f"{command[0]}.json"
    file.write_text(json.dumps(document))
    done = system.local.ctl(*command, str(file))
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)} failed: {done.stderr or done.stdout}")


def key(system: System, name: str) -> str:
    return (system.local.var / "secrets" / f"{name}.key").read_text().strip()


Heads = dict[int, int]


def heads(system: System) -> Heads:
    rows = system.sql(f"SELECT partition, last_sequence FROM routing.heads WHERE topic = '{TOPIC}'")
    return {int(number): int(last) for number, last in (row.split("|") for row in rows.split())}


@dataclass(frozen=True)
class Place:
    partition: int
    sequence: int


def said_since(system: System, before: Heads) -> dict[str, dict[int, Place]]:
    """Facts of tickets after those heads by branch: the place of each by its digest."""
    after = " OR ".join([f"(partition = {number} AND sequence > {last})"
                         for number, last in before.items()] or ["true"])
    unseen = ", ".join(map(str, before)) or "-1"
    rows = system.sql(
        "SELECT o.partition, o.sequence, t.branch_id,"
        " encode(substring(sha256(o.payload) FROM 1 FOR 8), 'hex')"
        " FROM routing.outbox o JOIN routing.tickets t ON t.ticket_id = o.key"
        f" WHERE o.topic = '{TOPIC}' AND ({after} OR partition NOT IN ({unseen}))")
    said: dict[str, dict[int, Place]] = defaultdict(dict)
    for row in rows.split():
        number, sequence, branch, digest = row.split("|")
        said[branch][int.from_bytes(bytes.fromhex(digest), "little")] = Place(int(number),
                                                                              int(sequence))
    return said


def faults(log: Log, told: dict, said: dict[str, dict[int, Place]]) -> list[str]:
    """Every stream saw each fact of its branch once, in order, and nothing else. Slow readers, who
    were told to begin again, are judged by what they know in the end."""
    found = []
    slow = set(told["slow"])
    for stream, branch in enumerate(told["branches"]):
        if stream in slow:
            continue
        places = said.get(branch_id(branch), {})
        got = log.digests.get(stream, [])
        if len(got) != len(places) or set(got) != set(places):
            found.append(f"stream {stream} of {branch_id(branch)}: {len(got)} changes, "
                         f"{len(set(got) & set(places))} of them of the outbox's {len(places)}")
        elif not in_order([places[digest] for digest in got]):
            found.append(f"stream {stream} of {branch_id(branch)}: not in the outbox's order")
    return found


def in_order(places: list[Place]) -> bool:
    last: Heads = {}
    for place in places:
        if place.sequence <= last.get(place.partition, 0):
            return False
        last[place.partition] = place.sequence
    return True


def open_tickets(system: System) -> dict[str, int]:
    rows = system.sql("SELECT branch_id, count(*) FROM routing.tickets"
                      " WHERE state NOT IN (3, 4) GROUP BY 1")
    return {branch: int(count) for branch, count in (row.split("|") for row in rows.split())}


def unknown(system: System, branches: list[int], known: list[int]) -> list[str]:
    """Streams that do not know as many tickets as their branch has open."""
    opened = open_tickets(system)
    return [f"stream {stream} knows {count} of {opened.get(branch_id(branch), 0)}"
            for stream, (branch, count) in enumerate(zip(branches, known, strict=True))
            if count != opened.get(branch_id(branch), 0)]
