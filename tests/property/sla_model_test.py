"""The clock of `recoursectl sla explain` against an independent model, to the millisecond.

    python3 tests/property/sla_model_test.py SOURCE_DIR BUILD_DIR [--seed N] [--count N]

First both sides answer the cases of the specification; then random clocks from a printed seed.
"""

import argparse
import json
import pathlib
import random
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from clock_model import cases, compare, mutants, shrink  # noqa: E402

SEED, COUNT, MUTANT_CLOCKS = 20260303, 5000, 3000
SHOWN_MAX = 3  # kinds of difference that are made small and shown; the rest is counted


class ModelTest(unittest.TestCase):
    """The model itself, without the program."""

    def test_answers_the_cases_of_the_specification(self) -> None:
        self.assertEqual(compare.failed_cases(compare.Model()), [])

    def test_random_clocks_tell_it_from_every_broken_one(self) -> None:
        some = cases.random_cases(SEED, MUTANT_CLOCKS)
        self.assertEqual(list(mutants.uncaught(some)), [])


class RecoursectlTest(unittest.TestCase):
    """The program: the cases of the specification, and what the model says of random clocks."""

    binary: pathlib.Path
    seed: int
    count: int

    def setUp(self) -> None:
        self.assertTrue(self.binary.is_file(), f"{self.binary} is absent: build recoursectl first")
        self.program = compare.Recoursectl(self.binary)

    def test_answers_the_cases_of_the_specification(self) -> None:
        self.assertEqual(compare.failed_cases(self.program), [])

    def test_answers_random_clocks_as_the_model_does(self) -> None:
        print(f"seed {self.seed}, {self.count} clocks")
        start = time.monotonic()
        some = cases.random_cases(self.seed, self.count)
        made = time.monotonic()
        found = shrink.differing(compare.Model(), self.program, some)
        print(f"{made - start:.1f} s to tell them, {time.monotonic() - made:.1f} s to answer "
              "and compare them")
        self.show(found)
        self.assertEqual(len(found), 0, f"clocks of seed {self.seed} are answered differently")

    def show(self, found: list) -> None:
        """The smallest clock of each kind of difference, with both answers."""
        kinds: dict[tuple, list] = {}
        for entry in found:
            kinds.setdefault(tuple(entry[1]), []).append(entry)
        for fields, entries in kinds.items():
            print(f"{len(entries)} differ in {', '.join(fields)}")
        for fields, entries in list(kinds.items())[:SHOWN_MAX]:
            case = min(entries, key=lambda e: len(json.dumps(e[0].clock)))[0]
            small = shrink.shrink(compare.Model(), self.program, case, list(fields))
            differing = shrink.differing(compare.Model(), self.program, [small])
            _, left, model_answer, program_answer = differing[0]
            print(f"\nseed {self.seed}, clock {case.clock['id']}, made smaller; differs in "
                  f"{', '.join(left)}:\n{json.dumps(cases.file_of([small]), indent=1)}\n"
                  f"  the model\n{compare.show(model_answer, program_answer)}\n"
                  f"  recoursectl\n{compare.show(program_answer, model_answer)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("source", type=pathlib.Path)
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("--seed", default=str(SEED), help="a number, or `any` for a new one")
    options.add_argument("--count", type=int, default=COUNT)
    options.add_argument("--binary", type=pathlib.Path, help="instead of BUILD/bin/recoursectl")
    chosen, rest = options.parse_known_args()
    RecoursectlTest.binary = chosen.binary or chosen.build / "bin" / "recoursectl"
    RecoursectlTest.seed = (random.SystemRandom().randrange(2**31) if chosen.seed == "any"
                            else int(chosen.seed))
    RecoursectlTest.count = chosen.count
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
