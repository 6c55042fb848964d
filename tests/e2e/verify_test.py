"""verify fails before it is believed: it names each of six corruptions of a finished run."""

import shutil
import unittest

from support.feedback import write_feedback
from support.stores import Topic, redis, sql
from support.system import DONE_BEFORE, System, check_of, violated, wait_for

PORT_BASE = 10480
TARGET_MS = 3000
FEEDBACK = 3000
TICKET_TOPIC = "recourse.routing.ticket.v1"

DUE_SECONDS_MAX = 120.0


class VerifyTest(unittest.TestCase):
    """A run is finished and copied; the stores of the copy run without services. Each test spoils
    one thing, sees it named, and mends it again."""

    @classmethod
    def setUpClass(cls) -> None:
        finished = System(PORT_BASE, TARGET_MS)
        cls.addClassCleanup(finished.remove)
        cls.finish(finished)
        cls.copy = System(PORT_BASE)
        cls.addClassCleanup(cls.copy.remove)
        shutil.copytree(finished.var, cls.copy.var, symlinks=True,
                        ignore=shutil.ignore_patterns("*.sock", "*.pid"))
        own_as(finished, cls.copy)
        cls.copy.up(f"{DONE_BEFORE},services")
        cls.acknowledged = finished.folder / "acknowledged"
        cls.topic = Topic(cls.copy, TICKET_TOPIC, cls.copy.folder / "tickets.jsonl")
        cls.topic.save()

    @classmethod
    def finish(cls, system: System) -> None:
        """Streams, waits until every clock was breached, and sees that all holds."""
        system.up()
        file = system.folder / "feedback.jsonl"
        write_feedback(file, FEEDBACK, samples=True)
        print(system.stream(file, system.folder / "acknowledged"))
        report = system.verify(system.folder / "acknowledged")
        assert report["ok"], violated(report)
        wait_for(lambda: sql(system, "SELECT count(*) FROM routing.timers") == "0",
                 DUE_SECONDS_MAX, "every clock is breached")
        report = system.verify(system.folder / "acknowledged")
        assert report["ok"], violated(report)
        print(check_of(report, "D2")["what"], check_of(report, "B15a"), sep="\n")
        system.down()

    def setUp(self) -> None:
        self.addCleanup(self.assert_all_holds)

    def assert_all_holds(self) -> None:
        """After the mending, so that the next test begins with a run in which all holds."""
        self.assertEqual(violated(self.copy.verify(self.acknowledged)), {})

    def assert_named(self, check_id: str, what: str) -> None:
        found = violated(self.copy.verify(self.acknowledged))
        print(f"{self._testMethodName}: {sorted(found)}")
        self.assertIn(check_id, found)
        self.assertTrue(any(what in example for example in found[check_id]),
                        f"{what} is not among {found[check_id]}")

    def sql(self, statement: str) -> str:
        return sql(self.copy, statement)

    def any_ticket(self) -> str:
        return self.sql("SELECT ticket_id FROM routing.tickets ORDER BY ticket_id LIMIT 1")

    def test_0_the_untouched_copy_holds(self) -> None:
        self.assert_all_holds()

    def test_1_a_ticket_row_deleted(self) -> None:
        ticket = self.any_ticket()
        self.sql(f"CREATE TABLE public.aside AS SELECT * FROM routing.tickets "
                 f"WHERE ticket_id = '{ticket}'; "
                 f"DELETE FROM routing.tickets WHERE ticket_id = '{ticket}'")
        self.assert_named("T1", ticket)
        self.sql("INSERT INTO routing.tickets SELECT * FROM public.aside; DROP TABLE public.aside")

    def test_2_a_fact_sent_again_under_a_new_sequence(self) -> None:
        partition, last = next(iter(self.topic.last_sequences().items()))
        self.topic.send_again(partition, 2)
        self.assert_named("L1", f"{TICKET_TOPIC}/{partition} sequence {last + 1}")
        self.topic.restore()

    def test_3_a_topic_written_anew_without_a_fact_of_its_middle(self) -> None:
        partition, last = next(iter(self.topic.last_sequences().items()))
        self.topic.restore_without(partition, last // 2)
        self.assert_named("B9", f"{TICKET_TOPIC}/{partition} sequence {last // 2}")
        self.topic.restore()

    def test_4_a_counter_plus_one(self) -> None:
        key = "recourse:kpi:v1:{routing.ticket.0}:now"
        fields = [line for line in redis(self.copy, "HKEYS", key).split("\r\n") if "|" in line]
        redis(self.copy, "HINCRBY", key, fields[0], "1")
        self.assert_named("B25", fields[0])
        redis(self.copy, "HINCRBY", key, fields[0], "-1")

    def test_5_the_due_time_of_a_clock_moved(self) -> None:
        ticket = self.any_ticket()
        move = "UPDATE routing.tickets SET due_time = due_time {} interval '1 minute' " \
               f"WHERE ticket_id = '{ticket}'"
        self.sql(move.format("+"))
        self.assert_named("B13", ticket)
        self.sql(move.format("-"))

    def test_6_the_last_fact_of_a_partition_acknowledged_and_not_in_the_topic(self) -> None:
        partition, last = list(self.topic.last_sequences().items())[-1]
        self.topic.restore_without(partition, last)
        self.assert_named("B18", f"{TICKET_TOPIC}/{partition} sequence {last}")
        self.topic.restore()


def own_as(original: System, copy: System) -> None:
    """A copy made by root belongs to root; PostgreSQL wants its folder to be its own."""
    for path in [original.var, *original.var.rglob("*")]:
        twin = copy.var / path.relative_to(original.var)
        if twin.exists():
            status = path.stat()
            shutil.chown(twin, status.st_uid, status.st_gid)


if __name__ == "__main__":
    unittest.main(verbosity=2)
