"""Figures of classifiers (tests/bench/harness/classifying/judging.py): by their definitions on
answers small enough to count by hand, and intervals as wide as a share of so many texts has."""

import sys
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tests" / "bench"))

from harness.classifying import words  # noqa: E402
from harness.classifying.judging import Answer, figures, right, scope  # noqa: E402


class Judging(unittest.TestCase):
    def test_counts_by_the_definitions(self) -> None:
        # a twice, once said b; b once; c never there and said once in error.
        told = figures([Answer("a", "a"), Answer("a", "b"), Answer("b", "b"), Answer("b", "c")])
        self.assertEqual(told["accuracy"], 0.5)
        self.assertAlmostEqual(told["macro_f1"], (2 / 3 + 0.5) / 2)
        self.assertEqual(told["labels"]["c"], {"texts": 0, "said": 1, "right": 0})
        self.assertEqual(right(told), 2)
        self.assertNotIn("calibration_error", told)

    def test_calibration_error_is_the_mean_distance_over_the_bins(self) -> None:
        told = figures([Answer("a", "a", 0.9), Answer("b", "a", 0.9),
                        Answer("a", "a", 0.5), Answer("b", "a", 0.5)])
        self.assertAlmostEqual(told["calibration_error"], 0.8 / 4)

    def test_the_interval_is_that_of_a_share_of_so_many_texts(self) -> None:
        told = figures([Answer("a", "b" if i % 10 == 0 else "a") for i in range(1000)])
        low, high = told["accuracy_interval_95"]
        # 1.96 * sqrt(0.9 * 0.1 / 1000) = 0.0186.
        self.assertAlmostEqual(low, 0.9 - 0.0186, delta=0.004)
        self.assertAlmostEqual(high, 0.9 + 0.0186, delta=0.004)

    def test_what_is_in_scope_is_told_apart_from_what_is_not(self) -> None:
        told = scope(figures([Answer("a", "a"), Answer("a", "oos"), Answer("oos", "oos"),
                              Answer("oos", "a")])["labels"])
        self.assertEqual(told, {"in_scope": 0.5, "out_of_scope_recall": 0.5})
        self.assertIsNone(scope(figures([Answer("a", "a")])["labels"]))

    def test_a_peer_gets_ideographs_and_words_apart(self) -> None:
        self.assertEqual(words.tokens("我的Card丢了, HELP!"), "我 的 card 丢 了 , help !")
        self.assertEqual(words.language(["银行卡丢了"]), "zh")
        self.assertEqual(words.language(["my card is lost"]), "en")
        self.assertEqual(words.language(["my card is lost 卡"]), "both")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
