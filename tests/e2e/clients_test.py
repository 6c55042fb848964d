"""Clients of other people, unmodified: grpcurl by reflection, curl on the JSON door, kcat."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LOCAL = REPOSITORY / "deploy" / "local"
BUILD = os.environ.get("RECOURSE_BUILD_DIR", str(REPOSITORY / "build"))
BASE = 10080
WAIT_SECONDS = 60


def run(*argv: str) -> str:
    done = subprocess.run(argv, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{argv[0]} ended with {done.returncode}: {done.stderr}")
    return done.stdout


class Clients(unittest.TestCase):
    """One system of its own for all of them."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.var = Path(tempfile.mkdtemp(prefix="recourse-clients-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.var, ignore_errors=True)
        cls.addClassCleanup(subprocess.run, [LOCAL / "down", "--var", cls.var], check=False)
        subprocess.run([LOCAL / "up", "--empty", "--var", cls.var, "--port-base", str(BASE),
                        "--build-dir", BUILD], check=True)
        cls.key = (cls.var / "secrets" / "operator.key").read_text().strip()

    def grpcurl(self, *arguments: str) -> str:
        return run("grpcurl", "-plaintext", "-max-time", str(WAIT_SECONDS - 10),
                   "-H", f"authorization: Bearer {self.key}", *arguments)

    def submit(self, external_id: str, text: str) -> dict:
        body = {"source_id": "grpcurl", "external_id": external_id, "channel": "chat",
                "text": text}
        return json.loads(self.grpcurl(
            "-d", json.dumps(body), f"127.0.0.1:{BASE + 1}",
            "recourse.ingest.v1.FeedbackService/SubmitFeedback"))

    def test_grpcurl_lists_what_there_is_by_reflection(self) -> None:
        listed = self.grpcurl(f"127.0.0.1:{BASE + 3}", "list").split()
        self.assertIn("recourse.routing.v1.TicketService", listed)
        self.assertIn("grpc.health.v1.Health", listed)

    def test_grpcurl_submits_and_the_same_again_is_a_duplicate(self) -> None:
        first = self.submit("g-1", "ATM吞了我的卡")
        again = self.submit("g-1", "ATM吞了我的卡")
        self.assertEqual(first["state"], "FEEDBACK_STATE_ACCEPTED")
        self.assertEqual(again["state"], "FEEDBACK_STATE_DUPLICATE")
        self.assertEqual(first["feedback_id"], again["feedback_id"])

    def test_grpcurl_without_a_key_is_refused(self) -> None:
        done = subprocess.run(
            ["grpcurl", "-plaintext", "-d", "{}", f"127.0.0.1:{BASE + 3}",
             "recourse.routing.v1.TicketService/ListTickets"],
            capture_output=True, text=True, timeout=WAIT_SECONDS, check=False)
        self.assertIn("Unauthenticated", done.stderr)

    def test_grpcurl_watches_tickets_as_they_open(self) -> None:
        watch = subprocess.Popen(
            ["grpcurl", "-plaintext", "-H", f"authorization: Bearer {self.key}", "-d", "{}",
             f"127.0.0.1:{BASE + 3}", "recourse.routing.v1.TicketService/WatchTickets"],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(watch.stdout.close)
        self.addCleanup(watch.wait)
        self.addCleanup(watch.kill)
        self.await_line(watch, '"last": true')
        said = self.submit("g-watch", "my card was swallowed by the machine")
        self.await_line(watch, said["feedback_id"])

    def await_line(self, watch: subprocess.Popen, text: str) -> None:
        for line in watch.stdout:
            if text in line:
                return
        self.fail(f"the watch ended before it said {text}")

    def test_curl_sends_by_the_json_door_with_an_idempotency_key(self) -> None:
        body = json.dumps({"source_id": "web", "channel": "web", "text": "转账没到账"})
        answers = [json.loads(run(
            "curl", "-sS", "--fail-with-body", "-X", "POST",
            "-H", f"authorization: Bearer {self.key}",
            "-H", "content-type: application/json", "-H", "idempotency-key: once", "-d", body,
            f"http://127.0.0.1:{BASE}/v1/feedback")) for _ in range(2)]
        self.assertEqual([answer["state"] for answer in answers], ["accepted", "duplicate"])

    def control(self, *arguments: str) -> None:
        subprocess.run([LOCAL / "control", *arguments], check=True, timeout=180,
                       env={**os.environ, "RECOURSE_VAR": str(self.var)})

    def until(self, what: str, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT_SECONDS
        while not is_so():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.1)  # between two looks

    def is_ready(self, port: int) -> bool:
        return subprocess.run(["curl", "-sf", f"http://127.0.0.1:{port}/readyz"], check=False,
                              capture_output=True).returncode == 0

    def is_routed(self, feedback_id: str) -> bool:
        shown = subprocess.run(
            [LOCAL / "recoursectl", "feedback", "show", feedback_id], check=False,
            capture_output=True, text=True, env={**os.environ, "RECOURSE_VAR": str(self.var)})
        return "disposition  opened" in shown.stdout

    def test_ingest_starts_and_takes_feedback_while_kafka_is_away(self) -> None:
        self.control("stop-one", "kafka")
        try:
            self.control("restart", "ingest")
            self.until("ingest is not ready without Kafka", lambda: self.is_ready(BASE + 101))
            said = self.submit("no-kafka", "my card was swallowed by the machine")
            self.assertEqual(said["state"], "FEEDBACK_STATE_ACCEPTED")
        finally:
            self.control("start-one", "kafka")
        self.until("what was taken meanwhile is not routed",
                   lambda: self.is_routed(said["feedback_id"]))

    def test_kcat_reads_cloud_events_with_their_headers(self) -> None:
        self.submit("g-kcat", "the transfer did not arrive")
        lines = run("kcat", "-b", f"127.0.0.1:{BASE + 20}", "-C",
                    "-t", "recourse.ingest.feedback.v1",
                    "-o", "beginning", "-e", "-q", "-f", "%k %h\n").splitlines()
        self.assertTrue(lines)
        for line in lines:
            headers = dict(part.split("=", 1) for part in line.split(" ", 1)[1].split(","))
            self.assertEqual(headers["ce_specversion"], "1.0")
            self.assertEqual(headers["ce_type"], "recourse.ingest.v1.FeedbackReceived")
            self.assertEqual(headers["content-type"], "application/protobuf")
            self.assertEqual(len(headers["ce_sequence"]), 20)


if __name__ == "__main__":
    unittest.main(verbosity=2)
