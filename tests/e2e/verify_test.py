"""verify fails before it is believed: it names each corruption of a finished run."""

import json
import shutil
import unittest
from collections.abc import Iterator
from contextlib import contextmanager

from support.door import Door
from support.feedback import write_feedback
from support.mails import Mailbox
from support.stores import Topic, redis, sql
from support.surveys import survey_policy
from support.system import DONE_BEFORE, System, check_of, violated, wait_for

PORT_BASE = 10480
TARGET_MS = 3000
FEEDBACK = 3000
TICKET_TOPIC = "recourse.routing.ticket.v1"
LOOP_TOPIC = "recourse.followup.loop.v1"
# Customers who get an answer and are asked: of three one answers badly, one well, one not at all.
LOOPS = 12
SURVEY_DELAY_MS = 500

DUE_SECONDS_MAX = 120.0


class VerifyTest(unittest.TestCase):
    """A run is finished and copied; the stores of the copy run without services. Each test spoils
    one thing, sees it named, and mends it again."""

    @classmethod
    def setUpClass(cls) -> None:
        finished = System(PORT_BASE, TARGET_MS)
        assert finished.policy is not None
        (finished.policy / "50-survey.json").write_text(
            json.dumps({"kind": "survey", "document": survey_policy(SURVEY_DELAY_MS)}))
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
        cls.loop_topic = Topic(cls.copy, LOOP_TOPIC, cls.copy.folder / "loops.jsonl")
        cls.loop_topic.save()

    @classmethod
    def finish(cls, system: System) -> None:
        """Streams, waits until every clock was breached, and sees that all holds."""
        system.up()
        file = system.folder / "feedback.jsonl"
        write_feedback(file, FEEDBACK, samples=True)
        print(system.stream(file, system.folder / "acknowledged"))
        cls.correct(system)
        report = system.verify(system.folder / "acknowledged")
        assert report["ok"], violated(report)
        wait_for(lambda: sql(system, "SELECT count(*) FROM routing.timers") == "0",
                 DUE_SECONDS_MAX, "every clock is breached")
        report = system.verify(system.folder / "acknowledged")
        assert report["ok"], violated(report)
        cls.close_loops(system)
        report = system.verify(system.folder / "acknowledged")
        assert report["ok"], violated(report)
        print(check_of(report, "D2")["what"], check_of(report, "B15a"),
              check_of(report, "E2")["what"], sep="\n")
        system.down()

    @classmethod
    def correct(cls, system: System) -> None:
        """A person says of one piece of feedback what it is, so that it has two classifications."""
        last = "SELECT feedback_id FROM classify.classifications ORDER BY 1 DESC LIMIT 1"
        wait_for(lambda: sql(system, last) != "", DUE_SECONDS_MAX, "something is classified")
        cls.corrected = sql(system, last)
        done = system.ctl("classify", "correct", cls.corrected, "--category", "fraud")
        assert done.returncode == 0, done.stderr

    @classmethod
    def close_loops(cls, system: System) -> None:
        """Replies, surveys, answers, returns: to where nothing waits any more but for days."""
        door, mailbox = Door(system), Mailbox(system)
        for row in range(LOOPS):
            name = f"customer-{row:02d}"
            ticket_id = door.submit({
                "source_id": "hotline-north", "external_id": name, "channel": "mail",
                "customer": {"external_id": name, "email": f"{name}@customers.example"},
                "text": f"My card was charged twice. I want to complain, case {row}."})
            wait_for(lambda: door.ask("GET", f"/v1/tickets/{ticket_id}")[0] == 200,
                     DUE_SECONDS_MAX, "the ticket is open")
            door.act(ticket_id, "reply", text="We have refunded the second charge.")
            door.act(ticket_id, "resolve", resolution="refunded")
        wait_for(lambda: len(mailbox.surveys()) == LOOPS, DUE_SECONDS_MAX, "each was asked")
        for row, mail in enumerate(sorted(mailbox.surveys(), key=lambda mail: mail.to)):
            if row % 3 == 0:
                assert door.answer_survey(mail.survey, csat=1, words="It is wrong again!") == 200
            if row % 3 == 1:
                assert door.answer_survey(mail.survey, csat=5, nps=10) == 200
        for waiting, what in (
                ("followup.effects WHERE state IN ('pending', 'claimed', 'sending')",
                 "what leaves the house has left it"),
                ("followup.loops WHERE state IN (1, 2)", "every survey was sent"),
                ("routing.timers WHERE due_time < clock_timestamp() + interval '1 hour'",
                 "every clock that runs again is breached again")):
            wait_for(lambda: sql(system, f"SELECT count(*) FROM {waiting}") == "0",
                     DUE_SECONDS_MAX, what)
        words = "SELECT count(*) FROM routing.dispositions JOIN ingest.feedback USING " \
                "(feedback_id) WHERE source_id = 'survey' AND kind = 2"
        wait_for(lambda: int(sql(system, words)) >= LOOPS // 3, DUE_SECONDS_MAX,
                 "the customers' words have come to their tickets")

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

    # What classify made of it.

    def test_the_machines_classification_lost_beneath_a_correction(self) -> None:
        with self.without("classify.classifications",
                          f"feedback_id = '{self.corrected}' AND ordinal = 1"):
            self.assert_named("C1", f"feedback {self.corrected} has 1 classifications, the last "
                                    "of ordinal 2")

    def test_what_was_corrected_waits_in_triage_again(self) -> None:
        row = f"WHERE feedback_id = '{self.corrected}' AND ordinal = 1"
        before = self.sql(f"SELECT triage FROM classify.classifications {row}")
        self.sql(f"UPDATE classify.classifications SET triage = true {row}")
        self.assert_named("C2", f"feedback {self.corrected} waits in triage with ordinal 1, and "
                                "2 is in force")
        self.sql(f"UPDATE classify.classifications SET triage = '{before}' {row}")

    def test_a_classification_that_nobody_was_told_of(self) -> None:
        row = "jsonb_populate_record(c, '{\"ordinal\": 3}')"
        self.sql(f"INSERT INTO classify.classifications SELECT ({row}).* FROM "
                 f"classify.classifications c WHERE feedback_id = '{self.corrected}' "
                 "AND ordinal = 2")
        self.assert_named("C3", f"feedback {self.corrected} has classifications up to ordinal 3, "
                                "each to be told once, and the facts tell: 1, 2")
        self.sql("DELETE FROM classify.classifications "
                 f"WHERE feedback_id = '{self.corrected}' AND ordinal = 3")

    def test_a_fact_of_a_classification_that_is_not_kept(self) -> None:
        with self.without("classify.classifications", f"feedback_id = '{self.corrected}'"):
            self.assert_named("C3", f"feedback {self.corrected} was classified, and nothing is "
                                    "kept of it")

    # What followup did.

    @contextmanager
    def without(self, table: str, where: str) -> Iterator[None]:
        """The rows are away for a while."""
        self.sql(f"CREATE TABLE public.aside AS SELECT * FROM {table} WHERE {where}; "
                 f"DELETE FROM {table} WHERE {where}")
        yield
        self.sql(f"INSERT INTO {table} SELECT * FROM public.aside; DROP TABLE public.aside")

    @contextmanager
    def changed(self, table: str, key: str, key_value: str, column: str,
                value: str) -> Iterator[None]:
        where = f"WHERE {key} = '{key_value}'"
        before = self.sql(f"SELECT quote_literal({column}) FROM {table} {where}")
        self.sql(f"UPDATE {table} SET {column} = {value} {where}")
        yield
        self.sql(f"UPDATE {table} SET {column} = {before} {where}")

    def any_loop(self, where: str) -> str:
        return self.sql(f"SELECT loop_id FROM followup.loops WHERE {where} ORDER BY 1 LIMIT 1")

    def any_effect(self, purpose: str) -> str:
        return self.sql(f"SELECT effect_id FROM followup.effects WHERE purpose = '{purpose}' "
                        "ORDER BY 1 LIMIT 1")

    def place_of(self, topic: Topic, fact: str) -> tuple[int, int]:
        records = map(json.loads, topic.file.read_text().splitlines())
        found = next(record for record in records if record["type"].endswith(f".{fact}"))
        return int(found["partition"]), int(found["sequence"])

    def test_a_loop_deleted(self) -> None:
        loop = self.any_loop("verdict = 1")
        with self.without("followup.loops", f"loop_id = '{loop}'"):
            self.assert_named("F2", loop)

    def test_a_verdict_changed(self) -> None:
        loop = self.any_loop("verdict = 1")
        with self.changed("followup.loops", "loop_id", loop, "verdict", "2"):
            self.assert_named("F2", f"{loop} differs in verdict")

    def test_a_delivery_settled_otherwise(self) -> None:
        delivery = self.sql("SELECT delivery_id FROM followup.deliveries ORDER BY 1 LIMIT 1")
        with self.changed("followup.deliveries", "delivery_id", delivery, "state", "5"):
            self.assert_named("F3", delivery)

    def test_a_fact_of_a_loop_lost(self) -> None:
        partition, sequence = self.place_of(self.loop_topic, "SurveySent")
        self.loop_topic.restore_without(partition, sequence)
        self.assert_named("F1", "does not begin where")
        self.loop_topic.restore()

    def test_a_resolution_lost(self) -> None:
        partition, sequence = self.place_of(self.topic, "TicketResolved")
        self.topic.restore_without(partition, sequence)
        self.assert_named("F4", "has no resolution")
        self.topic.restore()

    def test_a_timer_lost(self) -> None:
        loop = self.any_loop("state = 3")
        with self.without("followup.timers", f"name = '{loop}/expire'"):
            self.assert_named("F5", f"{loop}/expire is absent")

    def test_a_timer_that_nobody_fired(self) -> None:
        timer = self.sql("SELECT timer_id FROM followup.timers ORDER BY 1 LIMIT 1")
        passed = "clock_timestamp() - interval '1 minute'"
        with self.changed("followup.timers", "timer_id", timer, "due_time", passed):
            self.assert_named("F6", "has been due since")

    def test_an_effect_lost(self) -> None:
        for purpose in ("survey", "reply", "feedback"):
            effect = self.any_effect(purpose)
            with self.subTest(purpose), \
                    self.without("followup.effects", f"effect_id = '{effect}'"):
                self.assert_named("E1", "there is no effect for the")

    def test_an_effect_that_waits_again(self) -> None:
        effect = self.any_effect("reply")
        with self.changed("followup.effects", "effect_id", effect, "state", "'pending'"):
            self.assert_named("E2", effect)

    def test_an_effect_twice(self) -> None:
        twin = "11111111-1111-4111-8111-111111111111"
        row = f"jsonb_populate_record(e, '{{\"effect_id\": \"{twin}\", \"message_id\": \"\"}}')"
        self.sql(f"INSERT INTO followup.effects SELECT ({row}).* FROM followup.effects e "
                 f"WHERE effect_id = '{self.any_effect('survey')}'")
        self.assert_named("B22", twin)
        self.sql(f"DELETE FROM followup.effects WHERE effect_id = '{twin}'")

    def test_a_return_lost(self) -> None:
        partition, sequence = self.place_of(self.topic, "TicketReopened")
        self.topic.restore_without(partition, sequence)
        self.assert_named("A1", "was not reopened")
        self.topic.restore()

    def test_words_lost(self) -> None:
        with self.without("ingest.feedback", "source_id = 'survey'"):
            self.assert_named("A2", "ingest has none")

    def test_an_answer_counted_once_more(self) -> None:
        keys = self.sql("SELECT topic, partition FROM followup.heads WHERE last_sequence > 0 AND "
                        f"topic = '{LOOP_TOPIC}'").splitlines()
        for key in (f"recourse:kpi:v1:{{followup.loop.{row.split('|')[1]}}}" for row in keys):
            hours = [line for line in redis(self.copy, "KEYS", f"{key}:hour:*").split("\r\n")
                     if line.startswith("recourse")]
            fields = [(hour, line) for hour in hours
                      for line in redis(self.copy, "HKEYS", hour).split("\r\n")
                      if line.startswith("csat")]
            if fields:
                break
        hour, field = fields[0]
        redis(self.copy, "HINCRBY", hour, field, "1")
        self.assert_named("B25", field)
        redis(self.copy, "HINCRBY", hour, field, "-1")


def own_as(original: System, copy: System) -> None:
    """A copy made by root belongs to root; PostgreSQL wants its folder to be its own."""
    for path in [original.var, *original.var.rglob("*")]:
        twin = copy.var / path.relative_to(original.var)
        if twin.exists():
            status = path.stat()
            shutil.chown(twin, status.st_uid, status.st_gid)


if __name__ == "__main__":
    unittest.main(verbosity=2)
