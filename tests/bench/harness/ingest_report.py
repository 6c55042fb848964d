"""The figures of the ingest benchmark as a person reads them, each beside its aim."""

from harness.text import columns

AIM_P99 = 1.5
AIM_COPY = 0.5
AIM_UNARY = 8.0
AIM_OVERLOAD = 0.95
AIM_GROWTH = 0.05
KEPT_SHARE_MIN = 0.7    # below, what is told decides nothing


def table(result: dict) -> str:
    parts = [result["gate"], "", "An acknowledgement by the unary door, from the intended time:",
             unary(result["unary"]), "", "Full speed, microseconds of CPU for an event:",
             full(result["full"]), *full_aims(result["full"]), "", *overload(result["overload"]),
             "", "The door alone, by both APIs of gRPC, microseconds of the server's CPU:",
             apis(result["apis"]), f"CPU by {result['cpu_by']}"]
    return "\n".join(parts).lstrip("\n")


def unary(rows: list[dict]) -> str:
    cells = [(f"{row['rate']:,}/s", *milliseconds(row["product_us"]),
              *milliseconds(row["floor_us"]),
              f"{row['p99_ratio']['value']:.2f} [{row['p99_ratio']['low']:.2f}, "
              f"{row['p99_ratio']['high']:.2f}]", row["ingest_cpu_us"], row["postgres_cpu_us"],
              verdict(row, row["p99_ratio"]["value"] <= AIM_P99, row["pairs"]))
             for row in rows]
    return columns(("rate", "p50 ms", "p99 ms", "echo + commit p50", "p99", "p99 ratio",
                    "ingest us", "PostgreSQL us", f"aim <= {AIM_P99}"), cells)


def milliseconds(of: dict) -> tuple[float, float]:
    return of["p50"] / 1e3, of["p99"] / 1e3


def verdict(row: dict, met: bool, runs: int) -> str:
    word = "met" if met else "missed"
    return word if row["kept"] >= KEPT_SHARE_MIN * runs else f"inconclusive ({word})"


def full(rows: list[dict]) -> str:
    cells = [(row["name"], row["rate"], row["own_cpu_us"], row["postgres_cpu_us"],
              row["kafka_cpu_us"], row["per_cpu_second"], f"{row['kept']}/{row['runs']}")
             for row in rows]
    return columns(("", "events/s", "own", "PostgreSQL", "Kafka", "events per CPU-s", "kept"),
                   cells)


def full_aims(rows: list[dict]) -> list[str]:
    """CPU of ingest and PostgreSQL; COPY's is of its client and PostgreSQL."""
    by_name = {row["name"]: row for row in rows}
    unary_row, copy = rows[0], rows[-1]
    best = by_name["frames of 64, 4 streams"]
    lines = []
    for words, beside, aim in (("COPY", copy, AIM_COPY), ("unary", unary_row, AIM_UNARY)):
        found = best["per_cpu_second"] / beside["per_cpu_second"]
        row = {"kept": min(best["kept"], beside["kept"])}
        lines.append(f"frames of 64 by 4 streams against {words}: {found:.2f} (aim >= {aim:g}: "
                     f"{verdict(row, found >= aim, best['runs'])})")
    return lines


def overload(row: dict) -> list[str]:
    share, growth = row["share_of_full_speed"], row["resident_growth"]
    return [f"At {row['sent_rate']:,.0f}/s, 150 % of full speed: {row['taken_rate']:,.0f}/s taken, "
            f"{share:.2f} of full speed (aim >= {AIM_OVERLOAD}: {met(share >= AIM_OVERLOAD)}); "
            f"memory of ingest {growth:+.1%} (aim <= {AIM_GROWTH:.0%}: "
            f"{met(growth <= AIM_GROWTH)})"]


def met(is_met: bool) -> str:
    return "met" if is_met else "missed"


def apis(rows: list[dict]) -> str:
    cells = [(f"{row['door']}, {row['api']}", row["rate"], row["cpu_us"],
              row["latency_us"]["p50"] / 1e3, row["latency_us"]["p99"] / 1e3,
              f"{row['kept']}/{row['runs']}") for row in rows]
    return columns(("", "events/s", "CPU us", "p50 ms", "p99 ms", "kept"), cells)
