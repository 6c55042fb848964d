"""The operations wall in a real browser: pages, pictures, and how soon a breach is seen.

Starts a system of its own with a short response target, or uses the one that RECOURSE_VAR names
(which then must have such a target)."""

import http.client
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
LOCAL = REPOSITORY / "deploy" / "local"
E2E = REPOSITORY / "tests" / "e2e"
BUILD = Path(os.environ.get("RECOURSE_BUILD_DIR", str(REPOSITORY / "build")))
PICTURES = REPOSITORY / "build" / "screenshots"

PORT_BASE = 9880
TARGET_MS = 25_000
BREACHES_MIN = 200
SPREAD_SECONDS_MIN = 60
FEEDBACK_COUNT = 240
FEEDBACK_RATE = 3.3            # a second: 240 of them take 73 s
LOOK_RATE = 2.0
SETTLE_SECONDS = 45            # until some are answered, some at risk and some breached
SEEN_WITHIN_SECONDS = 90       # after the last one is due
BROWSER_SECONDS_MAX = 900      # on a machine that has much else to do
TEXT_PIXELS_MIN = 32           # on a wall of 4K: a tenth of a degree from 5 m at 1.2 m width
PLACES = ("北京", "上海", "杭州", "广州", "深圳", "成都", "Chaoyang", "总行")
TEXTS = (
    "信用卡被重复扣款，打了三次电话都没有人处理，我要投诉！编号{n}",
    "My card was charged twice and nobody answers. I want to complain, case {n}.",
    "柜台排队一个多小时，工作人员态度很差，投诉编号{n}",
    "The transfer never arrived and your app shows an error. This is a complaint, {n}.",
    "贷款利率和合同不一致，要求给个说法，第{n}次反映",
)


def run(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


def complaint(number: int, run_id: str) -> dict[str, Any]:
    return {
        "source_id": "wall-test",
        "external_id": f"{run_id}-{number}",
        "channel": ("phone", "web", "app", "mail")[number % 4],
        "customer": {"external_id": f"{run_id}-c{number}"},
        "text": TEXTS[number % len(TEXTS)].format(n=number),
        "place": PLACES[number % len(PLACES)],
    }


def short_policy(folder: Path) -> Path:
    """The sample's policies with a target that is over while a test looks."""
    shutil.copytree(LOCAL / "sample" / "policy", folder)
    for file in folder.glob("*.json"):
        policy = json.loads(file.read_text(encoding="utf-8"))
        if policy["kind"] == "sla":
            policy["document"] = {"calendar_id": "always", "response_target_ms": TARGET_MS,
                                  "warn_share_percent": 75}
            file.write_text(json.dumps(policy), encoding="utf-8")
    return folder


class System:
    """A running system, ours or one that was given."""

    def __init__(self) -> None:
        given = os.environ.get("RECOURSE_VAR")
        self.folder = Path(tempfile.mkdtemp(prefix="recourse-wall-test-"))
        self.own = given is None
        self.var = Path(given) if given else self.folder / "var"

    def start(self) -> None:
        if self.own:
            policy = short_policy(self.folder / "policy")
            run([str(LOCAL / "up"), "--empty", "--var", str(self.var), "--port-base",
                 str(PORT_BASE), "--build-dir", str(BUILD), "--policy", str(policy)])
        lines = (self.var / "run" / "system.env").read_text(encoding="utf-8").splitlines()
        self.env = dict(line.split("=", 1) for line in lines if "=" in line)

    def stop(self) -> None:
        if self.own:
            subprocess.run([str(LOCAL / "down"), "--var", str(self.var)], check=False,
                           capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def account(self) -> dict[str, str]:
        return dict(json.loads((self.var / "secrets" / "admin.json").read_text(encoding="utf-8")))

    def asked(self, **more: Any) -> str:
        url = f"http://{self.env['RECOURSE_HTTP_ADDR']}/"
        return json.dumps({"url": url, **self.account(), **more})

    def key(self, name: str) -> str:
        return (self.var / "secrets" / f"{name}.key").read_text(encoding="utf-8").strip()

    def ctl(self, *arguments: str) -> None:
        """Refusals are none of this test's business: somebody may have answered before."""
        subprocess.run([str(LOCAL / "recoursectl"), *arguments], check=False, capture_output=True,
                       env={**os.environ, "RECOURSE_VAR": str(self.var)})

    def query(self, sql: str) -> list[list[str]]:
        done = run(["psql", "-AtX", "-F", "|", "-c", sql, self.env["RECOURSE_AUDITOR_DSN"]])
        return [line.split("|") for line in done.stdout.splitlines()]

    def breached(self, run_id: str) -> dict[str, dict[str, float]]:
        """What the database knows of the breaches of one stream, in milliseconds."""
        rows = self.query(f"""
            SELECT t.ticket_id, extract(epoch FROM t.due_time) * 1000,
                   extract(epoch FROM t.breach_time) * 1000
            FROM routing.tickets t JOIN routing.dispositions d USING (ticket_id)
            JOIN ingest.feedback f USING (feedback_id)
            WHERE d.kind = 1 AND f.external_id LIKE '{run_id}-%' AND t.breach_time IS NOT NULL""")
        return {row[0]: {"due": float(row[1]), "breach": float(row[2])} for row in rows}

    def sent_to_kafka(self) -> dict[str, float]:
        """When each breach was given to Kafka, by ticket: the record's own timestamp."""
        done = run(["kcat", "-C", "-q", "-e", "-b", self.env["RECOURSE_KAFKA_BROKERS"], "-t",
                    "recourse.routing.ticket.v1", "-f", "%k|%T|%h\n"])
        rows = (line.split("|", 2) for line in done.stdout.splitlines())
        return {row[0]: float(row[1]) for row in rows
                if len(row) == 3 and "ce_type=recourse.routing.v1.ClockBreached" in row[2]}


class Work(threading.Thread):
    """Something that goes on until it is stopped or done; what went wrong is kept."""

    def __init__(self, system: System) -> None:
        super().__init__(daemon=True)
        self.system = system
        self.ended = threading.Event()
        self.fault: Exception | None = None
        self.door = http.client.HTTPConnection(system.env["RECOURSE_HTTP_ADDR"], timeout=30)

    def run(self) -> None:
        try:
            self.work()
        except Exception as fault:  # told by finish(), in the test's own thread
            self.fault = fault

    def work(self) -> None:
        raise NotImplementedError

    def call(self, method: str, path: str, key: str, body: Any = None) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.system.key(key)}",
                   "content-type": "application/json"}
        self.door.request(method, path, json.dumps(body) if body else None, headers)
        response = self.door.getresponse()
        answer = dict(json.loads(response.read()))
        if response.status != 200:
            raise AssertionError(f"{method} {path}: {response.status} {answer}")
        return answer

    def finish(self) -> None:
        self.ended.set()
        self.join()
        self.door.close()
        if self.fault:
            raise self.fault


class Callers(Work):
    """Customers of whom each complains once, evenly spread, at the JSON door."""

    def __init__(self, system: System, run_id: str, count: int, rate: float) -> None:
        super().__init__(system)
        self.run_id, self.count, self.rate = run_id, count, rate

    def work(self) -> None:
        start = time.monotonic()
        for number in range(self.count):
            if self.ended.wait(max(0.0, start + number / self.rate - time.monotonic())):
                return
            self.call("POST", "/v1/feedback", "ingest", complaint(number, self.run_id))


class Agents(Work):
    """Answer most tickets in time, some too late, and at two branches few."""

    SLOW_BRANCHES = ("beijing-west", "shenzhen-nanshan")

    def work(self) -> None:
        while not self.ended.wait(0.5):
            found = self.call("GET", "/v1/tickets?state=open&page_size=200", "operator")
            self.door.close()      # answering takes longer than a door keeps an idle connection
            for ticket in found["tickets"]:
                if not self.ended.is_set() and self.is_answered(ticket):
                    self.system.ctl("ticket", "reply", ticket["ticket_id"], "已联系客户。")

    def is_answered(self, ticket: dict[str, Any]) -> bool:
        if ticket["response_clock"] in ("met", "missed"):
            return False
        chance = int(ticket["ticket_id"][:4], 16) / 0x10000
        if ticket["branch_id"] in self.SLOW_BRANCHES and chance > 0.4:
            return False
        return chance < (0.95 if ticket["response_clock"] == "breached" else 0.85)


def print_hops(hops: dict[str, list[float]]) -> None:
    print(f"\n{'hop':<34}{'n':>6}{'p50 ms':>10}{'p99 ms':>10}{'most ms':>10}")
    for name, values in hops.items():
        if not values:
            print(f"{name:<34}{0:>6}")
            continue
        ordered = sorted(values)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        print(f"{name:<34}{len(values):>6}{statistics.median(values):>10.1f}{p99:>10.1f}"
              f"{ordered[-1]:>10.1f}")


class WallTest(unittest.TestCase):
    system: System

    @classmethod
    def setUpClass(cls) -> None:
        if not (E2E / "node_modules" / "axe-core").is_dir():
            run(["npm", "ci", "--no-audit", "--no-fund"], cwd=E2E)
        PICTURES.mkdir(parents=True, exist_ok=True)
        cls.system = System()
        cls.addClassCleanup(cls.system.stop)
        cls.system.start()

    def drive(self, script: str, asked: str) -> subprocess.Popen[str]:
        browser = subprocess.Popen(["node", f"wall/{script}", asked], cwd=E2E, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, browser)
        return browser

    @staticmethod
    def end(browser: subprocess.Popen[str]) -> None:
        """Asked, not killed, it takes its Chromium with it."""
        browser.terminate()
        browser.communicate()

    def answer_of(self, browser: subprocess.Popen[str]) -> dict[str, Any]:
        out, err = browser.communicate(timeout=BROWSER_SECONDS_MAX)
        self.assertEqual(browser.returncode, 0, err[-3000:])
        return dict(json.loads(out.splitlines()[-1]))

    def test_pages_live_and_fit_every_screen(self) -> None:
        callers = Callers(self.system, f"look{int(time.time())}", 2_000, LOOK_RATE)
        works = [callers, Agents(self.system)]
        for work in works:
            work.start()
        try:
            seen = self.answer_of(self.drive("look.mjs", self.system.asked(
                pictures=str(PICTURES), settleMs=SETTLE_SECONDS * 1000)))
        finally:
            for work in works:
                work.finish()
        first, last = seen["figures"][0], seen["figures"][-1]
        self.assertNotEqual(first["open"], last["open"], "open tickets did not move")
        self.assertNotEqual(first["inflow"], last["inflow"], "the inflow did not move")
        self.assertEqual(seen["faults"], [])
        self.assertEqual(seen["axe"], [])
        self.assertEqual(seen["focus"], "A", "the keyboard reaches the other pages first")
        self.assertEqual(seen["afterSignOut"], 401)
        self.assertEqual(seen["offline"], ["stale", "live"])
        self.assertEqual(len(seen["pictures"]), 12)
        for picture in seen["pictures"]:
            with self.subTest(picture["name"]):
                self.assert_fits(picture)
        print(f"\npictures: {PICTURES}")

    def assert_fits(self, picture: dict[str, Any]) -> None:
        name = picture["name"]
        self.assertTrue((PICTURES / f"{name}.png").is_file())
        self.assertFalse(picture["wide"], "scrolls sideways")
        self.assertEqual(picture["cut"], [], "is cut off")
        self.assertGreater(picture["branches"], 0)
        self.assertEqual(picture["language"], "zh-CN" if name.endswith("zh") else "en")
        if "phone" not in name:
            self.assertFalse(picture["scrolls"], "scrolls")
        if "wall-wall" in name:
            self.assertGreaterEqual(picture["smallest"], TEXT_PIXELS_MIN)

    def test_each_breach_is_seen_once_and_never_early(self) -> None:
        run_id = f"due{int(time.time())}"
        browser = self.drive("time_breaches.mjs", self.system.asked(
            count=FEEDBACK_COUNT, picture=str(PICTURES / "wall-breaches.png"),
            seconds=FEEDBACK_COUNT / FEEDBACK_RATE + TARGET_MS / 1000 + SEEN_WITHIN_SECONDS))
        assert browser.stdout is not None
        ready = browser.stdout.readline()
        self.assertIn("ready", ready, browser.stderr.read() if browser.stderr and not ready else "")
        callers = Callers(self.system, run_id, FEEDBACK_COUNT, FEEDBACK_RATE)
        callers.start()
        callers.join()
        callers.finish()
        seen = self.answer_of(browser)
        due = self.system.breached(run_id)
        self.report(due, seen)
        self.assertEqual(seen["faults"], [])
        self.assertGreaterEqual(len(due), BREACHES_MIN)
        times = sorted(ticket["due"] for ticket in due.values())
        self.assertGreaterEqual(times[-1] - times[0], SPREAD_SECONDS_MIN * 1000)
        for ticket_id, ticket in due.items():
            self.assertIn(ticket_id, seen["added"], "a breach was never shown")
            shown = seen["added"][ticket_id]
            self.assertEqual(shown["times"], 1, f"{ticket_id} was shown more than once")
            self.assertGreaterEqual(shown["ms"], ticket["due"], f"{ticket_id} was shown early")

    def report(self, due: dict[str, dict[str, float]], seen: dict[str, Any]) -> None:
        print(f"\nload of the machine: {os.getloadavg()[0]:.1f} over {os.cpu_count()} cores")
        kafka = self.system.sent_to_kafka()
        added, received = seen["added"], seen["received"]
        live = [one for one in due if one in added and one in received]
        sent = [one for one in live if one in kafka]
        print_hops({
            "due time -> fact recorded": [received[i]["recorded"] - due[i]["due"] for i in live],
            "fact recorded -> Kafka's record": [kafka[i] - received[i]["recorded"] for i in sent],
            "Kafka's record -> change in page": [received[i]["ms"] - kafka[i] for i in sent],
            "change in page -> its row": [added[i]["ms"] - received[i]["ms"] for i in live],
            "due time -> row on the wall": [added[i]["ms"] - due[i]["due"] for i in live],
        })


if __name__ == "__main__":
    unittest.main(verbosity=2)
