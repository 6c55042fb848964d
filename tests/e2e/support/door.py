"""The public door as clients use it: JSON with a key, and the customer's form without one."""

import http.client
import json
import threading
import urllib.parse
import uuid

from support.system import Answer, System

TIMEOUT_SECONDS = 30.0
PAUSE_SECONDS = 0.2
TRIES_MAX = 600
# What a client may try again under the same request id: nobody answered, or not now.
AGAIN = {429, 500, 502, 503, 504}


class Door:
    """One connection, for one thread; made anew when it was lost."""

    def __init__(self, system: System, key: str = "operator") -> None:
        self.address = system.environment()["RECOURSE_HTTP_ADDR"]
        self.key = (system.var / "secrets" / f"{key}.key").read_text(encoding="utf-8").strip()
        self.connection = http.client.HTTPConnection(self.address, timeout=TIMEOUT_SECONDS)
        self.repeated = 0

    def __del__(self) -> None:
        self.connection.close()

    def send(self, method: str, path: str, body: str | None,
             headers: dict[str, str]) -> tuple[int, bytes]:
        """The status and the body; 0 where nobody answered."""
        try:
            self.connection.request(method, path, body.encode() if body is not None else None,
                                    headers)
            response = self.connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return 0, b""

    def send_until_answered(self, method: str, path: str, body: str | None,
                            headers: dict[str, str]) -> tuple[int, bytes]:
        for _ in range(TRIES_MAX):
            status, answer = self.send(method, path, body, headers)
            if status and status not in AGAIN:
                return status, answer
            self.repeated += 1
            threading.Event().wait(PAUSE_SECONDS)
        raise AssertionError(f"{method} {path} was never answered: {status} {answer[:300]!r}")

    def ask(self, method: str, path: str, body: Answer | None = None) -> tuple[int, Answer]:
        headers = {"authorization": f"Bearer {self.key}", "content-type": "application/json"}
        status, answer = self.send_until_answered(
            method, path, json.dumps(body, ensure_ascii=False) if body is not None else None,
            headers)
        return status, json.loads(answer)

    def call(self, method: str, path: str, body: Answer | None = None) -> Answer:
        status, answer = self.ask(method, path, body)
        if status != 200:
            raise AssertionError(f"{method} {path}: {status} {answer}")
        return answer

    def act(self, ticket_id: str, verb: str, **fields: object) -> Answer:
        """A command on a ticket, once, however often it has to be repeated."""
        return self.call("POST", f"/v1/tickets/{ticket_id}/{verb}",
                         {"request_id": str(uuid.uuid4()), "seen_version": 0, **fields})

    def submit(self, feedback: Answer) -> str:
        return str(self.call("POST", "/v1/feedback", feedback)["feedback_id"])

    def answer_survey(self, path: str, **fields: object) -> int:
        """The customer's form at the path of his link; the status of the page that follows."""
        form = urllib.parse.urlencode({name: str(value) for name, value in fields.items()})
        status, _ = self.send_until_answered(
            "POST", path, form, {"content-type": "application/x-www-form-urlencoded"})
        return status
