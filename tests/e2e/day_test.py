"""A short day in fast motion: at its end every figure of the wall is what the facts come to."""

import unittest

from day.arrivals import Absent
from day.course import Day, Options

PORT_BASE = 13_000
SPEED = 900.0        # a day of 17 hours takes 68 s
CALLS = 400


class DayTest(unittest.TestCase):
    def test_the_wall_says_what_the_facts_say(self) -> None:
        try:
            day = Day(Options(SPEED, CALLS, "990201", PORT_BASE))
        except Absent as absent:
            self.skipTest(str(absent))
        self.addCleanup(day.system.remove)
        seen = day.run()
        print(f"{seen.facts[0]} facts of tickets, {seen.facts[1]} of loops\n{seen.table()}")
        self.assertEqual(day.differences, [])
        self.assertEqual(day.verify(), {})
        figures = seen.counted[""]
        for name in ("tickets_resolved", "clocks_breached", "csat", "compliance"):
            self.assertGreater(figures[(name, False)].denominator, 0, f"{name} was never counted")
            self.assertNotEqual(figures[(name, False)].numerator, 0, f"{name} was never counted")


if __name__ == "__main__":
    unittest.main(verbosity=2)
