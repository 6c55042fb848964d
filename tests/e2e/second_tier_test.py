"""Two tiers live: what the first model is not sure of the second answers, and nothing else; a
restart keeps it; a rollback and an end are seen; `verify` holds, and names a model that nobody
activated.

RECOURSE_KEEP=1 keeps the folder with its logs.
"""

import itertools
import json
import sys
import unittest

from support.stores import sql
from support.system import LOCAL, REPOSITORY, System, violated, wait_for

sys.path.insert(0, str(LOCAL))

from system import encoder  # noqa: E402

PORT_BASE = 16800
ASK_BELOW = 0.6
# Of the texts that are kept apart from training: of those the first model is often not sure.
TEXTS_MAX = 240
SEEN_SECONDS_MAX = 60.0

CLASSIFY = REPOSITORY / "services" / "classify"
TEXTS = CLASSIFY / "texts"

CATEGORY = ("(SELECT (e->>'probability')::float8 FROM jsonb_array_elements(c.estimates) e "
            "WHERE e->>'output' = 'category')")
ROWS = ("SELECT f.external_id, c.model_version, c.second_model_version, "
        f"coalesce({CATEGORY}, -1) FROM ingest.feedback f "
        "JOIN classify.classifications c USING (feedback_id) WHERE c.ordinal = 1 ")


def held_out() -> list[str]:
    """Texts of the written test part."""
    test = json.loads((TEXTS / "split.json").read_text())["test"]
    lines = (json.loads(line) for path in sorted(TEXTS.glob("*.jsonl"))
             for line in path.read_text().splitlines())
    kept = (line["text"] for line in lines if line["author"] in test["authors"])
    return list(itertools.islice(kept, TEXTS_MAX))


class SecondTierTest(unittest.TestCase):
    def setUp(self) -> None:
        self.system = System(PORT_BASE)
        self.addCleanup(self.system.remove)
        self.system.up()
        self.texts = held_out()

    def ctl(self, *arguments: str) -> dict:
        done = self.system.ctl(*arguments, seconds=300)
        self.assertEqual(done.returncode, 0, f"{arguments}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def trained(self, name: str, *options: str) -> str:
        """A model's version, kept in classify."""
        file = self.system.folder / f"{name}.model"
        self.ctl("model", "train", str(CLASSIFY / "manifests" / f"{name}.yaml"), "--data",
                 str(TEXTS), "--out", str(file), *options)
        return str(self.ctl("model", "put", str(file))["model_version"])

    def classify(self, run: str) -> dict[str, tuple[str, str, float]]:
        """All texts once more, under ids of this run: by text its models, and how likely its
        category was held."""
        file = self.system.folder / f"{run}.jsonl"
        with file.open("w") as out:
            for row, text in enumerate(self.texts):
                out.write(json.dumps({
                    "source_id": "hotline-north", "channel": "phone", "text": text,
                    "external_id": f"{run}-{row:04d}",
                    "customer": {"external_id": f"{run}-c{row:04d}"}}, ensure_ascii=False) + "\n")
        self.acknowledged = self.system.folder / f"{run}.acknowledged"
        self.system.stream(file, self.acknowledged)
        rows = f"{ROWS} AND f.external_id LIKE '{run}-%'"
        wait_for(lambda: len(sql(self.system, rows).splitlines()) == len(self.texts),
                 SEEN_SECONDS_MAX, "all are classified")
        told = (line.split("|") for line in sql(self.system, rows).splitlines())
        return {name.removeprefix(f"{run}-"): (first, second, float(likely))
                for name, first, second, likely in told}

    def await_second(self, alone: dict, version: str) -> None:
        """Until the text that the first alone was least sure of is answered so."""
        least = min((row[2], name) for name, row in alone.items() if row[2] >= 0)[1]
        text = self.texts[int(least)]
        wait_for(lambda: self.ctl("classify", text)["second_model_version"]
                 == version, SEEN_SECONDS_MAX, f"the second is {version or 'gone'}")

    def test_the_second_answers_what_the_first_is_not_sure_of(self) -> None:
        self.assertTrue((encoder.FOLDER / "weights").exists(), "up fetches the encoder")
        first = self.trained("default")
        second = self.trained("default_second", "--encoder", str(encoder.FOLDER))
        self.ctl("model", "activate", first)
        wait_for(lambda: self.ctl("classify", "card")["model_version"] == first,
                 SEEN_SECONDS_MAX, "the first decides")
        self.refuses_what_may_not_answer(first, second)
        alone = self.classify("alone")
        self.assertEqual({row[:2] for row in alone.values()}, {(first, "")})
        self.ctl("model", "activate", second, "--second", "--below", str(ASK_BELOW))
        self.await_second(alone, second)
        self.judge(alone, self.classify("both"), first, second)
        restarted = self.system.call("control", "restart", "classify")
        self.assertEqual(restarted.returncode, 0, restarted.stderr)
        wait_for(self.system.ready, SEEN_SECONDS_MAX, "classify is ready again")
        self.judge(alone, self.classify("again"), first, second)
        self.ctl("model", "activate", "--second", "--end")
        self.await_second(alone, "")
        self.assertEqual(self.classify("ended"), alone)
        self.assertEqual(self.ctl("model", "rollback", "--second")["model_version"], second)
        self.await_second(alone, second)
        self.judge_by_verify()

    def refuses_what_may_not_answer(self, first: str, second: str) -> None:
        for arguments, slug in (((first, "--second"), "model-without-meaning"),
                                ((second,), "model-encoder")):
            done = self.system.ctl("model", "activate", *arguments)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(slug, done.stderr)

    def judge(self, alone: dict, both: dict, first: str, second: str) -> None:
        """The second stands where the first alone had been less sure, and nowhere else."""
        asked = {name for name, row in alone.items() if 0 <= row[2] < ASK_BELOW}
        print(f"{len(asked)} of {len(alone)} texts were asked of the second")
        self.assertTrue(0 < len(asked) < len(alone), "both kinds of texts are wanted")
        for name, (model, other, likely) in both.items():
            self.assertEqual(model, first)
            self.assertEqual(other, second if name in asked else "", name)
            if name not in asked:
                self.assertEqual(likely, alone[name][2])

    def judge_by_verify(self) -> None:
        self.assertEqual(violated(self.system.verify(self.acknowledged)), {})
        spoil = ("UPDATE classify.classifications SET second_model_version = '{}' "
                 "WHERE feedback_id = ")
        one = sql(self.system, "SELECT feedback_id, second_model_version FROM "
                               "classify.classifications WHERE second_model_version <> '' LIMIT 1")
        feedback_id, version = one.split("|")
        sql(self.system, f"{spoil.format('nobody@0123456789ab')}'{feedback_id}'")
        named = violated(self.system.verify())
        self.assertEqual(list(named), ["C4"])
        self.assertIn(feedback_id, named["C4"][0])
        sql(self.system, f"{spoil.format(version)}'{feedback_id}'")
        self.assertEqual(violated(self.system.verify()), {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
