"""A person says that the classifier was wrong: the ticket goes to the branch that must answer it,
its clocks are judged anew (E54), the branch that had it is charged with nothing, a second person is
told that somebody was faster, and the words are in the next training set."""

import json
import unittest
from typing import Any

from support.door import Door
from support.stores import sql
from support.system import System, violated, wait_for

PORT_BASE = 16_600
HEARD_SECONDS_MAX = 60.0
HALF_HOUR_MS, SOON_MS = 1_800_000, 1_000
TEXT = "你们多收了我的手续费"       # a rule of the sample calls it a fee, which is beijing-east's
BRANCH_BEFORE, BRANCH_AFTER = "beijing-east", "headquarters"
# What is due after a second when it is fraud: by the time anybody has corrected it, that is past.
SLA = {"kind": "sla", "document": {
    "calendar_id": "always", "open_tickets": {"mode": "retroactive"},
    "standards": [
        {"id": "fraud", "priority": 1, "when": {"category": ["fraud"]},
         "clocks": {"first_response": {"target_ms": SOON_MS}}},
        {"id": "other", "clocks": {"first_response": {"target_ms": HALF_HOUR_MS}}}]}}


class CorrectionTest(unittest.TestCase):
    system: System
    feedback_id: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.system = System(PORT_BASE)
        cls.addClassCleanup(cls.system.remove)
        cls.system.up()
        file = cls.system.folder / "sla.json"
        file.write_text(json.dumps(SLA))
        cls.system.answer("policy", "put", str(file))
        cls.feedback_id = Door(cls.system).submit({
            "source_id": "hotline-north", "external_id": "wrong-1", "channel": "phone",
            "text": TEXT})
        wait_for(cls.opened, HEARD_SECONDS_MAX, "the ticket is open")
        cls.before = cls.ticket()
        wait_for(lambda: cls.age_ms() > 2 * SOON_MS, HEARD_SECONDS_MAX, "it is open for a while")
        cls.first = cls.system.answer("classify", "correct", cls.feedback_id, "--category",
                                      "fraud", "--severity", "critical", "--seen", "1",
                                      "--reason", "他被骗了")
        wait_for(lambda: bool(cls.facts("reclassified")), HEARD_SECONDS_MAX, "routing has heard")

    @classmethod
    def opened(cls) -> bool:
        return cls.system.ctl("ticket", "show", cls.feedback_id).returncode == 0

    @classmethod
    def ticket(cls) -> dict[str, Any]:
        """Its id is that of the feedback that opened it."""
        told = cls.system.answer("ticket", "show", cls.feedback_id)
        return dict(told.get("ticket", told))

    @classmethod
    def age_ms(cls) -> float:
        return float(sql(cls.system, "SELECT extract(epoch FROM clock_timestamp() - open_time) * "
                                     f"1000 FROM routing.tickets WHERE ticket_id = "
                                     f"'{cls.feedback_id}'"))

    @classmethod
    def facts(cls, what: str) -> list[dict[str, Any]]:
        told = cls.system.answer("ticket", "history", cls.feedback_id)
        rows = told if isinstance(told, list) else told.get("facts", [told])
        return [row for row in rows if what in row]

    def test_the_ticket_goes_where_it_belongs(self) -> None:
        after = self.ticket()
        self.assertEqual(self.before["branch_id"], BRANCH_BEFORE)
        self.assertEqual((after["branch_id"], after["category"]), (BRANCH_AFTER, "fraud"))
        self.assertEqual(after["severity"], 4)

    def test_its_history_says_who_and_why(self) -> None:
        said = self.facts("reclassified")[0]["reclassified"]
        self.assertEqual(said["reason"], "他被骗了")
        self.assertEqual(said["classification_ordinal"], 2)
        self.assertTrue(said["corrected_by"])

    def test_a_breach_that_the_correction_found_is_told_with_its_cause(self) -> None:
        wait_for(lambda: bool(self.facts("clock_breached")), HEARD_SECONDS_MAX, "it is told")
        told = self.facts("clock_breached")[0]["clock_breached"]
        self.assertEqual(told["cause"], "reclassification")

    def test_no_branch_is_charged_with_it(self) -> None:
        def counted(name: str) -> int:
            told = self.system.answer("kpi", "get", name, "--by", "none")
            rows = told if isinstance(told, list) else told.get("kpis", [told])
            return sum(int(row.get("value", 0) or 0) for row in rows if row.get("name") == name)
        wait_for(lambda: counted("clocks_breached_by_change") == 1, HEARD_SECONDS_MAX,
                 "kpi has counted it apart")
        self.assertEqual(counted("clocks_breached"), 0)

    def test_who_looked_at_what_was_is_told_that_somebody_was_faster(self) -> None:
        done = self.system.ctl("classify", "correct", self.feedback_id, "--category", "loan",
                               "--seen", "1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("classification-changed", done.stdout + done.stderr)

    def test_it_is_in_the_next_training_set(self) -> None:
        file = self.system.folder / "corrections.tsv"
        self.system.answer("model", "corrections", "--out", str(file))
        head, row = (line.split("\t") for line in file.read_text("utf-8").splitlines()[:2])
        told = dict(zip(head, row, strict=True))
        self.assertEqual((told["text"], told["category"]), (TEXT, "fraud"))

    def test_verify_holds(self) -> None:
        report = self.system.verify()
        self.assertEqual(violated(report), {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
