"""Coming back to the customer, on a real system: his mail, his page in a real browser, by link and
by phone; what he says reopens his ticket once; links that nobody gave out lead nowhere.

Starts a system of its own, or uses the one that RECOURSE_VAR names."""

import email
import email.policy
import json
import os
import re
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from support.system import DONE_BEFORE, LOCAL, REPOSITORY, System, wait_for

E2E = REPOSITORY / "tests" / "e2e"
PICTURES = REPOSITORY / "build" / "screenshots"
PORT_BASE = 11_800
DELAY_MS = 1_000              # from the resolution to the survey, in a system of our own
PATIENCE_SECONDS = 180        # the shipped policy asks after a minute
BROWSER_SECONDS_MAX = 900
WRONG_LINKS_MAX = 20
FORM = "application/x-www-form-urlencoded"
ATTACK = '</textarea><img src=x onerror=alert(1)><script>alert(2)</script> 还没有解决'
PICTURES_OF = {"form": 16, "preference": 16, "thanks": 8}


class Answer:
    """What a door answered, whatever its status."""

    def __init__(self, request: urllib.request.Request) -> None:
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                self.status, self.headers = response.status, response.headers
                self.body = response.read().decode()
        except urllib.error.HTTPError as refused:
            self.status, self.headers = refused.code, refused.headers
            self.body = refused.read().decode()


class Console:
    """The staff's doors by the operator's key, and the customer's without any."""

    def __init__(self, var: Path) -> None:
        lines = (var / "run" / "system.env").read_text(encoding="utf-8").splitlines()
        env = dict(line.split("=", 1) for line in lines if "=" in line)
        self.url = f"http://{env['RECOURSE_HTTP_ADDR']}"
        self.key = (var / "secrets" / "operator.key").read_text(encoding="utf-8").strip()

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Answer:
        headers = {"authorization": f"Bearer {self.key}", "content-type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        return Answer(urllib.request.Request(self.url + path, data, headers))

    def get(self, path: str) -> dict[str, Any]:
        answer = self.ask(path)
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status} {answer.body}")
        return dict(json.loads(answer.body))

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.ask(path, body)
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status} {answer.body}")
        return dict(json.loads(answer.body))


def visit(url: str, form: dict[str, str] | None = None) -> Answer:
    """As a mail scanner or a program does: no cookie, no key."""
    data = None if form is None else urllib.parse.urlencode(form).encode()
    headers = {} if form is None else {"content-type": FORM}
    return Answer(urllib.request.Request(url, data, headers))


class Case:
    """One customer with one ticket that was replied to and resolved."""

    def __init__(self, console: Console, channel: str) -> None:
        self.console = console
        self.name = uuid.uuid4().hex[:12]
        self.address = f"{self.name}@customer.example"
        contact = {"email": self.address} if channel == "mail" else {"phone": "13912345678"}
        taken = console.post("/v1/feedback", {
            "source_id": "survey-test", "external_id": self.name, "channel": channel,
            "customer": {"external_id": self.name, **contact},
            "text": "My card was charged twice and nobody answers. I want to complain!"})
        self.ticket_id = ""
        wait_for(lambda: self.opened(taken["feedback_id"]), PATIENCE_SECONDS, "a ticket")
        self.act("reply", text="We have refunded the second charge.")
        self.act("resolve", resolution="refunded")

    def opened(self, feedback_id: str) -> bool:
        disposition = self.console.get(f"/v1/feedback/{feedback_id}")["disposition"]
        self.ticket_id = (disposition or {}).get("ticket_id", "")
        return self.ticket_id != ""

    def act(self, verb: str, **fields: str) -> None:
        self.console.post(f"/v1/tickets/{self.ticket_id}/{verb}",
                          {"request_id": str(uuid.uuid4()), "seen_version": 0, **fields})

    def ticket(self) -> dict[str, Any]:
        return dict(self.console.get(f"/v1/tickets/{self.ticket_id}")["ticket"])

    def loop(self) -> dict[str, Any]:
        """The newest one; empty before there is any."""
        loops = self.console.get(f"/v1/loops?ticket_id={self.ticket_id}")["loops"]
        return dict(loops[0]) if loops else {}

    def is_asked(self) -> bool:
        return self.loop().get("standing", {}).get("state") == "asked"

    def delivery(self) -> dict[str, Any]:
        return dict(self.console.get(f"/v1/deliveries?ticket_id={self.ticket_id}")["deliveries"][0])

    def survey_link(self, var: Path) -> str:
        """Out of his mail; empty until it is there."""
        for file in sorted((var / "mail").glob("*.eml")):
            mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if self.address not in str(mail["to"]):
                continue
            text = "".join(part.get_content() for part in mail.walk()
                           if part.get_content_type() == "text/plain")
            found = re.search(r"https?://\S+?/s/[A-Za-z0-9_-]+", text)
            if found:
                return found.group()
        return ""


class SurveyPageTest(unittest.TestCase):
    """One system and one run of the browser; each test looks at another part of what was seen."""

    seen: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        if not (E2E / "node_modules" / "axe-core").is_dir():
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=E2E, check=True,
                           capture_output=True)
        PICTURES.mkdir(parents=True, exist_ok=True)
        given = os.environ.get("RECOURSE_VAR")
        cls.var = Path(given) if given else cls.system_of_our_own()
        cls.console = Console(cls.var)
        cls.prepare()
        cls.seen = cls.browse()
        cls.after()

    @classmethod
    def system_of_our_own(cls) -> Path:
        system = System(PORT_BASE)
        cls.addClassCleanup(system.remove)
        system.policy = system.folder / "policy"
        system.policy.mkdir()
        for file in (LOCAL / "sample" / "policy").iterdir():
            policy = json.loads(file.read_text(encoding="utf-8"))
            if policy["kind"] == "survey":
                policy["document"]["survey"]["delay_ms"] = DELAY_MS
            (system.policy / file.name).write_text(json.dumps(policy), encoding="utf-8")
        system.up(DONE_BEFORE)
        return system.var

    @classmethod
    def prepare(cls) -> None:
        cls.unhappy = Case(cls.console, "mail")
        cls.unwilling = Case(cls.console, "mail")
        cls.called = Case(cls.console, "phone")
        cls.handed = Case(cls.console, "branch")
        for case in (cls.unhappy, cls.unwilling):
            wait_for(lambda one=case: one.survey_link(cls.var) != "", PATIENCE_SECONDS, "a survey")
        for case in (cls.unhappy, cls.unwilling, cls.called, cls.handed):
            wait_for(case.is_asked, PATIENCE_SECONDS, "a loop that asks")
        cls.link = cls.unhappy.survey_link(cls.var)
        # What scanners of mail do, before he has seen it himself.
        cls.looks = [visit(cls.link) for _ in range(3)]
        cls.asked_after_looks = cls.unhappy.is_asked()

    @classmethod
    def browse(cls) -> dict[str, Any]:
        account = json.loads((cls.var / "secrets" / "admin.json").read_text(encoding="utf-8"))
        asked = {
            "url": f"{cls.console.url}/", **account, "unhappy": cls.link, "attack": ATTACK,
            "mailTicket": cls.unhappy.ticket()["number"],
            "branchTicket": cls.handed.ticket()["number"],
            "callLoop": cls.called.loop()["loop_id"], "pictures": str(PICTURES),
        }
        done = subprocess.run(["node", "survey/visit.mjs", json.dumps(asked)], cwd=E2E,
                              capture_output=True, text=True, timeout=BROWSER_SECONDS_MAX,
                              check=False)
        if done.returncode != 0:
            raise AssertionError(f"{done.stdout[-2000:]}{done.stderr[-3000:]}")
        return dict(json.loads(done.stdout.splitlines()[-1]))

    @classmethod
    def after(cls) -> None:
        """Wrong links come last: they shut this address out for ten minutes."""
        cls.opt_out = visit(f"{cls.unwilling.survey_link(cls.var)}/preference",
                            {"List-Unsubscribe": "One-Click"})
        cls.withdrawn = visit(cls.unwilling.survey_link(cls.var))
        cls.handed_answer = visit(cls.seen["link"], {"csat": "5"})
        cls.handed_again = visit(cls.seen["link"], {"csat": "5"})
        cls.handed_other = visit(cls.seen["link"], {"csat": "1"})
        token = cls.link.rsplit("/", 1)[1]
        bent = [token[:i] + ("A" if token[i] != "A" else "B") + token[i + 1:]
                for i in range(WRONG_LINKS_MAX)]
        cls.wrong = [visit(f"{cls.console.url}/s/{one}") for one in bent]
        cls.limited = visit(cls.link)

    def test_looking_changes_nothing_and_is_kept_nowhere(self) -> None:
        self.assertTrue(self.asked_after_looks)
        for look in self.looks:
            self.assertEqual(look.status, 200)
            self.assertEqual(look.headers["Cache-Control"], "no-store")
            self.assertEqual(look.headers["Referrer-Policy"], "no-referrer")
            self.assertIn("noindex", look.headers["X-Robots-Tag"])
            policies = " ".join(look.headers.get_all("Content-Security-Policy"))
            self.assertIn("default-src 'none'", policies)
            self.assertNotIn("unsafe", policies)

    def test_an_unhappy_answer_counts_once_and_reopens_the_ticket(self) -> None:
        wait_for(lambda: self.unhappy.ticket()["cycle"] == 2, PATIENCE_SECONDS, "a reopened ticket")
        loops = self.console.get(f"/v1/loops?ticket_id={self.unhappy.ticket_id}")["loops"]
        self.assertEqual(len([one for one in loops if "scores" in one]), 1)
        self.assertEqual(loops[-1]["scores"], {"csat": 1, "put_right": False})
        self.assertEqual(loops[-1]["standing"]["verdict"], "heard_bad")
        self.assertIn("opened again", self.seen["thanks"])
        self.assertIn("answered already", self.seen["again"])

    def test_his_words_come_in_as_feedback_on_his_ticket_and_open_no_other(self) -> None:
        wait_for(lambda: self.unhappy.ticket()["feedback_count"] == 2, PATIENCE_SECONDS, "words")
        customer_id = self.unhappy.ticket()["customer_id"]
        tickets = self.console.get(f"/v1/customers/{customer_id}/tickets")["tickets"]
        self.assertEqual(len(tickets), 1)

    def test_words_are_words_and_no_markup(self) -> None:
        self.assertEqual(self.seen["dialogs"], [])
        self.assertEqual(self.seen["keptWords"], ATTACK)

    def test_a_form_that_is_not_right_says_so_where_it_is_read_first(self) -> None:
        self.assertTrue(self.seen["emptyHeading"].startswith("Not sent: "))
        self.assertEqual(self.seen["focused"], "faults")

    def test_one_click_of_a_mail_program_withdraws_the_survey(self) -> None:
        self.assertEqual(self.opt_out.status, 200)
        self.assertEqual(self.withdrawn.status, 410)
        standing = self.unwilling.loop()["standing"]
        self.assertEqual((standing["verdict"], standing["reason"]), ("suppressed", "opt_out"))

    def test_replies_say_whether_they_arrived(self) -> None:
        self.assertEqual(self.unhappy.delivery()["state"], "delivered")
        self.assertEqual(self.handed.delivery()["state"], "told")
        self.assertEqual(self.called.delivery()["state"], "to_tell")

    def test_a_link_is_handed_over_and_answered_once(self) -> None:
        self.assertEqual(self.handed_answer.status, 200)
        self.assertEqual(self.handed_again.body, self.handed_answer.body)
        self.assertEqual(self.handed_other.status, 409)
        self.assertEqual(self.handed.loop()["standing"]["verdict"], "heard_good")

    def test_an_answer_by_phone_is_taken_down_by_keyboard(self) -> None:
        loop = self.called.loop()
        self.assertEqual(loop["scores"], {"csat": 5, "nps": 10, "put_right": True})
        self.assertEqual((loop["via"], loop["call_count"]), ("phone", 1))
        self.assertNotEqual(self.seen["unchosen"], "", "an empty answer is not sent")

    def test_links_that_nobody_gave_out_lead_nowhere(self) -> None:
        self.assertEqual({one.status for one in self.wrong}, {404})
        self.assertEqual(len({one.body for one in self.wrong}), 1)
        self.assertEqual(self.limited.status, 429)
        self.assertGreater(int(self.limited.headers["Retry-After"]), 0)

    def test_pages_fit_every_screen_in_both_languages_and_hold_no_script(self) -> None:
        self.assertEqual(self.seen["faults"], [])
        self.assertEqual(self.seen["axe"], [])
        for name, count in PICTURES_OF.items():
            taken = [one for one in self.seen["pictures"]
                     if one["name"].startswith(f"survey-{name}-")]
            self.assertEqual(len(taken), count, name)
        for picture in self.seen["pictures"]:
            with self.subTest(picture["name"]):
                self.assertTrue((PICTURES / f"{picture['name']}.png").is_file())
                self.assertFalse(picture["wide"], "scrolls sideways")
                self.assertEqual(picture["raw"], [], "a text was not found")
                self.assertEqual(picture.get("scripts", 0), 0)
                wanted = "zh-CN" if picture["name"].endswith("zh") else "en"
                self.assertEqual(picture["language"], wanted)
        print(f"\npictures: {PICTURES}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
