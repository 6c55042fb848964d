"""The page of what the classifier leaves to people, in a real browser: decided by keyboard, undone,
lost to somebody faster; and what came of it in classify, on the command line and for training."""

import json
import subprocess
import unittest
from typing import Any

from support.browser import E2E, PICTURES, prepare
from support.door import Door
from support.stores import sql
from support.system import System, check_of, violated, wait_for

PORT_BASE = 16_400
HEARD_SECONDS_MAX = 60.0
BROWSER_SECONDS_MAX = 900
NEXT_WITHIN_MS = 1_000        # the next item does not wait for the answer
PICTURES_OF = ("triage", "triage-none")
PICTURES_EACH = 16            # four sizes, two themes, two languages
# What no rule of the sample speaks of; a word in each is what a model would have heard.
TEXTS = (
    ("那个小本本上的章好像盖歪了，你们看看", "小本本"),
    ("The little blue booklet came with a page upside down", "booklet"),
    ("听说那边又变了，真的假的", "真的假的"),
    ("😡 the thing with the thing again, you know", "thing"),
    ("昨天说的那个，到底算不算数", "算数"),
    ("My neighbour said so on Tuesday", "neighbour"),
    ("还是上次那样吧", "上次"),
    ("Could somebody look at this please", "somebody"),
)
GUESS = "wealth"
SHARE = 0.41


def estimates(text: str, word: str) -> str:
    """What a model that is not sure would have said: offsets are code points."""
    begin = text.index(word)
    spoke = [{"begin": begin, "end": begin + len(word), "term": word}]
    guesses = [("category", GUESS, SHARE, True, spoke), ("type", "enquiry", 0.55, False, []),
               ("severity", "normal", 0.81, False, [])]
    return json.dumps([{"output": output, "label": label, "probability": probability,
                        "calibrated": calibrated, "abstained": True, "evidence": evidence}
                       for output, label, probability, calibrated, evidence in guesses],
                      ensure_ascii=False)


class TriageTest(unittest.TestCase):
    """One system and one run of the browser; each test looks at another part of what was seen."""

    seen: dict[str, Any]
    system: System
    ids: list[str]

    @classmethod
    def setUpClass(cls) -> None:
        prepare()
        cls.system = System(PORT_BASE)
        cls.addClassCleanup(cls.system.remove)
        cls.system.up()
        cls.ids = cls.submit()
        cls.listed = cls.system.ctl("classify", "triage")
        cls.seen = cls.decide()

    @classmethod
    def submit(cls) -> list[str]:
        door = Door(cls.system)
        ids = []
        for number, (text, word) in enumerate(TEXTS):
            feedback_id = door.submit({
                "source_id": "hotline-north", "external_id": f"triage-{number}",
                "channel": "phone", "text": text})
            ids.append(feedback_id)
            waiting = f"SELECT count(*) FROM classify.classifications WHERE triage " \
                      f"AND feedback_id = '{feedback_id}'"
            wait_for(lambda waiting=waiting: sql(cls.system, waiting) == "1", HEARD_SECONDS_MAX,
                     f"\"{text}\" waits in triage")
            sql(cls.system, f"UPDATE classify.classifications SET estimates = "
                            f"$json${estimates(text, word)}$json$::jsonb "
                            f"WHERE feedback_id = '{feedback_id}'")
        return ids

    @classmethod
    def decide(cls) -> dict[str, Any]:
        account = json.loads((cls.system.var / "secrets" / "admin.json").read_text("utf-8"))
        key = (cls.system.var / "secrets" / "operator.key").read_text("utf-8").strip()
        asked = {"url": f"http://{cls.system.environment()['RECOURSE_HTTP_ADDR']}/", **account,
                 "otherKey": key, "count": len(TEXTS), "pictures": str(PICTURES)}
        done = subprocess.run(["node", "triage/decide.mjs", json.dumps(asked)], cwd=E2E,
                              timeout=BROWSER_SECONDS_MAX, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise AssertionError(f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def post(self, place: int) -> dict[str, Any]:
        return dict(self.seen["posts"][place])

    def kept(self, feedback_id: str) -> list[str]:
        """Ordinal, category and type of each classification."""
        return sql(self.system, "SELECT ordinal, category, type FROM classify.classifications "
                                f"WHERE feedback_id = '{feedback_id}' ORDER BY ordinal").split()

    def dimensions(self, feedback_id: str) -> list[str]:
        """Of each classification; an empty one is none."""
        return json.loads(sql(self.system, "SELECT json_agg(dimension ORDER BY ordinal) FROM "
                                           "classify.classifications WHERE feedback_id = "
                                           f"'{feedback_id}'"))

    def test_the_words_that_spoke_are_marked_and_the_guess_is_told_with_its_worth(self) -> None:
        self.assertEqual(self.seen["first"], self.ids[0], "the oldest first")
        self.assertEqual(self.seen["marked"], [TEXTS[0][1]])
        category = self.seen["estimates"][0]
        self.assertIn("41", category)
        self.assertIn("calibrated: so often", category)
        self.assertIn("not calibrated", self.seen["estimates"][1])

    def test_enter_confirms_what_is_suggested_and_the_next_is_there_at_once(self) -> None:
        post = self.post(0)
        self.assertEqual(post["id"], self.ids[0])
        self.assertEqual((post["category"], post["seen_ordinal"]), (GUESS, 1))
        self.assertEqual(post["type"], self.seen["typeChosen"])
        self.assertEqual(self.seen["typeChosen"], "suggestion", "one further than the guess")
        self.assertLess(self.seen["nextMs"], NEXT_WITHIN_MS)
        print(f"\nfrom Enter to the next item: {self.seen['nextMs']} ms")
        self.assertEqual(self.kept(self.ids[0])[1], f"2|{GUESS}|suggestion")

    def test_a_digit_is_a_correction_and_undo_is_another(self) -> None:
        self.assertEqual(self.post(1)["category"], self.seen["digit"])
        self.assertEqual(self.seen["undone"], self.seen["second"])
        self.assertEqual(self.seen["undoneTold"], "undone")
        self.assertEqual(self.post(2)["seen_ordinal"], 2)
        self.assertEqual(self.post(2)["category"], "other")
        self.assertEqual(self.post(3)["category"], "loan", "what was searched for")
        self.assertEqual(self.post(1)["dimension"], self.seen["dimension"])
        self.assertEqual(self.post(2)["dimension"], "none", "it had none before")
        self.assertEqual(self.dimensions(self.seen["second"])[:3],
                         ["", self.seen["dimension"], ""])
        categories = [row.split("|")[1] for row in self.kept(self.seen["second"])]
        self.assertEqual(categories, ["other", self.seen["digit"], "other", "loan"])

    def test_who_is_late_is_told_so_and_nothing_is_overwritten(self) -> None:
        self.assertIn("Somebody else was faster", self.seen["lateTold"])
        self.assertFalse(self.seen["lateBack"])
        self.assertEqual(len(self.kept(self.seen["late"])), 2)
        self.assertIn("|app|", self.kept(self.seen["late"])[1])

    def test_keys_walk_and_the_focus_follows(self) -> None:
        self.assertEqual(self.seen["walked"], [True, True])
        self.assertIsNotNone(self.seen["focus"])
        self.assertIn("undo the last decision", self.seen["help"])

    def test_nothing_waits_at_the_end(self) -> None:
        self.assertEqual(self.seen["waitingAtLast"], "0")
        left = "SELECT count(*) FROM classify.classifications WHERE triage"
        wait_for(lambda: sql(self.system, left) == "0", HEARD_SECONDS_MAX, "all is decided")
        report = self.system.verify()
        for check_id in ("C1", "C2", "C3"):
            self.assertEqual(check_of(report, check_id)["violations"], 0, violated(report))

    def test_the_command_line_lists_corrects_and_exports(self) -> None:
        listed = [json.loads(line) for line in self.listed.stdout.splitlines()]
        self.assertEqual([item["feedback_id"] for item in listed], self.ids)
        self.assertEqual(listed[0]["text"], TEXTS[0][0])
        wait_for(lambda: len(self.kept(self.ids[7])) > 1, HEARD_SECONDS_MAX, "it was decided")
        done = self.system.ctl("classify", "correct", self.ids[7], "--category", "privacy",
                               "--severity", "high", "--reason", "a name was told")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["classification"]["severity"], "SEVERITY_HIGH")
        wrong = self.system.ctl("classify", "correct", self.ids[7], "--category", "weather")
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("category-unknown", wrong.stderr)
        file = self.system.folder / "corrections.tsv"
        done = self.system.ctl("model", "corrections", "--out", str(file))
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
        self.assertEqual(rows[0][:3], ["text", "type", "category"])
        self.assertEqual(len(rows), 1 + len(TEXTS))
        by_text = {row[0]: row for row in rows}
        self.assertEqual(by_text[TEXTS[7][0]][2], "privacy")
        self.assertEqual(by_text[TEXTS[7][0]][5], "high")

    def test_pages_fit_every_screen_in_both_languages(self) -> None:
        self.assertEqual(self.seen["faults"], [])
        self.assertEqual(self.seen["axe"], [])
        self.assertEqual(len(self.seen["pictures"]), len(PICTURES_OF) * PICTURES_EACH)
        for picture in self.seen["pictures"]:
            with self.subTest(picture["name"]):
                self.assertFalse(picture["wide"], "it scrolls sideways")
                self.assertEqual(picture["raw"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
