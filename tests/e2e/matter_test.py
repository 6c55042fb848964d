"""One matter, told twice by one customer: in English about his card, then in Chinese and in other
words about the machine. The second ticket says that it may be the first one's matter; a person
merges the one and declines the other; a stranger's same words mean nothing to his file."""

import json
import subprocess
import unittest
from typing import Any

from support.door import Door
from support.stores import sql
from support.system import System, violated, wait_for

PORT_BASE = 17_000
HEARD_SECONDS_MAX = 60.0
FIRST = "The cash machine in Baker Street swallowed my card on Monday and I still have no new one."
SAME = "周一自动取款机把我的银行卡吞了，到现在也没有给我补一张新卡。"
OTHER = "手机银行的字体太小了，老人根本看不清楚，希望可以放大。"
WANTED_PERCENT = 45            # the least that classify tells of


def feedback(number: int, customer: str, category: str, text: str) -> dict[str, Any]:
    return {"source_id": "hotline-north", "external_id": f"matter-{number}", "channel": "phone",
            "customer": {"external_id": customer}, "text": text,
            "attributes": {"category": category}}


class MatterTest(unittest.TestCase):
    """One system and one story; each test looks at another part of how it ended."""

    system: System

    @classmethod
    def setUpClass(cls) -> None:
        cls.system = System(PORT_BASE)
        cls.addClassCleanup(cls.system.remove)
        cls.system.up()
        door = Door(cls.system)
        cls.first = cls.submit(door, feedback(1, "wang", "card", FIRST))
        cls.same = cls.submit(door, feedback(2, "wang", "atm", SAME))
        wait_for(lambda: "suggestion" in cls.ticket(cls.same), HEARD_SECONDS_MAX,
                 "the second ticket suggests the first")
        cls.suggested = cls.ticket(cls.same)
        cls.again = cls.submit(door, feedback(3, "wang", "fee", FIRST))
        wait_for(lambda: "suggestion" in cls.ticket(cls.again), HEARD_SECONDS_MAX,
                 "the third suggests one of both")
        cls.stranger = cls.submit(door, feedback(4, "li", "card", FIRST))
        cls.unlike = cls.submit(door, feedback(5, "wang", "app", OTHER))
        wait_for(cls.heard, HEARD_SECONDS_MAX, "classify has compared all five")
        cls.shown_before = cls.shown(cls.same)
        cls.merged = cls.ctl("ticket", "merge", cls.same, cls.first)
        cls.declined = cls.ctl("ticket", "decline", cls.again)

    @classmethod
    def submit(cls, door: Door, said: dict[str, Any]) -> str:
        """One after the other: what comes second is the newer ticket."""
        feedback_id = door.submit(said)
        wait_for(lambda: cls.system.ctl("ticket", "show", feedback_id).returncode == 0,
                 HEARD_SECONDS_MAX, f"{said['external_id']} has its ticket")
        return feedback_id

    @classmethod
    def heard(cls) -> bool:
        """What is remembered of five pieces, and nothing is on its way to routing any more."""
        pieces = sql(cls.system, "SELECT count(*) FROM classify.matter_pieces")
        behind = sql(cls.system, """
            SELECT count(*) FROM classify.heads h
            LEFT JOIN routing.positions p ON p.topic = h.topic AND p.partition = h.partition
            WHERE h.topic = 'recourse.classify.matter.v1' AND h.last_sequence > 0
              AND coalesce(p.sequence, 0) < h.last_sequence""")
        return (pieces, behind) == ("5", "0")

    @classmethod
    def ctl(cls, *arguments: str) -> Any:
        done = cls.system.ctl(*arguments)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.stderr}")
        lines = done.stdout.splitlines()
        return json.loads(lines[0]) if len(lines) == 1 else [json.loads(line) for line in lines]

    @classmethod
    def shown(cls, ticket_id: str) -> str:
        """As a person reads it."""
        command = [part for part in cls.system.ctl_command("ticket", "show", ticket_id)
                   if part != "--json"]
        return subprocess.run(command, capture_output=True, text=True, check=True,
                              env=cls.system.ctl_environment()).stdout

    @classmethod
    def ticket(cls, ticket_id: str) -> dict[str, Any]:
        told = cls.ctl("ticket", "show", ticket_id)
        return dict(told.get("ticket", told))

    def facts(self, ticket_id: str, what: str) -> list[dict[str, Any]]:
        told = self.ctl("ticket", "history", ticket_id)
        rows = told if isinstance(told, list) else [told]
        return [row[what] for row in rows if what in row]

    def test_the_second_ticket_suggests_the_first_with_its_similarity(self) -> None:
        suggestion = self.suggested["suggestion"]
        self.assertEqual(suggestion["ticket_id"], self.first)
        self.assertEqual(suggestion["number"], self.ticket(self.first)["number"])
        self.assertGreaterEqual(suggestion["similarity_percent"], WANTED_PERCENT)

    def test_its_history_tells_it_once(self) -> None:
        told = self.facts(self.same, "matter_suggested")
        self.assertEqual([fact["suggested_ticket_id"] for fact in told], [self.first])

    def test_the_command_line_says_it_and_what_to_do(self) -> None:
        number = self.ticket(self.first)["number"]
        self.assertIn(f"may be the same matter as {number} (similarity 0.", self.shown_before)
        self.assertIn(f"ticket merge {self.suggested['number']} {number}", self.shown_before)

    def test_merging_ends_it(self) -> None:
        after = self.ticket(self.same)
        self.assertEqual(after["merged_into_ticket_id"], self.first)
        self.assertNotIn("suggestion", after)

    def test_declining_ends_it_and_says_who(self) -> None:
        self.assertNotIn("suggestion", self.ticket(self.again))
        ended = self.facts(self.again, "suggestion_ended")
        self.assertEqual([fact["cause"] for fact in ended], ["declined"])
        self.assertTrue(ended[0]["agent_id"])

    def test_a_strangers_same_words_suggest_nothing(self) -> None:
        self.assertNotIn("suggestion", self.ticket(self.stranger))
        self.assertEqual(self.facts(self.stranger, "matter_suggested"), [])

    def test_nor_do_his_own_words_about_something_else(self) -> None:
        self.assertNotIn("suggestion", self.ticket(self.unlike))

    def test_nothing_was_merged_by_itself(self) -> None:
        merged = sql(self.system, "SELECT count(*) FROM routing.ticket_facts "
                                  "WHERE type = 'TicketMerged'")
        self.assertEqual(merged, "1")

    def test_verify_holds(self) -> None:
        report = self.system.verify()
        self.assertEqual(violated(report), {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
