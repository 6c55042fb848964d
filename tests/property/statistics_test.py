"""The statistics that every benchmark is judged by, held to values that are known beforehand."""

import math
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from harness import statistics  # noqa: E402

TRIALS = 200


class StatisticsTest(unittest.TestCase):
    def test_a_ratio_is_the_geometric_mean_of_its_pairs(self) -> None:
        self.assertAlmostEqual(statistics.ratio([(2, 1), (8, 1)]).value, 4)
        self.assertAlmostEqual(statistics.ratio([(2, 1), (1, 2)]).value, 1)

    def test_a_slope_is_the_exponent_of_growth(self) -> None:
        sizes = [1e3, 1e4, 1e5, 1e6]
        for exponent in (0.0, 0.5, 1.0):
            found = statistics.slope(sizes, [7 * n ** exponent for n in sizes])
            self.assertAlmostEqual(found.value, exponent)
            self.assertAlmostEqual(found.high, exponent)

    def test_percentiles_are_samples_by_nearest_rank(self) -> None:
        told = statistics.percentiles(range(1, 1001))
        self.assertEqual((told["p50"], told["p99"], told["p99.9"], told["max"], told["count"]),
                         (500, 990, 999, 1000, 1000))
        self.assertEqual(statistics.percentiles([]), {"count": 0})

    def test_an_interval_holds_the_truth_about_as_often_as_it_says(self) -> None:
        chance = random.Random(1)
        held = 0
        for trial in range(TRIALS):
            pairs = [(math.exp(chance.gauss(math.log(1.5), 0.2)), 1.0) for _ in range(20)]
            found = statistics.ratio(pairs, seed=trial)
            held += found.low <= 1.5 <= found.high
        self.assertGreater(held / TRIALS, 0.85)
        self.assertLess(held / TRIALS, 0.995)


if __name__ == "__main__":
    unittest.main(verbosity=2, argv=sys.argv[:1])
