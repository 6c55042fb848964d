"""The calendar's figures: nanoseconds of CPU by span and holidays, ours beside absl's."""

import json
import re
import subprocess

from harness.options import Options

NAME = re.compile(r"(Due|Elapsed)<(Ours|Absl)>/minutes_ahead:(\d+)/holidays:(\d+)")
SPANS = {30: "30 minutes", 15 * 1440: "15 days", 400 * 1440: "400 days"}
AIM_NANOSECONDS = 100  # of a due time 30 minutes ahead
AIM_GROWTH = 3         # of 400 days over 15
SMOKE_SECONDS = 0.01   # a measurement's length where only that it runs is of interest
REPETITIONS = 5        # the median of so many is told


def measure(options: Options) -> dict:
    choices = [f"--benchmark_min_time={SMOKE_SECONDS}"] if options.smoke else [
        f"--benchmark_repetitions={REPETITIONS}", "--benchmark_report_aggregates_only=true",
        "--benchmark_enable_random_interleaving=true"]
    done = subprocess.run([options.program("bench.calendar"), "--benchmark_format=json", *choices],
                          check=True, stdout=subprocess.PIPE, text=True)
    return result(json.loads(done.stdout))


def result(measured: dict) -> dict:
    rows = {}
    for each in measured["benchmarks"]:
        if each.get("aggregate_name", "median") != "median":
            continue
        found = NAME.match(each["name"])
        if found:
            question, engine, minutes, holidays = found.groups()
            row = rows.setdefault((question, int(minutes), int(holidays)), {})
            row[engine.lower()] = round(each["cpu_time"], 1)
    return {"unit": "ns of CPU", "rows": [
        {"question": question, "minutes_ahead": minutes, "holidays": holidays, **row}
        for (question, minutes, holidays), row in rows.items()], "growth": growth(rows)}


def growth(rows: dict) -> dict:
    """What 400 days cost over what 15 days cost, by question and holidays."""
    return {f"{question}, {holidays} holidays": {
        engine: round(rows[question, 400 * 1440, holidays][engine] / row[engine], 2)
        for engine in row}
        for (question, minutes, holidays), row in rows.items() if minutes == 15 * 1440}


def table(figures: dict) -> str:
    lines = [f"{'':10}{'ahead':>12}{'holidays':>10}{'ours ns':>10}{'absl ns':>12}{'absl/ours':>11}"]
    for row in figures["rows"]:
        lines.append(f"{row['question']:10}{SPANS[row['minutes_ahead']]:>12}{row['holidays']:>10}"
                     f"{row['ours']:>10}{row['absl']:>12}{row['absl'] / row['ours']:>11.1f}")
    lines.append("400 days over 15 days: " + "; ".join(
        f"{name}: ours {ratio['ours']}, absl {ratio['absl']}"
        for name, ratio in figures["growth"].items()))
    worst = max(row["ours"] for row in figures["rows"] if row["minutes_ahead"] == 30)
    most = max(ratio["ours"] for ratio in figures["growth"].values())
    lines.append(f"aims: 30 minutes {worst} ns (<= {AIM_NANOSECONDS}); growth {most} "
                 f"(<= {AIM_GROWTH})")
    return "\n".join(lines)
