"""The doors below the level of a feedback: HTTP/1.1 and HTTP/2 as bytes."""

import struct
import time

from wire import byte_spec, feedback, h2, http1
from wire.case import DEFAULT_TEXT, Case, expand, values_of
from wire.doors import SERVICE, Outcome, read_response, server_faults
from wire.running import Running

HELD_SECONDS = 1.0
H2_SECONDS = 3.0
STREAM_IDS_STEP = 2


class HttpDoor:
    """The console's port, byte by byte."""

    def __init__(self, running: Running):
        self.address = running.http
        self.key = running.key("ingest")

    def close(self) -> None:
        pass

    def play(self, case: Case) -> Outcome:
        request = self.request(case)
        with http1.Connection(self.address) as connection:
            connection.send(request)
            if "held" in case.expect:
                return self.held(connection)
            if "pipelined" in case.expect:
                return self.pipelined(connection, case.expect["pipelined"])
            return self.answered(connection, case.expect.get("then_closed", False))

    def answered(self, connection: http1.Connection, then_closed: bool) -> Outcome:
        try:
            response = connection.receive()
        except http1.Closed:
            return Outcome("closed")
        except TimeoutError:
            return Outcome("silence", faults=["no answer"])
        outcome = judged_response(response)
        if then_closed and not connection.is_closed():
            outcome.faults.append("the connection stays open after an ambiguous request")
        return outcome

    def held(self, connection: http1.Connection) -> Outcome:
        """While this one waits for its end, another client is served."""
        time.sleep(HELD_SECONDS)
        other = http1.exchange(self.address, self.plain("GET", "/v1/session"))
        fault = [] if other is not None and other.status < 500 else ["others are not served"]
        return Outcome("held", faults=fault)

    def pipelined(self, connection: http1.Connection, count: int) -> Outcome:
        """Answered in order until the end, or until the server has had enough and closes."""
        answers = 0
        try:
            for _ in range(count):
                if connection.receive().status >= 500:
                    return Outcome(answers, faults=["5xx"])
                answers += 1
        except http1.Closed:
            pass
        except TimeoutError:
            return Outcome(answers, faults=[f"silence after {answers} answers"])
        return Outcome("pipelined", faults=[] if answers else ["no answer at all"])

    def plain(self, method: str, target: str) -> bytes:
        return (f"{method} {target} HTTP/1.1\r\nHost: {self.address}\r\n"
                f"Connection: close\r\n\r\n").encode("ascii")

    def request(self, case: Case) -> bytes:
        if "raw" in case.data:
            return case.bytes_of(case.data["raw"])
        spec = case.data["request"]
        body = case.bytes_of(spec.get("body", ""))
        if "feedback" in spec:
            body = case.bytes_of({key: spec[key] for key in ("feedback", "drop", "text")})
        target = case.bytes_of(spec.get("target", "/v1/feedback"))
        head = spec.get("method", "POST").encode("ascii") + b" " + target + b" HTTP/1.1\r\n"
        lines = b"".join(case.bytes_of(name) + b": " + value + b"\r\n"
                         for name, value in self.headers(case, spec, len(body)))
        lines += b"".join(case.bytes_of(line) + b"\r\n" for line in spec.get("lines", ()))
        lines += case.bytes_of(spec.get("raw_headers", ""))
        return (head + lines + b"\r\n" + body) * spec.get("repeat", 1)

    def headers(self, case: Case, spec: dict, length: int) -> list[tuple[str, bytes]]:
        usual = {"Host": self.address, "Authorization": f"Bearer {self.key}",
                 "Content-Type": "application/json", "Content-Length": "%LENGTH%"}
        usual.update((name, value) for name, value in spec.get("headers", ()))
        for name in spec.get("without", ()):
            usual.pop(name)
        pairs = [*spec.get("first", ()), *usual.items(), *spec.get("extra", ())]
        return [(name, case.bytes_of(value).replace(b"%LENGTH%", str(length).encode("ascii")))
                for name, value in pairs]


def judged_response(response: http1.Response) -> Outcome:
    if b"root:" in response.body:
        return Outcome(response.status, faults=["a file of the machine was served"])
    if response.headers.get("content-type", "").startswith("application/"):
        return read_response(response)
    return Outcome(response.status, body=response.body, faults=server_faults(response.status))


class H2Door:
    """Ingest's port, frame by frame."""

    def __init__(self, running: Running):
        self.address = running.ingest
        self.key = running.key("ingest")

    def close(self) -> None:
        pass

    def play(self, case: Case) -> Outcome:
        spec = case.data["h2"]
        with self.connection(spec) as connection:
            if "instead" in spec:
                connection.send(case.bytes_of(spec["instead"]))
            elif "only_frames" in spec:
                connection.send(case.bytes_of(spec["only_frames"]))
            else:
                self.call(connection, case, spec)
            outcome = connection.outcome(H2_SECONDS)
        success = outcome.grpc_status == 0
        return Outcome("success" if success else "no_success", slug=str(outcome))

    def connection(self, spec: dict) -> h2.Connection:
        return h2.Connection(self.address, preface="instead" not in spec,
                             agree=spec.get("agree", "instead" not in spec))

    def call(self, connection: h2.Connection, case: Case, spec: dict) -> None:
        headers = self.headers(spec)
        stream = 1
        for _ in range(spec.get("resets", 0)):
            connection.send(h2.headers_frame(stream, headers)
                            + h2.frame(h2.RST_STREAM, 0, stream, struct.pack(">I", 8)))
            stream += STREAM_IDS_STEP
        connection.send(h2.headers_frame(stream, headers))
        connection.send_data(stream, self.data(case, spec))
        if "after_end" in spec:
            connection.send_data(stream, case.bytes_of(spec["after_end"]))

    def data(self, case: Case, spec: dict) -> bytes:
        if "feedback" not in spec:
            return case.bytes_of(spec["data"])
        message = feedback.as_message(values_of({}, case.external_id),
                                      DEFAULT_TEXT.encode("utf-8"))
        return b"\x00" + struct.pack(">I", len(message)) + message

    def headers(self, spec: dict) -> list[tuple[bytes, bytes]]:
        usual = {":method": "POST", ":scheme": "http", ":path": f"{SERVICE}/SubmitFeedback",
                 ":authority": self.address, "te": "trailers", "content-type": "application/grpc",
                 "authorization": f"Bearer {self.key}", **spec.get("replace", {})}
        pairs = [pair for pair in usual.items() if pair[0] not in spec.get("remove", ())]
        pairs += [tuple(pair) for pair in spec.get("add", ())]
        many = spec.get("add_many", {"count": 0})
        pairs += [(many["name"] % number, many["value"]) for number in range(many["count"])]
        return [(name.encode("utf-8"), byte_spec.to_bytes(expand(value, "")))
                for name, value in pairs]
