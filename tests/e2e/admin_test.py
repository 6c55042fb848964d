"""Administration on a running system: policies by version, people, keys; and who may not."""

import http.client
import json
import subprocess
import time
import unittest
import uuid
from typing import Any

from support.door import Door
from support.system import REPOSITORY, Answer, System

PORT_BASE = 11_900
WITHIN_SECONDS = 60.0     # on a machine that has much else to do; what it took is printed
CHANGED_MS = 420_000
OWN_PASSWORD = "a password of my own 2026"
METHODS = REPOSITORY / "services" / "common" / "access" / "METHODS.md"
# By its package: which port from the base answers. Two services of all answer for the common ones.
PORTS = {"ingest": 1, "classify": 2, "routing": 3, "followup": 4, "kpi": 5,
         "policy": 3, "operations": 3}
REFUSED = ("may not call this method", "concerns the whole organisation")
ADMIN_DOORS = (("GET", "/v1/users"), ("POST", "/v1/users"), ("POST", "/v1/users/x/reset"),
               ("POST", "/v1/users/x/disable"), ("POST", "/v1/users/x/change"),
               ("GET", "/v1/policies"), ("GET", "/v1/policies/sla"), ("PUT", "/v1/policies/sla"),
               ("GET", "/v1/policies/sla/versions"), ("GET", "/v1/policies/sla/activations"),
               ("POST", "/v1/policies/sla/activate"), ("POST", "/v1/policies/sla/rollback"),
               ("GET", "/v1/keys"), ("POST", "/v1/keys"), ("POST", f"/v1/keys/k-{'0' * 32}/revoke"))


class AdminTest(unittest.TestCase):
    system: System
    door: Door

    @classmethod
    def setUpClass(cls) -> None:
        cls.system = System(PORT_BASE)
        cls.addClassCleanup(cls.system.remove)
        cls.system.up()
        cls.door = Door(cls.system)

    # What the tests do.

    def ctl(self, *arguments: str) -> list[Answer]:
        done = self.system.ctl(*arguments)
        self.assertEqual(done.returncode, 0, f"{arguments}: {done.stdout}{done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines() if line]

    def raw(self, method: str, path: str, body: Answer | None, **headers: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(self.door.address, timeout=30)
        self.addCleanup(connection.close)
        text = json.dumps(body) if body is not None else None
        connection.request(method, path, text, {"content-type": "application/json", **headers})
        response = connection.getresponse()
        return response.status, response

    def key_of(self, role: str, scope: str) -> str:
        made = self.ctl("key", "create", "--role", role, "--name", f"a test's {role}",
                        "--scope", scope)
        return str(made[0]["key"])

    def status_with(self, key: str, method: str, path: str, body: Answer | None = None) -> int:
        return self.raw(method, path, body, authorization=f"Bearer {key}")[0]

    def until(self, what: str, is_so: Any) -> float:
        began = time.monotonic()
        while not is_so():
            self.assertLess(time.monotonic() - began, WITHIN_SECONDS, what)
        return time.monotonic() - began

    def target_of_a_new_ticket(self) -> int:
        """Of the first response, in milliseconds from opening to due, in a calendar of all day."""
        feedback_id = self.door.submit({
            "source_id": "admin-test", "external_id": str(uuid.uuid4()), "channel": "phone",
            "text": "my card was swallowed by the machine", "place": "北京"})
        ticket_id = ""

        def opened() -> bool:
            nonlocal ticket_id
            shown = self.door.call("GET", f"/v1/feedback/{feedback_id}")
            ticket_id = str((shown.get("disposition") or {}).get("ticket_id", ""))
            return bool(ticket_id)

        self.until("the ticket is not there", opened)
        explained = self.door.call("GET", f"/v1/tickets/{ticket_id}/explanation")
        clock = next(one["clock"] for one in explained["clocks"]
                     if "first_response" in one["clock"]["kind"].lower())
        return int(clock["target_ms"])

    def sign_in(self, user: str, password: str, new: str = "") -> tuple[int, str]:
        body = {"user": user, "password": password} | ({"new_password": new} if new else {})
        status, response = self.raw("POST", "/v1/session", body,
                                    **{"sec-fetch-site": "same-origin"})
        cookie = (response.getheader("set-cookie") or "").split(";")[0]
        return status, cookie

    def status_signed_in(self, cookie: str) -> int:
        return self.raw("GET", "/v1/session", None, cookie=cookie,
                        **{"sec-fetch-site": "same-origin"})[0]

    # What holds.

    def test_a_changed_policy_holds_at_once_and_can_be_taken_back(self) -> None:
        before = self.target_of_a_new_ticket()
        policy = self.door.call("GET", "/v1/policies/sla")["policy"]
        document = json.loads(policy["document"])
        for standard in document["standards"]:
            standard["clocks"]["first_response"] = {"target_ms": CHANGED_MS}
        put = self.door.call("PUT", "/v1/policies/sla",
                             {"document": json.dumps(document), "note": "a test"})
        began = time.monotonic()
        self.assertGreater(int(put["policy"]["version"]), int(policy["version"]))
        self.assertEqual(self.target_of_a_new_ticket(), CHANGED_MS)
        print(f"\nfrom the answer to a ticket judged by the new version: at most "
              f"{time.monotonic() - began:.2f} s")
        again = self.door.call("PUT", "/v1/policies/sla", {"document": json.dumps(document)})
        self.assertEqual(again["policy"]["version"], put["policy"]["version"], "no new version")
        self.ctl("policy", "rollback", "sla")
        self.assertEqual(self.target_of_a_new_ticket(), before)
        causes = [one["cause"] for one in
                  self.door.call("GET", "/v1/policies/sla/activations")["activations"]]
        self.assertEqual(causes[:2], ["rolled_back", "put"])

    def test_a_person_is_made_signs_in_and_is_out_at_once(self) -> None:
        made = self.ctl("user", "create", "lin", "--role", "agent", "--scope", "beijing-west")[0]
        first = made["password"]
        self.assertNotEqual(self.sign_in("lin", first)[0], 200, "it is for one choice alone")
        status, cookie = self.sign_in("lin", first, OWN_PASSWORD)
        self.assertEqual(status, 200)
        self.assertEqual(self.status_signed_in(cookie), 200)
        self.assertNotEqual(self.sign_in("lin", first, OWN_PASSWORD + "!")[0], 200, "used up")
        self.ctl("user", "disable", "lin")
        self.assertEqual(self.status_signed_in(cookie), 401)
        self.assertEqual(self.sign_in("lin", OWN_PASSWORD)[0], 401)

    def test_a_revoked_key_opens_nothing_any_more(self) -> None:
        key = self.key_of("auditor", "")
        self.assertEqual(self.status_with(key, "GET", "/v1/tickets"), 200)
        key_id = self.ctl("key", "list")[0]["key_id"]
        self.ctl("key", "revoke", key_id, "--note", "lost with a laptop")
        took = self.until("it still opens the door", lambda: self.status_with(
            key, "GET", "/v1/tickets") == 401)
        print(f"\nfrom the revocation to the closed door: {took:.2f} s")
        self.assertEqual(self.status_with(self.door.key, "GET", "/v1/tickets"), 200)

    def test_nobody_but_an_administrator_of_all_administers(self) -> None:
        keys = [self.key_of(role, scope) for role, scope in (
            ("agent", "beijing-west"), ("branch_manager", "north"), ("operations", ""),
            ("quality", ""), ("dispatcher", ""), ("auditor", ""), ("ingest", ""),
            ("administrator", "north"))]
        for key in keys:
            for method, path in ADMIN_DOORS:
                with self.subTest(f"{method} {path}"):
                    body = {} if method != "GET" else None
                    self.assertEqual(self.status_with(key, method, path, body), 403)

    def test_every_method_lets_in_by_its_row(self) -> None:
        """The page that people read is what the running services do, method by role and scope."""
        rows = [[cell.strip() for cell in line.strip("|").split("|")]
                for line in METHODS.read_text(encoding="utf-8").splitlines()
                if line.startswith("|") and "---" not in line]
        roles, calls, wrong = rows[0][2:-1], 0, []
        keys = {(role, scope): self.key_of(role, scope)
                for role in roles for scope in ("", "beijing-west")}
        for service, method, *marks, reach in rows[1:]:
            for (role, scope), key in keys.items():
                may = marks[roles.index(role)] == "x" and (reach != "whole" or scope == "")
                calls += 1
                if self.is_let_in(key, service, method) != may:
                    wrong.append(f"{service}/{method} as {role} of '{scope}': {may} by the page")
        self.assertEqual(wrong, [])
        print(f"\n{calls} calls, {len(rows) - 1} methods")

    def is_let_in(self, key: str, service: str, method: str) -> bool:
        port = PORT_BASE + PORTS[service.split(".")[1]]
        done = subprocess.run(
            ["grpcurl", "-plaintext", "-max-time", "1", "-H", f"authorization: Bearer {key}",
             "-d", "{}", f"127.0.0.1:{port}", f"{service}/{method}"],
            capture_output=True, text=True, check=False)
        return not any(words in done.stderr for words in REFUSED)


if __name__ == "__main__":
    unittest.main(verbosity=2)
