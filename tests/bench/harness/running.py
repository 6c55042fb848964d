"""A whole system under measurement: brought up in a folder of its own, each process in a group."""

import json
import sys
import time
from pathlib import Path
from types import TracebackType

from harness.cgroups import Groups
from harness.options import REPOSITORY, Options

sys.path.insert(0, str(REPOSITORY / "tests" / "e2e"))

from support import stores, system as local  # noqa: E402

SERVICES = ("ingest", "classify", "routing", "followup", "kpi", "console")
STORES = ("kafka", "postgres", "redis")
PROCESSES = (*SERVICES, *STORES, "mail")
PARTITIONS = 8
SETTLED_SECONDS_MAX = 900.0
LOOK_SECONDS = 0.5    # each look is one question to PostgreSQL: not so often that it counts

# Who hears what, by schema of the hearer and of the sayer; positions beside heads tell the lag.
# That of kpi's counters stands in Redis.
HEARERS = (("classify", "recourse.ingest.feedback.v1", "ingest"),
           ("routing", "recourse.classify.feedback.v1", "classify"),
           ("followup", "recourse.routing.ticket.v1", "routing"),
           ("kpi", "recourse.routing.ticket.v1", "routing"),
           ("routing", "recourse.followup.loop.v1", "followup"),
           ("kpi", "recourse.followup.loop.v1", "followup"))
COUNTED = HEARERS[3], HEARERS[5]


def said(topic: str, sayer: str) -> str:
    return (f"(SELECT COALESCE(sum(last_sequence), 0) FROM {sayer}.heads"
            f" WHERE topic = '{topic}')")


def heard(hearer: str, topic: str) -> str:
    return (f"(SELECT COALESCE(sum(sequence), 0) FROM {hearer}.positions"
            f" WHERE topic = '{topic}')")


# One that is tried again later is not under way.
DUE_EFFECTS = ("(SELECT count(*) FROM followup.effects WHERE state IN ('pending', 'claimed',"
               " 'sending') AND (state <> 'pending' OR next_attempt_time <= clock_timestamp()))")
LAG = "SELECT ({} + {})::bigint, ({})::bigint".format(
    " + ".join(f"{said(topic, sayer)} - {heard(hearer, topic)}"
               for hearer, topic, sayer in HEARERS),
    DUE_EFFECTS,
    " + ".join(said(topic, sayer) for _, topic, sayer in COUNTED))


class System:
    """`with System(options, port_base) as system:`. Starting is no part of any window. `build` is
    another build than that of the options; `target_ms` another response standard. Without the
    sentence encoder, whether or not it was fetched: what it is asked for gives way to the path that
    is measured, and would be counted with it all the same."""

    def __init__(self, options: Options, port_base: int, target_ms: int | None = None,
                 build: Path | None = None) -> None:
        self.local = local.System(port_base, target_ms, build or options.build)
        self.groups = Groups()
        self.addresses: dict[str, str] = {}

    def __enter__(self) -> "System":
        try:
            self.local.up(f"{local.DONE_BEFORE},encoder")
            self.addresses = self.local.environment()
            self.adopt(*PROCESSES)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            self.groups.remove()
        finally:
            self.local.remove()

    def adopt(self, *names: str) -> None:
        """Puts processes into their groups; once more for one that was started anew."""
        for name in names:
            self.groups.add(name, self.pid(name))

    def pid(self, name: str) -> int:
        return int((self.local.var / "run" / f"{name}.pid").read_text())

    def resident_bytes(self, name: str) -> int:
        lines = Path(f"/proc/{self.pid(name)}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024

    def sql(self, statement: str) -> str:
        """As PostgreSQL's superuser, in the system's own database."""
        return stores.sql(self.local, statement)

    def dsn(self) -> str:
        description = json.loads((self.local.var / "run" / "system.json").read_text())
        return description["postgres_superuser_dsn"].replace("dbname=postgres", "dbname=recourse")

    def lag(self) -> int:
        """Facts said and not yet heard, over all who hear, and effects that have not ended."""
        stored, told = self.sql(LAG).split("|")
        return int(stored) + int(told) - sum(
            self.counted(f"{topic}.{number}") for number in range(PARTITIONS)
            for topic in ("routing.ticket", "followup.loop"))

    def counted(self, space: str) -> int:
        answer = stores.redis(self.local, "HGET", f"recourse:kpi:v1:{{{space}}}:position",
                              "sequence")
        return 0 if answer.startswith("$-1") else int(answer.splitlines()[1])

    def settle(self, seconds: float = SETTLED_SECONDS_MAX) -> float:
        """Until nothing is under way; how many seconds that took."""
        started = time.monotonic()
        while self.lag() != 0:
            if time.monotonic() - started > seconds:
                raise AssertionError(f"{self.lag()} facts are not handled after {seconds:.0f} s")
            time.sleep(LOOK_SECONDS)
        return time.monotonic() - started
