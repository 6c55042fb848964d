"""`recoursectl calendar` as a person and a script meet it: output, exit status, and that what it
prints is a file that `recoursectl sla explain` takes.

    python3 tests/golden/calendar_test.py SOURCE_DIR BUILD_DIR
"""

import json
import pathlib
import subprocess
import sys
import unittest

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
CALENDARS = SOURCE / "deploy" / "calendars"
HALF_HOUR_MS = 30 * 60 * 1000


def recoursectl(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([BUILD / "bin" / "recoursectl", *map(str, arguments)], input=stdin,
                          capture_output=True, text=True, check=False)


def due_time(calendar: str, started: str) -> str:
    """When half an hour from an instant is over, by a calendar as it was imported."""
    document = json.loads(recoursectl("calendar", "import", CALENDARS / f"{calendar}.yaml",
                                      "--name", "C", "--json").stdout)
    document["clocks"] = [{"id": "c", "calendar": "C", "target_ms": HALF_HOUR_MS,
                           "until": started, "events": [{"time": started, "kind": "started"}]}]
    answer = recoursectl("sla", "explain", "-", "--json", stdin=json.dumps(document))
    return str(json.loads(answer.stdout)["due_time"])


class Explained(unittest.TestCase):
    """The cases of the specification, in UTC: Shanghai is 8 hours before it, London on it."""

    def test_national_day_week(self) -> None:
        self.assertEqual(due_time("shanghai", "2026-09-30T09:45:00Z"), "2026-10-08T01:15:00.000Z")

    def test_make_up_saturday(self) -> None:
        self.assertEqual(due_time("shanghai", "2026-10-09T09:50:00Z"), "2026-10-10T01:20:00.000Z")

    def test_make_up_sunday(self) -> None:
        self.assertEqual(due_time("shanghai", "2026-09-20T02:00:00Z"), "2026-09-20T02:30:00.000Z")

    def test_make_up_day_before_spring_festival(self) -> None:
        self.assertEqual(due_time("shanghai", "2026-02-14T09:40:00Z"), "2026-02-24T01:10:00.000Z")

    def test_half_day_and_two_bank_holidays(self) -> None:
        self.assertEqual(due_time("london", "2026-12-24T11:45:00Z"), "2026-12-29T09:15:00.000Z")


class Commands(unittest.TestCase):
    def test_a_published_file_becomes_days_to_check_and_then_a_calendar(self) -> None:
        published = SOURCE / "tests/golden/recoursectl/calendar_china_marked.ics"
        days = recoursectl("calendar", "import", published)
        self.assertEqual(days.returncode, 0)
        self.assertIn("known until 2026-12-31", days.stderr)
        self.assertIn('  - "2026-10-01..2026-10-07 国庆节（休）"\n', days.stdout)
        made = recoursectl("calendar", "import", "-", "--week", "mon-fri 09:00-18:00", "--zone",
                           "Asia/Shanghai", "--name", "SH", "--json", stdin=days.stdout)
        straight = recoursectl("calendar", "import", CALENDARS / "shanghai.yaml", "--name", "SH",
                               "--json")
        made_dates = json.loads(made.stdout)["calendars"]["SH"]
        notice = json.loads(straight.stdout)["calendars"]["SH"]
        of_2026 = [date for date in notice["holidays"] if date.startswith("2026")]
        self.assertEqual(made_dates["holidays"], of_2026)
        self.assertEqual(made_dates["week"], notice["week"])

    def test_lines_and_one_object_are_the_same_document(self) -> None:
        file = CALENDARS / "shanghai-lunch.yaml"
        lines = recoursectl("calendar", "import", file)
        one = recoursectl("calendar", "import", file, "--json")
        self.assertEqual(len(one.stdout.splitlines()), 1)
        self.assertEqual(json.loads(lines.stdout), json.loads(one.stdout))
        self.assertEqual(lines.stderr, "")

    def test_options_may_stand_before_the_file(self) -> None:
        answer = recoursectl("calendar", "import", "--holidays",
                             CALENDARS / "china-2025-2026.yaml", "--week", "mon-fri 09:00-18:00",
                             "--zone", "Asia/Shanghai", CALENDARS / "china-2025-2026.yaml")
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_a_month_is_shown_date_by_date(self) -> None:
        answer = recoursectl("calendar", "show", CALENDARS / "shanghai.yaml", "--month", "2026-10")
        lines = answer.stdout.splitlines()
        self.assertEqual(lines[0], "shanghai (Asia/Shanghai), known until 2026-12-31")
        self.assertEqual(len(lines), 1 + 31)
        self.assertEqual(lines[1].split(), ["2026-10-01", "thu", "closed", "holiday:", "国庆节"])
        self.assertEqual(lines[10].split(),
                         ["2026-10-10", "sat", "09:00-18:00", "working", "day:", "国庆节"])
        days = json.loads(recoursectl("calendar", "show", CALENDARS / "shanghai.yaml", "--month",
                                      "2026-10", "--json").stdout)["days"]
        self.assertEqual(sum(1 for day in days if day["open"]), 18, "22 week days - 5 + 1")

    def test_a_refusal_is_status_1_and_wrong_use_status_2(self) -> None:
        bad = recoursectl("calendar", "import", "-", stdin="zone: Asia/Shanghai\nweak: {}\n")
        self.assertEqual(bad.returncode, 1)
        self.assertTrue(bad.stderr.startswith("recoursectl: -:2: the key 'weak' is not known here"))
        self.assertEqual(bad.stdout, "")
        self.assertEqual(recoursectl("calendar", "import", "absent.yaml").returncode, 1)
        self.assertEqual(recoursectl("calendar", "show", CALENDARS / "china-2025-2026.yaml",
                                     "--month", "2026-10").returncode, 1)
        for wrong in (("import",), ("show", "x.yaml"), ("show", "x.yaml", "--month", "2026"),
                      ("import", "x.yaml", "--known-until", "soon"), ()):
            self.assertEqual(recoursectl("calendar", *wrong).returncode, 2, wrong)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
