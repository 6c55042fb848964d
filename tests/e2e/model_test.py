"""Models are put, activated, rolled back and a rule changes while feedback streams in and classify
and routing are restarted: nothing is lost or doubled, each fact tells the one whole model that
decided it, and what cannot be taken is refused for its own reason.

RECOURSE_MODEL_TEXTS (2,000) says how many texts. Where the folder of RECOURSE_DATA is there they
are real ones, of all its sets; else those of this repository. RECOURSE_KEEP=1 keeps the system's
folder.
"""

import itertools
import json
import os
import subprocess
import unittest
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from support import real_texts
from support.stores import sql
from support.system import LOCAL, REPOSITORY, System, check_of, violated, wait_for

PORT_BASE = 16000
COUNT = int(os.environ.get("RECOURSE_MODEL_TEXTS", "2000"))
# The stream lasts long enough for all that is to happen while it flows.
STREAM_SECONDS = 45
RATE_MAX = 1_000
RATE = min(RATE_MAX, max(60, COUNT // STREAM_SECONDS))
STREAM_SECONDS_MAX = 1_800
SEEN_SECONDS_MAX = 120.0
SETTLED_SECONDS_MAX = 300.0

TEXTS = REPOSITORY / "services" / "classify" / "texts"
DEFAULT = REPOSITORY / "services" / "classify" / "manifests" / "default.yaml"
# Another model, which answers fewer outputs: what it says cannot be taken for the default one's.
NARROW = """
name: narrow
licence_class: A
credit: "written for this project"
folds: 2
features: {words: 1, characters: [2, 4], ideographs: 2}
heads:
  - {name: type, cost: 0.5, calibrated: false}
  - {name: category, cost: 0.5, calibrated: false}
train:
  - {file: "*.jsonl", text: [text], labels: {type: type, category: category}}
"""
NEW_RULE = {"id": "e2e-refund", "category": "fee", "type": "complaint", "any": ["refund", "退款"]}


# Nobody writes these, and every system is sent them once.
UNREADABLE = ("", " \u3000\u200b", "a" * (real_texts.TEXT_BYTES_MAX + 1), "a\0b")
TAKEN_AT_THE_LIMIT = ("字" * (real_texts.TEXT_BYTES_MAX // 3) + "a", "😡")


def texts() -> Iterator[str]:
    """Without end."""
    found = real_texts.sets()
    if found:
        print(f"real texts of {len(found)} sets: {', '.join(found)}")
        return itertools.chain(UNREADABLE, TAKEN_AT_THE_LIMIT, real_texts.mixed(found))
    print("the texts of this repository: RECOURSE_DATA names no folder with real ones")
    written = [json.loads(line)["text"] for path in sorted(TEXTS.glob("*.jsonl"))
               for line in path.read_text().splitlines()]
    return itertools.chain(UNREADABLE, TAKEN_AT_THE_LIMIT, itertools.cycle(written))


def write_texts(file: Path) -> Counter[str]:
    """`COUNT` texts under ids of their own; how many must be refused, by reason, "" for none."""
    expected: Counter[str] = Counter()
    with file.open("w") as out:
        for row, text in enumerate(itertools.islice(texts(), COUNT)):
            expected[real_texts.refusal_of(text)] += 1
            out.write(json.dumps({
                "source_id": "hotline-north", "channel": "phone", "text": text,
                "external_id": f"text-{row:07d}",
                "customer": {"external_id": f"c-{row % max(1, COUNT // 10):05d}"}},
                ensure_ascii=False) + "\n")
    print(f"{COUNT} texts; to be taken and refused: {dict(expected)}")
    return expected


def is_part_of(runs: list[str], order: list[str]) -> bool:
    """Whether `runs` is `order` with some left out."""
    rest = iter(order)
    return all(any(one == run for one in rest) for run in runs)


class ModelTest(unittest.TestCase):
    def setUp(self) -> None:
        self.system = System(PORT_BASE)
        self.addCleanup(self.system.remove)
        self.system.up()

    def ctl(self, *arguments: str) -> dict:
        done = self.system.ctl(*arguments, seconds=300)
        self.assertEqual(done.returncode, 0, f"{arguments}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def trained(self, name: str, manifest: Path) -> str:
        """A model's version, kept in classify."""
        file = self.system.folder / f"{name}.model"
        card = self.ctl("model", "train", str(manifest), "--data", str(TEXTS), "--out", str(file))
        version = self.ctl("model", "put", str(file))["model_version"]
        self.assertEqual(card["model_version"], version)
        return str(version)

    def classified(self, version: str) -> int:
        return int(sql(self.system, "SELECT count(*) FROM classify.classifications "
                                    f"WHERE model_version = '{version}'"))

    def await_more(self, version: str) -> None:
        before = self.classified(version)
        wait_for(lambda: self.classified(version) > before, SEEN_SECONDS_MAX,
                 f"feedback is classified by {version}")

    def put_rule(self) -> None:
        rules = json.loads((LOCAL / "sample" / "policy" / "40-rules.json").read_text())
        rules["document"]["rules"].insert(0, NEW_RULE)
        file = self.system.folder / "rules.json"
        file.write_text(json.dumps(rules, ensure_ascii=False))
        self.ctl("policy", "put", str(file))

    def change_models(self, default: str, narrow: str) -> None:
        """All that happens while the stream flows; each step is seen before the next."""
        self.await_more("none")
        self.ctl("model", "activate", default)
        self.await_more(default)
        self.put_rule()
        self.restart("classify")
        self.await_more(default)
        self.restart("routing")
        self.ctl("model", "activate", narrow, "--challenger")
        self.ctl("model", "activate", narrow)
        self.await_more(narrow)
        self.assertEqual(self.ctl("model", "rollback")["model_version"], default)
        self.await_more(default)

    def restart(self, name: str) -> None:
        done = self.system.call("control", "restart", name)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_models_change_while_feedback_streams_in(self) -> None:
        manifest = self.system.folder / "narrow.yaml"
        manifest.write_text(NARROW)
        default, narrow = self.trained("default", DEFAULT), self.trained("narrow", manifest)
        file = self.system.folder / "feedback.jsonl"
        expected = write_texts(file)
        acknowledged = self.system.folder / "acknowledged"
        stream = subprocess.Popen(
            self.system.ctl_command("feedback", "stream", str(file), "--acknowledged",
                                    str(acknowledged), "--rate", str(RATE)),
            env=self.system.ctl_environment(), text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.taken = expected[""]
        self.addCleanup(stream.kill)
        self.change_models(default, narrow)
        self.assertIsNone(stream.poll(), "the stream ended before the changes did: more texts")
        out, errors = stream.communicate(timeout=STREAM_SECONDS_MAX)
        self.assertEqual(stream.returncode, 0, errors)
        self.judge_stream(json.loads(out), errors, expected)
        self.judge(default, narrow, acknowledged)

    def judge_stream(self, sent: dict, errors: str, expected: Counter[str]) -> None:
        """All is taken but what must be refused, and that for its own reason."""
        print(sent)
        self.assertEqual((sent["sent"], sent["acknowledged"], sent["refused"], sent["unknown"]),
                         (COUNT, self.taken, COUNT - self.taken, 0))
        # The command line tells of the first twenty; those that nobody writes are among them.
        told = [line.split(": ") for line in errors.splitlines() if line.startswith("text-")]
        for place, text in enumerate(UNREADABLE):
            self.assertEqual(told[place][:2],
                             [f"text-{place:07d}", real_texts.refusal_of(text)])
        self.assertLessEqual({line[1] for line in told}, set(expected))

    def judge(self, default: str, narrow: str, acknowledged: Path) -> None:
        report = self.system.verify(acknowledged)
        self.assertEqual(violated(report), {})
        self.assertEqual(check_of(report, "B1")["examined"], self.taken)
        self.judge_versions([("none", "none"), ("default", default), ("narrow", narrow)])
        self.judge_order(default, narrow)
        self.judge_outputs(default, narrow)
        self.assertEqual(self.only("SELECT count(*) > 0 FROM classify.classifications "
                                   f"WHERE rule_id = '{NEW_RULE['id']}'"), "t")

    def only(self, statement: str) -> str:
        return sql(self.system, statement)

    def judge_versions(self, versions: list[tuple[str, str]]) -> None:
        """Every piece once, by one of the models that were in charge."""
        counts = {name: self.classified(version) for name, version in versions}
        print(f"classified by: {counts}")
        self.assertEqual(sum(counts.values()), self.taken)
        self.assertTrue(all(counts.values()), counts)
        for table in ("ingest.feedback", "classify.classifications", "routing.dispositions"):
            self.assertEqual(self.only(f"SELECT count(*) FROM {table}"), str(self.taken), table)
        print("tickets, by what was done with the feedback: " +
              self.only("SELECT json_object_agg(kind, n) FROM (SELECT kind, count(*) n FROM "
                        "routing.dispositions GROUP BY kind) k"))

    def judge_order(self, default: str, narrow: str) -> None:
        """In each partition the facts follow the activations, and never go back by themselves."""
        rows = self.only(
            "SELECT partition, CASE "
            f"WHEN position(convert_to('{default}', 'UTF8') IN payload) > 0 THEN 'default' "
            f"WHEN position(convert_to('{narrow}', 'UTF8') IN payload) > 0 THEN 'narrow' "
            "ELSE 'none' END FROM classify.outbox "
            "WHERE topic = 'recourse.classify.feedback.v1' ORDER BY partition, sequence")
        told = [line.split("|") for line in rows.splitlines()]
        self.assertEqual(len(told), self.taken)
        for partition, facts in itertools.groupby(told, key=lambda row: row[0]):
            runs = [version for version, _ in itertools.groupby(row[1] for row in facts)]
            self.assertTrue(is_part_of(runs, ["none", "default", "narrow", "default"]),
                            f"partition {partition}: {runs}")

    def judge_outputs(self, default: str, narrow: str) -> None:
        """What each fact says is what that model is asked: never half of one."""
        outputs = ("(SELECT coalesce(string_agg(e->>'output', ',' ORDER BY e->>'output'), '') "
                   "FROM jsonb_array_elements(estimates) e)")
        seen = set(self.only(f"SELECT DISTINCT model_version || ': ' || {outputs} || '.' "
                             "FROM classify.classifications").splitlines())
        # Severity is told of complaints alone.
        self.assertLessEqual(seen, {
            "none: .", f"{narrow}: category,type.",
            f"{default}: category,dimension,sentiment,type.",
            f"{default}: category,dimension,sentiment,severity,type."})


if __name__ == "__main__":
    unittest.main(verbosity=2)
