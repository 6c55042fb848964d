"""The figures of the wall, counted from the facts by the definitions of the metrics and by nothing
of kpi. Facts are those of the topics, as JSON; all of them lie within the window."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Fact = dict
OPEN_STATES = {"TICKET_STATE_OPEN", "TICKET_STATE_TAKEN", "TICKET_STATE_WAITING"}
RESOLVED = "TICKET_STATE_RESOLVED"
VERDICTS = {"CLOCK_STATE_MET", "CLOCK_STATE_MISSED"}
RESPONSES = ("first_response", "next_response")
PER_CENTS = (50, 90, 95)
SHORTEST_SECONDS = 1.0


@dataclass
class Figure:
    numerator: int
    denominator: int
    value: float | None


# By name, and whether it is provisional.
Figures = dict[tuple[str, bool], Figure]


def count(number: int) -> Figure:
    return Figure(number, 1, float(number))


def share(numerator: int, denominator: int, scale: float = 1.0) -> Figure:
    value = scale * numerator / denominator if denominator else None
    return Figure(numerator, denominator, value)


def clocks_of(standing: Fact) -> dict[tuple[str, int], str]:
    return {(clock["kind"], clock.get("cycle", 0)): clock["state"]
            for clock in standing.get("clocks", [])}


def by_ticket(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    tickets: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.get("ticket_id"):
            tickets.setdefault(fact["ticket_id"], []).append(fact)
    for own in tickets.values():
        own.sort(key=lambda fact: int(fact["ticket_version"]))
    return tickets


def happened(facts: list[Fact], name: str) -> int:
    return sum(name in fact for fact in facts)


def resolutions(facts: list[Fact]) -> int:
    return sum(fact["after"].get("state") == RESOLVED
               and fact.get("before", {}).get("state") != RESOLVED for fact in facts)


def counts(facts: list[Fact]) -> Figures:
    numbers = {
        "feedback_received": sum(happened(facts, kind) for kind in ("opened", "joined",
                                                                    "recorded")),
        "tickets_opened": happened(facts, "opened"),
        "tickets_resolved": resolutions(facts),
        "tickets_reopened": happened(facts, "reopened"),
        "contacts_repeated": happened(facts, "joined"),
        "clocks_breached": happened(facts, "clock_breached") - happened(facts,
                                                                        "clock_breach_revoked"),
    }
    return {(name, False): count(number) for name, number in numbers.items()}


def current(lasts: list[Fact]) -> Figures:
    """What is so now, from the last fact of each ticket."""
    states = [last.get("state", "") for last in lasts]
    clocks = [list(clocks_of(last).values()) for last in lasts]
    numbers = {
        "tickets_open": sum(state in OPEN_STATES for state in states),
        "tickets_unassigned": states.count("TICKET_STATE_OPEN"),
        "tickets_waiting": states.count("TICKET_STATE_WAITING"),
        "tickets_at_risk": sum(state in OPEN_STATES and "CLOCK_STATE_WARNED" in own
                               for state, own in zip(states, clocks)),
        "clocks_breached_open": sum(own.count("CLOCK_STATE_BREACHED") for own in clocks),
    }
    return {(name, False): count(number) for name, number in numbers.items()}


def compliance(tickets: Iterable[list[Fact]], branch: str | None) -> Figure:
    """Each clock is counted once, where it ended."""
    met = ended = 0
    for facts in tickets:
        known: dict[tuple[str, int], str] = {}
        for fact in facts:
            for clock, state in clocks_of(fact["after"]).items():
                fresh = state in VERDICTS and known.get(clock) != state
                known[clock] = state
                if fresh and branch in (None, fact["after"]["branch_id"]):
                    met += state == "CLOCK_STATE_MET"
                    ended += 1
    return share(met, ended)


def times(name: str, facts: list[Fact], kinds: tuple[str, ...]) -> Figures:
    """By the nearest rank; what is shorter than a second is shown as one."""
    seconds = sorted(
        max(SHORTEST_SECONDS, int(ended.get("business_ms", ended.get("duration_ms", 0))) / 1000)
        for fact in facts for ended in fact.get("durations_ended", []) if ended["kind"] in kinds)
    figures: Figures = {}
    for per_cent in PER_CENTS:
        rank = max(1, math.ceil(len(seconds) * per_cent / 100)) if seconds else 0
        value = seconds[rank - 1] if seconds else None
        figures[(f"{name}_p{per_cent}", False)] = Figure(rank, len(seconds), value)
    return figures


def first_contact(facts: list[Fact], undone: int) -> Figures:
    confirmed = [fact["resolution_confirmed"] for fact in facts if "resolution_confirmed" in fact]
    first = sum(bool(one.get("first_contact")) for one in confirmed)
    unsettled = max(0, resolutions(facts) - len(confirmed))
    return {("fcr", False): share(first, len(confirmed)),
            ("fcr", True): share(unsettled - min(undone, unsettled), unsettled)}


def satisfaction(facts: list[Fact]) -> Figures:
    scores = [fact["answered"].get("scores", {}) for fact in facts if "answered" in fact]
    csat = [one["csat"] for one in scores if "csat" in one]
    nps = [one["nps"] for one in scores if "nps" in one]
    # Of each ticket what its last answer left: a customer counts once.
    answered = sorted((fact for fact in facts if "answered" in fact),
                      key=lambda fact: int(fact.get("cycle", 1)))
    after = list({fact["ticket_id"]: fact["answered"].get("recovery_after")
                  for fact in answered}.values())
    recovered = after.count("RECOVERY_RECOVERED")
    verdicts = [fact["after"].get("verdict") for fact in facts
                if fact.get("after", {}).get("state") == "LOOP_STATE_CLOSED"
                and fact.get("before", {}).get("state") != "LOOP_STATE_CLOSED"]
    heard = verdicts.count("VERDICT_HEARD_GOOD") + verdicts.count("VERDICT_HEARD_BAD")
    unheard = verdicts.count("VERDICT_UNHEARD")
    promoters, detractors = sum(one >= 9 for one in nps), sum(one <= 6 for one in nps)
    return {
        ("csat", False): share(sum(one >= 4 for one in csat), len(csat), 100),
        ("nps", False): share(promoters - detractors, len(nps), 100),
        ("recovery_rate", False): share(recovered,
                                        recovered + after.count("RECOVERY_NOT_RECOVERED")),
        ("survey_response_rate", False): share(heard, heard + unheard),
        ("loops_unheard", False): count(unheard),
    }


def recount(ticket_facts: list[Fact], loop_facts: list[Fact], branch: str | None = None) -> Figures:
    """Of all branches, or of one: a fact counts where its ticket was after it."""
    def here(standing: Fact) -> bool:
        return branch is None or standing.get("branch_id", "") == branch

    tickets = by_ticket(ticket_facts)
    facts = [fact for fact in ticket_facts if here(fact.get("after", {}))]
    lasts = [own[-1]["after"] for own in tickets.values() if here(own[-1]["after"])]
    undone = sum("reopened" in fact and here(fact["before"]) for fact in ticket_facts)
    loops = [fact for fact in loop_facts if here(fact.get("dimensions", {}))]
    return {
        **counts(facts), **current(lasts),
        ("compliance", False): compliance(tickets.values(), branch),
        **times("response_time", facts, RESPONSES),
        **times("resolution_time", facts, ("resolution",)),
        **first_contact(facts, undone), **satisfaction(loops),
    }
