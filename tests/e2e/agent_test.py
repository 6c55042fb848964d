"""The agent's pages in a real browser: a call is taken down, found in the inbox, taken, answered,
noted and resolved by keyboard, while another agent interferes; pictures of every page.

Starts a system of its own, or uses the one that RECOURSE_VAR names."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
LOCAL = REPOSITORY / "deploy" / "local"
E2E = REPOSITORY / "tests" / "e2e"
BUILD = Path(os.environ.get("RECOURSE_BUILD_DIR", str(REPOSITORY / "build")))
PICTURES = REPOSITORY / "build" / "screenshots"

PORT_BASE = 9_080
NUMBER_WITHIN_MS = 10_000     # on a machine that has much else to do; the page waits for 20 s
BROWSER_SECONDS_MAX = 900
PICTURES_OF = ("agent-new", "agent-number", "agent-inbox", "agent-ticket")
PICTURES_EACH = 16            # four sizes, two themes, two languages
REPLY = "We have refunded the second charge today."


def run(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


class AgentTest(unittest.TestCase):
    """One system and one run of the browser; each test looks at another part of what was seen."""

    seen: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        if not (E2E / "node_modules" / "axe-core").is_dir():
            run(["npm", "ci", "--no-audit", "--no-fund"], cwd=E2E)
        PICTURES.mkdir(parents=True, exist_ok=True)
        given = os.environ.get("RECOURSE_VAR")
        folder = Path(tempfile.mkdtemp(prefix="recourse-agent-test-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        var = Path(given) if given else folder / "var"
        if given is None:
            cls.addClassCleanup(subprocess.run, [str(LOCAL / "down"), "--var", str(var)],
                                check=False, capture_output=True)
            run([str(LOCAL / "up"), "--empty", "--var", str(var), "--port-base", str(PORT_BASE),
                 "--build-dir", str(BUILD)])
        cls.seen = cls.work(var)

    @staticmethod
    def work(var: Path) -> dict[str, Any]:
        lines = (var / "run" / "system.env").read_text(encoding="utf-8").splitlines()
        env = dict(line.split("=", 1) for line in lines if "=" in line)
        account = json.loads((var / "secrets" / "admin.json").read_text(encoding="utf-8"))
        asked = {
            "url": f"http://{env['RECOURSE_HTTP_ADDR']}/", **account,
            "otherKey": (var / "secrets" / "operator.key").read_text(encoding="utf-8").strip(),
            "caller": f"139{int(time.time()) % 100_000_000:08d}",
            "words": "My credit card was charged twice and nobody answers. I want to complain!",
            "place": "北京", "pictures": str(PICTURES),
        }
        done = run(["node", "agent/work.mjs", json.dumps(asked)], cwd=E2E,
                   timeout=BROWSER_SECONDS_MAX)
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def sent(self, ending: str) -> list[dict[str, Any]]:
        return [json.loads(post["body"]) for post in self.seen["posts"]
                if post["path"].endswith(ending)]

    def test_a_call_is_taken_down_once_and_its_number_is_there(self) -> None:
        feedback = self.sent("/v1/feedback")
        self.assertEqual(len({one["external_id"] for one in feedback}), 1)
        self.assertEqual(len(feedback), 1, "sent twice by one impatient hand")
        self.assertRegex(self.seen["number"], r"^\d\d-\d{6,}$")
        self.assertLess(self.seen["numberMs"], NUMBER_WITHIN_MS)
        print(f"\nfrom Ctrl+Enter to the number: {self.seen['numberMs']} ms")

    def test_a_suggestion_never_overrides_a_choice(self) -> None:
        self.assertNotIn(self.seen["suggested"], ("", "fee"))
        self.assertEqual(self.seen["chosen"], "fee")
        self.assertEqual(self.sent("/v1/feedback")[0]["attributes"], {"category": "fee"})
        self.assertIn("Fee", self.seen["row"], "the ticket is of another category")

    def test_the_ticket_is_taken_by_keyboard_under_the_version_that_was_seen(self) -> None:
        takes = self.sent("/take")
        self.assertEqual(len(takes), 1)
        self.assertGreaterEqual(takes[0]["seen_version"], 1)
        self.assertEqual(self.seen["found"], self.seen["number"], "Enter goes to what was found")
        self.assertEqual(self.seen["searchLeft"], "", "Escape shows everything again")

    def test_a_draft_survives_a_reload_and_another_agent(self) -> None:
        self.assertEqual(self.seen["draft"], REPLY)
        self.assertEqual(self.seen["sentUnlooked"], 0, "went out before it was looked at")
        self.assertEqual(self.seen["draftKept"], REPLY)
        self.assertEqual(self.seen["draftAfter"], "")
        self.assertEqual(self.seen["replies"], ["The other one was quicker.", REPLY])
        self.assertEqual(len(self.sent("/reply")), 1)

    def test_words_are_words_and_no_markup(self) -> None:
        self.assertIn("<img src=x onerror=alert(1)>", self.seen["note"])

    def test_what_is_resolved_leaves_the_inbox(self) -> None:
        self.assertEqual(self.seen["leftInbox"], 0)

    def test_the_inbox_says_that_it_hears_nothing_and_goes_on_by_itself(self) -> None:
        self.assertIn(self.seen["offline"][0], ("offline", "broken"))
        self.assertEqual(self.seen["offline"][1], "live")

    def test_pages_fit_every_screen_in_both_languages(self) -> None:
        self.assertEqual(self.seen["faults"], [])
        self.assertEqual(self.seen["axe"], [])
        self.assertEqual(len(self.seen["pictures"]), len(PICTURES_OF) * PICTURES_EACH)
        for picture in self.seen["pictures"]:
            with self.subTest(picture["name"]):
                self.assertTrue((PICTURES / f"{picture['name']}.png").is_file())
                self.assertFalse(picture["wide"], "scrolls sideways")
                self.assertEqual(picture["raw"], [], "a text was not found")
                wanted = "zh-CN" if picture["name"].endswith("zh") else "en"
                self.assertEqual(picture["language"], wanted)
        print(f"\npictures: {PICTURES}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
