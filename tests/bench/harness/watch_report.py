"""A watch's measurement as text, each figure with its aim and whether it is met."""

from harness.statistics import Interval
from harness.text import columns

HEADERS = ("streams", "changes/s", "delivered", "µs each", "bare gRPC µs", "ratio", "aim",
           "lag p50 ms", "p99", "p99.9", "KiB idle", "busy", "bare", "all begun s", "kept")


def table(result: dict) -> str:
    if result["smoke"]:
        return (f"{sum(row['delivered'] for row in result['rows'])} changes delivered: every "
                "stream saw each of its branch once and in the outbox's order; "
                f"{result['storm']['streams']} streams went, came back and knew every ticket")
    lines = [columns(HEADERS, [row_of(row, result["aims"]) for row in result["rows"]]),
             f"CPU by {result['how']}; {result['gate']}"]
    if result["slope"]:
        grown = Interval(**result["slope"])
        lines.append("cost of a delivered change over the number of streams: slope "
                     f"{grown.words()}, {verdict(grown.high, result['aims']['slope'])}")
    lines += [storm_line(result["storm"], result["aims"]), browsers_line(result["browsers"])]
    if "slow" in result:
        lines += slow_lines(result["slow"], result["aims"])
    lines.append("every stream saw each change of its branch once and in the outbox's order")
    return "\n".join(lines)


def row_of(row: dict, aims: dict) -> list[object]:
    lag = row["lag_ms"]
    told = Interval(**row["ratio"]).words() if row["ratio"] else "drowned"
    met = verdict(row["ratio"]["value"], aims["ratio"]) if row["ratio"] else "-"
    return [row["streams"], row["rate"], row["delivered"], row["us"]["value"],
            row["floor_us"]["value"], told, met, lag["p50"], lag["p99"], lag["p99.9"],
            row["idle_kib"], row["busy_kib"], row["floor_kib"], row["connect_s"],
            f"{row['pairs'] - row['dropped']} of {row['pairs']}"]


def storm_line(storm: dict, aims: dict) -> str:
    return (f"storm: {storm['streams']} streams went and came back, {storm['tickets']} tickets in "
            f"their snapshots, in {storm['seconds']:.2f} s, "
            f"{verdict(storm['seconds'], aims['storm_s'])}")


def browsers_line(browsers: dict) -> str:
    return (f"{browsers['browsers']} browsers by server-sent events: {browsers['us']:.0f} µs of "
            f"the console and {browsers['routing_us']:.0f} µs of routing a change and browser"
            f"{'' if browsers['valid'] else ' (outside the gate)'}")


def slow_lines(slow: dict, aims: dict) -> list[str]:
    during, beside = slow["during_ms"]["p99"], slow["beside_ms"]["p99"]
    return [f"{slow['slow']} of {slow['streams']} streams did not read for 30 s: the others' p99 "
            f"{during:.1f} ms meanwhile, {beside:.1f} ms before and after, moved by "
            f"{slow['moved']:+.0%}, {verdict(slow['moved'], aims['slow_moved'])}"
            f"{'' if slow['valid'] else ' (outside the gate)'}",
            f"a slow reader cost {slow['kib_each']:.0f} KiB, "
            f"{verdict(slow['kib_each'], aims['slow_kib'])}; told to begin again "
            f"{slow['resyncs']} times, {slow['ended']} of them ended; the rest know every ticket"]


def verdict(value: float, aim: float) -> str:
    return f"{'met' if value <= aim else 'MISSED'} (≤ {aim:g})"
