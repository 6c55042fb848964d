"""The doors through which feedback comes in. Each plays a case and says what came of it."""

import json
from dataclasses import dataclass, field

from wire import feedback, http1, protobuf
from wire.case import DEFAULT_TEXT, Case
from wire.raw_call import Answer, RawCall
from wire.running import Running

SERVICE = "/recourse.ingest.v1.FeedbackService"
HTTP_OK = (200, 201, 202)
FLIPS_DEADLINE = "deadline_ms=5000"


@dataclass
class Outcome:
    """What one case came to at one door; `code` is a gRPC name or an HTTP status."""

    code: str | int
    slug: str = ""
    feedback_id: str = ""
    state: str = ""
    results: list[feedback.Result] = field(default_factory=list)
    body: bytes = b""
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [str(self.code), self.state or self.slug]
        return " ".join(part for part in parts if part)


class GrpcDoor:
    """SubmitFeedback, unary."""

    def __init__(self, running: Running):
        self.submit = RawCall(running.program("raw_call"), running.ingest,
                              f"{SERVICE}/SubmitFeedback", running.key_file("ingest"))
        self.get = RawCall(running.program("raw_call"), running.ingest,
                           f"{SERVICE}/GetFeedback", running.key_file("operator"))

    def close(self) -> None:
        self.submit.close()
        self.get.close()

    def play(self, case: Case) -> Outcome:
        if case.data.get("bit_flips"):
            return self.flip_bits(case.message())
        messages = [case.message()] if "messages" not in case.data else case.data["messages"]
        return self.outcome(self.submit(messages, *case.data.get("options", ())))

    def flip_bits(self, message: bytes) -> Outcome:
        """One call a bit; the worst answer is the outcome."""
        faults = []
        for bit in range(len(message) * 8):
            flipped = bytearray(message)
            flipped[bit // 8] ^= 1 << bit % 8
            code = self.submit([bytes(flipped)], FLIPS_DEADLINE).code
            if code in ("UNAVAILABLE", "DEADLINE_EXCEEDED", "UNKNOWN", "CANCELLED"):
                faults.append(f"bit {bit} flipped: {code}")
        return Outcome("OK", faults=faults)

    @staticmethod
    def outcome(answer: Answer) -> Outcome:
        if answer.code != "OK":
            return Outcome(answer.code, feedback.slug_of_details(answer.details),
                           body=answer.message)
        result = feedback.result_of_message(answer.responses[0])
        return Outcome("OK", feedback_id=result.feedback_id, state=result.state)

    def stored(self, feedback_id: str) -> bytes | None:
        """The text as ingest gives it back; nothing where it knows no such feedback."""
        answer = self.get([protobuf.block(1, feedback_id.encode("utf-8"))])
        return feedback.stored_text(answer.responses[0]) if answer.code == "OK" else None

    def send_plain(self, external_id: str) -> Outcome:
        """A feedback with nothing wrong, under an id that a case has used."""
        plain = Case({"id": "plain", "expect": {}}, "grpc", external_id)
        return self.outcome(self.submit([plain.message(DEFAULT_TEXT.encode("utf-8"))]))


class StreamDoor:
    """StreamFeedback: a stream of its own for each case."""

    def __init__(self, running: Running):
        self.stream = RawCall(running.program("raw_call"), running.ingest,
                              f"{SERVICE}/StreamFeedback", running.key_file("ingest"))

    def close(self) -> None:
        self.stream.close()

    def play(self, case: Case) -> Outcome:
        answer = self.stream(self.frames(case), *case.data.get("options", ()))
        results = feedback.results_of_frames(answer.responses)
        first = results.get(1, feedback.Result())
        # A frame without results is no answer to anyone's feedback; that none came is.
        slug = first.slug or feedback.slug_of_details(answer.details)
        return Outcome(answer.code, slug, first.feedback_id, first.state,
                       results=[results[key] for key in sorted(results)], body=answer.message)

    def frames(self, case: Case) -> list[bytes]:
        data = case.data
        if "frames" in data:
            return [case.bytes_of(frame) for frame in data["frames"]]
        if "frames_repeat" in data:
            repeat = data["frames_repeat"]
            return [case.bytes_of(repeat["frame"])] * repeat["count"]
        if "one_id_frames" in data:
            return [feedback.as_frame([case.message()], 1 + index)
                    for index in range(data["one_id_frames"])]
        if "first_sequences" in data:
            return [feedback.as_frame([case.message(external_id=numbered(case, i))], first)
                    for i, first in enumerate(data["first_sequences"])]
        return [feedback.as_frame(self.pieces(case))]

    @staticmethod
    def pieces(case: Case) -> list[bytes]:
        data = case.data
        if "pieces" in data:
            return [case.message(external_id=numbered(case, i)) for i in range(data["pieces"])]
        if "twice" in data:
            other = None if data["twice"] == "same" else b"something else"
            return [case.message(), case.message(other)]
        if "texts" in data:
            return [case.message(text.encode("utf-8"), numbered(case, i))
                    for i, text in enumerate(data["texts"])]
        return [case.message()]


def numbered(case: Case, index: int) -> str:
    """The first has the case's own id, so that it can be asked for afterwards."""
    return case.external_id if index == 0 else f"{case.external_id}-{index}"


class JsonDoor:
    """POST /v1/feedback."""

    def __init__(self, running: Running):
        self.address = running.http
        self.key = running.key("ingest")
        self.reader_key = running.key("operator")

    def close(self) -> None:
        pass

    def play(self, case: Case) -> Outcome:
        if "truncations" in case.data:
            return self.truncations(case.bytes_of(case.data["truncations"]))
        outcome = self.post(case.body())
        if case.data.get("body") is None and case.text is not None:
            self.try_escaped(case, outcome)
        return outcome

    def try_escaped(self, case: Case, plain: Outcome) -> None:
        """With \\u escapes under the same id it must be the same feedback, or refused alike."""
        try:
            escaped = self.post(feedback.as_json(case.values(), case.text, escaped=True))
        except UnicodeDecodeError:
            return  # bytes that are no UTF-8 have no escapes
        if plain.feedback_id and (escaped.feedback_id != plain.feedback_id
                                  or escaped.state != "duplicate"):
            plain.faults.append(f"with \\u escapes: {escaped} {escaped.feedback_id}")
        if not plain.feedback_id and escaped.feedback_id:
            plain.faults.append(f"with \\u escapes it was taken as {escaped.feedback_id}")

    def truncations(self, whole: bytes) -> Outcome:
        """One request for each prefix; the outcome is that of the last, with all faults."""
        outcome, faults = Outcome(0), []
        for length in range(len(whole)):
            outcome = self.post(whole[:length])
            if outcome.feedback_id or outcome.code != 400:
                faults.append(f"{length} bytes: {outcome}")
        outcome.faults += faults
        return outcome

    def post(self, body: bytes) -> Outcome:
        head = (f"POST /v1/feedback HTTP/1.1\r\nHost: {self.address}\r\n"
                f"Authorization: Bearer {self.key}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n")
        response = http1.exchange(self.address, head.encode("ascii") + body)
        return Outcome("closed") if response is None else read_response(response)

    def stored(self, feedback_id: str) -> bytes | None:
        """The text as GET /v1/feedback/{id} gives it."""
        head = (f"GET /v1/feedback/{feedback_id} HTTP/1.1\r\nHost: {self.address}\r\n"
                f"Authorization: Bearer {self.reader_key}\r\nConnection: close\r\n\r\n")
        response = http1.exchange(self.address, head.encode("ascii"))
        if response is None or response.status != 200:
            return None
        answer = json.loads(response.body)
        return answer.get("feedback", answer).get("text", "").encode("utf-8")


def server_faults(status: int) -> list[str]:
    """5xx says that we broke; 501 and 505 say that the client speaks what nobody here does."""
    return [f"status {status}"] if status >= 500 and status not in (501, 505) else []


def read_response(response: http1.Response) -> Outcome:
    """An answer of the JSON door; an error must be a problem of RFC 9457 with a slug."""
    outcome = Outcome(response.status, body=response.body)
    outcome.faults += server_faults(response.status)
    try:
        answer = json.loads(response.body)
    except ValueError:
        outcome.faults.append("the answer is not JSON")
        return outcome
    if response.status in HTTP_OK:
        outcome.feedback_id, outcome.state = answer.get("feedback_id", ""), answer.get("state", "")
        return outcome
    outcome.slug = answer.get("slug", "")
    kind = response.headers.get("content-type", "")
    if not kind.startswith("application/problem+json") or not outcome.slug:
        outcome.faults.append(f"no problem+json with a slug: {kind}")
    if answer.get("status") != response.status:
        outcome.faults.append(f"the problem says status {answer.get('status')}")
    return outcome
