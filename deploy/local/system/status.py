"""`status`: each process with pid, readiness, port and uptime; exit 0 only if all are ready."""

import argparse
import json
from concurrent.futures import ThreadPoolExecutor

from system import client
from system.client import Answer
from system.layout import Layout, layout_of
from system.processes import Probe, ProcessSpec, read_plan, uptime_seconds
from system.readiness import is_ready


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="deploy/local/status",
                                     description="Shows the processes of one system.")
    parser.add_argument("--var", metavar="DIR", help="the system's folder (default: var/)")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args(arguments)
    status = look(layout_of(options.var))
    print(json.dumps(status) if options.json else table(status))
    return 0 if status["ready"] else 1


def look(layout: Layout) -> Answer:
    """Asks the supervisor what runs, and each process whether it is ready, all at once."""
    answer = client.ask(layout, "status")
    if answer is None:
        return {"var": str(layout.var), "ready": False, "supervisor": None, "processes": []}
    specs = {spec.name: spec for spec in read_plan(layout.plan).processes}
    with ThreadPoolExecutor(max_workers=16) as pool:
        processes = list(pool.map(lambda entry: describe(entry, specs), answer["processes"]))
    kept = [process for process in processes if process["keep"]]
    return {"var": str(layout.var), "ready": bool(kept) and all(p["ready"] for p in kept),
            "supervisor": answer["pid"], "processes": processes}


def describe(entry: Answer, specs: dict[str, ProcessSpec]) -> Answer:
    spec = specs.get(entry["name"])
    probe: Probe | None = spec.probe if spec else None
    running = entry["state"] == "running"
    ready = running and (probe is None or is_ready(probe))
    uptime = round(uptime_seconds(entry["pid"]), 1) if entry["pid"] else None
    return {**entry, "ready": ready, "uptime_seconds": uptime}


def table(status: Answer) -> str:
    if status["supervisor"] is None:
        return f"nothing runs in {status['var']}: deploy/local/up starts a system"
    rows: list[tuple[str, ...]] = [("process", "pid", "ready", "port", "uptime", "restarts")]
    rows += [row(process) for process in status["processes"]]
    widths = [max(len(r[column]) for r in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(r, widths)).rstrip() for r in rows]
    lines.append("all ready" if status["ready"] else "not all are ready: see the logs in "
                 f"{status['var']}/log")
    return "\n".join(lines)


def row(process: Answer) -> tuple[str, ...]:
    ready = "yes" if process["ready"] else process["state"] if not process["pid"] else "no"
    uptime = f"{process['uptime_seconds']:.0f} s" if process["pid"] else "-"
    return (process["name"], str(process["pid"] or "-"), ready, str(process["port"] or "-"), uptime,
            str(process["restarts"]))
