"""The whole loop as the four people live it: a call is taken down, the branch is told, an agent
answers and resolves, the customer gets his answer and is asked by mail, says by his phone that it
is not right, and the ticket is back with his words; operations see it on the wall."""

import json
import subprocess
import unittest
from typing import Any

from support.browser import E2E, PICTURES, prepare
from support.door import Door
from support.mails import Mail, Mailbox
from support.stores import sql
from support.surveys import put_policy, survey_policy
from support.system import LOCAL, Answer, System, violated, wait_for


PORT_BASE = 12_600
SURVEY_DELAY_MS = 3_000
BROWSER_SECONDS_MAX = 600
WAIT_SECONDS = 90.0
SEEN_WITHIN_SECONDS = 20.0

CUSTOMER = {"external_id": "c-loop", "name": "Lin Wei", "phone": "+8610012345678",
            "email": "lin.wei@customers.example", "language": "en"}
CALLER = CUSTOMER["phone"]
PLACE = "北京"
BRANCH = "beijing-west"
COMPLAINT = "My credit card was charged twice and nobody answers. I want to complain!"
REPLY = "We have refunded the second charge today. <b>Sorry</b> & thank you."
WORDS = "It is wrong again: the refund never arrived. <script>alert(1)</script>"


class LoopTest(unittest.TestCase):
    """One course; each test looks at another part of what was seen."""

    system: System
    seen: dict[str, dict[str, Any]] = {}
    before: Answer
    reply: Mail
    survey: Mail
    ticket: Answer
    history: list[Answer]

    @classmethod
    def setUpClass(cls) -> None:
        prepare()
        cls.system = System(PORT_BASE)
        cls.addClassCleanup(cls.system.remove)
        cls.system.up()
        put_policy(cls.system, "survey", survey_policy(SURVEY_DELAY_MS, {}))
        cls.door = Door(cls.system)
        cls.mailbox = Mailbox(cls.system)
        cls.live()

    @classmethod
    def live(cls) -> None:
        """He wrote once before, so that his number and his address are known."""
        cls.door.submit({"source_id": "web", "external_id": "praise", "channel": "web",
                         "customer": CUSTOMER, "text": "Thank you, the staff were very kind!"})
        cls.before = cls.figures()
        cls.seen["call"] = cls.browse("staff", step="call", caller=CALLER, words=COMPLAINT,
                                      place=PLACE)
        number = cls.seen["call"]["number"]
        cls.seen["work"] = cls.browse("staff", step="work", number=number, reply=REPLY,
                                      resolution="Refunded.")
        cls.reply = cls.mail(lambda mail: not mail.survey and "refunded" in mail.text)
        cls.survey = cls.mail(lambda mail: bool(mail.survey))
        cls.seen["survey"] = cls.browse("survey", survey=cls.at(str(cls.survey.survey)),
                                        words=WORDS)
        wait_for(lambda: cls.ticket_now()["feedback_count"] == 2, WAIT_SECONDS,
                 "the customer's words have joined his ticket")
        found = cls.door.call("GET", f"/v1/tickets/{number}")
        cls.ticket, cls.history = found["ticket"], found["history"]["facts"]
        cls.seen["look"] = cls.browse("staff", step="look", number=number)
        cls.seen["others"] = cls.browse("staff", step="others")

    @classmethod
    def at(cls, path: str) -> str:
        return f"http://{cls.system.environment()['RECOURSE_HTTP_ADDR']}{path}"

    @classmethod
    def browse(cls, script: str, **asked: object) -> dict[str, Any]:
        account = json.loads((cls.system.var / "secrets" / "admin.json").read_text())
        told = json.dumps({"url": cls.at("/"), "pictures": str(PICTURES), **account, **asked})
        done = subprocess.run(["node", f"loop/{script}.mjs", told], cwd=E2E, text=True, check=False,
                              capture_output=True, timeout=BROWSER_SECONDS_MAX)
        if done.returncode != 0:
            raise AssertionError(f"{script} {asked.get('step', '')}: {done.stderr[-3000:]}")
        return dict(json.loads(done.stdout.splitlines()[-1]))

    @classmethod
    def mail(cls, is_it: Any) -> Mail:
        """The one mail to the customer of that kind."""
        found: list[Mail] = []

        def arrived() -> bool:
            found[:] = [m for m in cls.mailbox.to(CUSTOMER["email"]) if is_it(m)]
            return bool(found)

        wait_for(arrived, WAIT_SECONDS, "the customer's mail has arrived")
        assert len(found) == 1, found
        return found[0]

    @classmethod
    def figures(cls) -> dict[str, Answer]:
        kpis = cls.door.call("GET", "/v1/kpis?window=24h")["kpis"]
        return {kpi["name"]: kpi for kpi in kpis if not kpi["provisional"]}

    @classmethod
    def ticket_now(cls) -> Answer:
        number = cls.seen["call"]["number"]
        return cls.door.call("GET", f"/v1/tickets/{number}")["ticket"]

    def test_1_the_branch_is_told_by_mail(self) -> None:
        document = json.loads((LOCAL / "sample" / "organization.json").read_text())
        told = next(b["told"] for b in document["branches"] if b["branch_id"] == BRANCH)
        address = next(p["mail"] for p in document["people"] if p["agent_id"] in told)
        self.assertEqual(self.ticket["branch_id"], BRANCH)
        number = self.seen["call"]["number"]
        wait_for(lambda: any(number in mail.text for mail in self.mailbox.to(address)),
                 WAIT_SECONDS, "the branch is told of its ticket")

    def test_2_the_reply_reaches_the_customer_as_it_was_written(self) -> None:
        self.assertIn(REPLY, self.reply.text)
        self.assertIn(self.seen["call"]["number"], self.reply.subject)

    def test_3_the_survey_is_asked_once_after_the_delay(self) -> None:
        number = self.seen["call"]["number"]
        self.assertIn(number, self.survey.subject)
        delay = sql(self.system, "SELECT extract(epoch FROM ask_time - resolve_time) * 1000 "
                                 "FROM followup.loops")
        self.assertGreaterEqual(float(delay), SURVEY_DELAY_MS)
        self.assertEqual(len([m for m in self.mailbox.surveys() if number in m.subject]), 1)

    def test_4_the_page_works_without_scripts_and_counts_once(self) -> None:
        seen = self.seen["survey"]
        self.assertEqual((seen["status"], seen["answered"], seen["again"]), (200, 200, 200))
        self.assertIn(self.seen["call"]["number"], seen["text"])
        self.assertNotEqual(seen["thanks"], seen["text"])
        self.assertNotIn("radio", seen["afterwards"])
        self.assertIn("default-src 'none'", seen["headers"]["content-security-policy"])
        self.assertIn("no-store", seen["headers"]["cache-control"])
        self.assertLess(seen["bytes"], 16_384)

    def test_5_the_ticket_is_back_in_a_new_cycle_and_more_severe(self) -> None:
        self.assertEqual(self.ticket["state"], "open")
        self.assertEqual(self.ticket["cycle"], 2)
        opened = next(fact for fact in self.history if "opened" in fact)
        self.assertEqual(self.ticket["severity"], min(4, opened["after"]["severity"] + 1))
        self.assertEqual(sum("reopened" in fact for fact in self.history), 1)

    def test_6_his_words_are_feedback_of_his_about_the_ticket(self) -> None:
        row = sql(self.system, "SELECT text, about_ticket_id, customer_id FROM ingest.feedback "
                               "WHERE source_id = 'survey'")
        self.assertEqual(row, f"{WORDS}|{self.ticket['ticket_id']}|{self.ticket['customer_id']}")
        self.assertEqual(sql(self.system, "SELECT count(*) FROM routing.tickets"), "1")

    def test_7_the_figures_moved_by_just_this(self) -> None:
        def moved() -> bool:
            now = self.figures()
            return (now["csat"]["numerator"], now["csat"]["denominator"]) == (0, 1)

        wait_for(moved, SEEN_WITHIN_SECONDS, "the answer is counted")
        now = self.figures()
        for name, by in (("tickets_opened", 1), ("tickets_resolved", 1), ("tickets_reopened", 1),
                         ("contacts_repeated", 1), ("tickets_open", 1)):
            self.assertEqual(now[name]["numerator"] - self.before[name]["numerator"], by, name)
        self.assertEqual(now["nps"]["value"], -100)
        self.assertIn("1", self.seen["look"]["figures"]["open"])
        self.assertEqual(self.seen["look"]["loops"][0]["verdict"], "heard_bad")

    def test_8_pages_fit_every_screen_in_both_languages(self) -> None:
        for name, seen in self.seen.items():
            self.assertEqual(seen["axe"], [], name)
            self.assertEqual(seen.get("faults", []), [], name)
            for picture in seen["pictures"]:
                with self.subTest(picture["name"]):
                    self.assertTrue((PICTURES / f"{picture['name']}.png").is_file())
                    self.assertFalse(picture["wide"], "scrolls sideways")
                    wanted = "zh" if picture["name"].endswith("zh") else "en"
                    self.assertTrue(picture["language"].startswith(wanted))
                    self.assertEqual(picture.get("scripts", 0), 0, "runs scripts")
        print(f"\npictures: {PICTURES}")

    def test_9_all_of_it_is_proved(self) -> None:
        self.assertEqual(violated(self.system.verify()), {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
