"""Two answers for one clock in one form, and what differs between them."""

import json
import pathlib
import subprocess
import tempfile

from clock_model import e_cases, instants, model

FIELDS = ("error", "verdict", "due_time", "consumed_ms", "remaining_ms", "superseded", "segments")
SECONDS_MAX = 300
# Of a clock with more segments the program lists 4,096, before equal neighbours are made one.
SEGMENTS_SURE = 4_000
SEGMENTS_SHOWN_MAX = 20
# The program reads at most 4,096 calendars in a file; a random clock brings up to three.
CLOCKS_MAX = 1_250


class Recoursectl:
    """The program under test: a file in, the answers by clock."""

    def __init__(self, binary: pathlib.Path) -> None:
        self.binary = binary

    def explain_file(self, file: dict) -> dict[str, dict]:
        """In one run, or in as few as the limit on the names of a JSON object allows."""
        answers: dict[str, dict] = {}
        for start in range(0, len(file["clocks"]), CLOCKS_MAX):
            answers |= self.explain_part(part_of(file, start))
        return answers

    def explain_part(self, file: dict) -> dict[str, dict]:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as written:
            json.dump(file, written)
            written.flush()
            done = subprocess.run([str(self.binary), "sla", "explain", written.name, "--json"],
                                  capture_output=True, text=True, timeout=SECONDS_MAX)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
        answers = {line["id"]: canonical(parsed(line)) for line in lines}
        if len(answers) != len(file["clocks"]) or len(lines) != len(answers):
            raise RuntimeError(
                f"recoursectl sla explain ended with {done.returncode} and answered {len(lines)} "
                f"of {len(file['clocks'])} clocks: {done.stderr[-500:]}")
        return answers


def part_of(file: dict, start: int) -> dict:
    """Some clocks of a file, with the calendars that these name."""
    clocks = file["clocks"][start:start + CLOCKS_MAX]
    used = {e.get("calendar") for c in clocks for e in [c, *c["events"]]}
    return {"calendars": {n: v for n, v in file["calendars"].items() if n in used},
            "clocks": clocks}


class Model:
    def explain_file(self, file: dict) -> dict[str, dict]:
        return {i: canonical(answer) for i, answer in model.explain_file(file).items()}


def time_of(text: str | None) -> int | None:
    return None if text is None else instants.parse(text)


def parsed(line: dict) -> dict:
    """A line of the program with its times as milliseconds, as the model gives them."""
    if "error" in line:
        return line
    segments = [s | {"from": time_of(s["from"]), "to": time_of(s["to"])}
                for s in line["segments"]]
    superseded = [r | {"until": time_of(r["until"])} for r in line["superseded"]]
    return line | {"due_time": time_of(line["due_time"]), "segments": segments,
                   "superseded": superseded}


def canonical(answer: dict) -> dict:
    """What the contract fixes and nothing else; neighbouring equal segments are one."""
    if "error" in answer:
        return {"error": answer["error"]}
    kept = {field: answer[field] for field in FIELDS[1:5]}
    kept["superseded"] = [(r["target_ms"], r["verdict"], r["until"]) for r in answer["superseded"]]
    kept["segments"] = merged(answer["segments"])
    return kept | ({"segments_cut": True} if answer.get("segments_cut") else {})


def merged(segments: list[dict]) -> list[tuple]:
    """(from, to, kind, calendar, reasons, consumed_ms), none empty."""
    rows: list[list] = []
    for s in segments:
        row = [s["from"], s["to"], s["kind"], s["calendar"], tuple(sorted(s.get("reasons", []))),
               s.get("consumed_ms", 0)]
        if rows and rows[-1][1:5] == [row[0], *row[2:5]]:
            rows[-1][1] = row[1]
            rows[-1][5] += row[5]
        elif row[0] < row[1]:
            rows.append(row)
    return [tuple(row) for row in rows]


def differences(one: dict, other: dict) -> list[str]:
    """The fields in which two answers in canonical form differ."""
    if one.get("segments_cut") or other.get("segments_cut"):
        one, other = without_end(one), without_end(other)
    return [f for f in FIELDS if one.get(f, "none") != other.get(f, "none")]


def without_end(answer: dict) -> dict:
    """With as many segments as the program lists for certain when it cuts its list."""
    return answer | {"segments": answer["segments"][:SEGMENTS_SURE]}


def show(answer: dict, other: dict) -> str:
    """An answer for a person, one field a line; of the segments those that the other has not."""
    own = [s for s in answer.get("segments", []) if s not in other.get("segments", [])]
    answer = answer | {"segments": own[:SEGMENTS_SHOWN_MAX]} if "segments" in answer else answer
    return "\n".join(f"    {field}: {shown(field, answer[field])}"
                     for field in FIELDS if field in answer)


def shown(field: str, value: object) -> str:
    if field == "due_time":
        return "null" if value is None else instants.show(value)
    if field == "superseded":
        return str([(t, v, instants.show(u)) for t, v, u in value])
    if field == "segments":
        return "those that differ" + "".join(
            f"\n      {instants.show(a)} {instants.show(b)} {' '.join(map(str, rest))}"
                       for a, b, *rest in value)
    return str(value)


def paused_spans(answer: dict) -> list[list]:
    """When it was paused without a break, with all reasons that held meanwhile."""
    spans: list[list] = []
    for start, end, kind, _, reasons, _ in answer["segments"]:
        if kind == "paused" and spans and spans[-1][1] == start:
            spans[-1][1:] = [end, spans[-1][2] | set(reasons)]
        elif kind == "paused":
            spans.append([start, end, set(reasons)])
    return [[start, end, *sorted(reasons)] for start, end, reasons in spans]


def claims_of(answer: dict) -> dict:
    """An answer in the words of the E-cases."""
    if "error" in answer:
        return {"error": answer["error"]}
    return {"verdict": answer["verdict"], "due": answer["due_time"],
            "consumed": answer["consumed_ms"], "remaining": answer["remaining_ms"],
            "superseded": [list(r) for r in answer["superseded"]],
            "paused": paused_spans(answer)}


def expected_of(case: e_cases.Case) -> dict:
    def at(text: str | None) -> int | None:
        return None if text is None else instants.parse(case.time(text))

    expected = dict(case.expected)
    if "due" in expected:
        expected["due"] = at(expected["due"])
    if "superseded" in expected:
        expected["superseded"] = [[t, v, at(u)] for t, v, u in expected["superseded"]]
    if "paused" in expected:
        expected["paused"] = [[at(a), at(b), *rest] for a, b, *rest in expected["paused"]]
    return expected


def failed_cases(explainer) -> list[str]:
    """Runs every E-case; a line for each claim that does not hold."""
    file = {"calendars": e_cases.CALENDARS, "clocks": [c.clock() for c in e_cases.CASES]}
    answers = explainer.explain_file(file)
    failed = []
    for case in e_cases.CASES:
        claims = claims_of(answers[case.id])
        for claim, value in expected_of(case).items():
            if claims.get(claim, "nothing") != value:
                failed.append(f"{case.id}: {claim} must be {value}, is "
                              f"{claims.get(claim, claims)}")
    return failed
