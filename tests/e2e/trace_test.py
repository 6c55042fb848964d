"""One trace from the sender's call to the wall's push, as a receiver of OTLP hears it.

Feedback with a `traceparent` goes in at the JSON door and at gRPC's; a browser's stream of changes
is open. What the six services export must be one trace, each span the child of its cause."""

import http.client
import json
import os
import secrets
import subprocess
import threading
import unittest

from support.system import BUILD, REPOSITORY, System, violated, wait_for
from support.traces import Receiver, Span, Trace
from support.waterfall import picture_of

PORT_BASE = 14400
SEEN_SECONDS_MAX = 60
SAMPLED, NOT_SAMPLED = "01", "00"
CONSUMER, PRODUCER, SERVER = 5, 4, 2
PICTURE = REPOSITORY / "build" / "screenshots" / "trace.png"

INGEST = "recourse.ingest.feedback.v1"
CLASSIFY = "recourse.classify.feedback.v1"
ROUTING = "recourse.routing.ticket.v1"
SUBMIT = "recourse.ingest.v1.FeedbackService/SubmitFeedback"
# From the door of ingest on, each the cause of the next.
TO_ROUTING = [
    ("ingest", SUBMIT), ("ingest", "commit"), ("ingest", f"send {INGEST}"),
    ("classify", f"process {INGEST}"), ("classify", f"send {CLASSIFY}"),
    ("routing", f"process {CLASSIFY}"), ("routing", f"send {ROUTING}"),
]
ENDS = [("kpi", f"process {ROUTING}"), ("followup", f"process {ROUTING}"),
        ("console", "push change")]


def names(way: list[Span]) -> list[tuple[str, str]]:
    return [(span.service, span.name) for span in way]


class Wall:
    """A browser's stream of changes, read to its end by a thread."""

    def __init__(self, address: str, key: str) -> None:
        self.connection = http.client.HTTPConnection(address, timeout=SEEN_SECONDS_MAX * 2)
        self.connection.request("GET", "/v1/watch/tickets",
                                headers={"authorization": f"Bearer {key}"})
        self.response = self.connection.getresponse()
        self.events: list[str] = []
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self) -> None:
        try:
            for line in self.response:
                if line.startswith(b"event: "):
                    self.events.append(line[7:].decode().strip())
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass    # the test is over


class TraceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.system = System(PORT_BASE)
        cls.addClassCleanup(cls.system.remove)
        cls.receiver = Receiver(cls.system.folder)
        cls.addClassCleanup(cls.receiver.end)
        os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = cls.receiver.endpoint
        cls.addClassCleanup(os.environ.pop, "OTEL_EXPORTER_OTLP_ENDPOINT")
        cls.system.up()
        cls.address = cls.system.environment()["RECOURSE_HTTP_ADDR"]
        cls.key = (cls.system.var / "secrets" / "operator.key").read_text().strip()
        cls.wall = Wall(cls.address, cls.key)
        wait_for(lambda: "snapshot" in cls.wall.events, SEEN_SECONDS_MAX, "the wall has its start")

    def feedback(self, trace_id: str) -> str:
        return json.dumps({"source_id": "trace-test", "external_id": trace_id, "channel": "phone",
                           "customer": {"external_id": f"customer-{trace_id}"},
                           "text": "信用卡被重复扣款，没有人处理，我要投诉！"})

    def by_http(self, trace_id: str, span_id: str, flags: str) -> None:
        connection = http.client.HTTPConnection(self.address, timeout=SEEN_SECONDS_MAX)
        self.addCleanup(connection.close)
        connection.request("POST", "/v1/feedback", self.feedback(trace_id).encode(),
                           {"authorization": f"Bearer {self.key}",
                            "content-type": "application/json",
                            "traceparent": f"00-{trace_id}-{span_id}-{flags}"})
        response = connection.getresponse()
        self.assertEqual(response.status, 200, response.read())

    def by_grpc(self, trace_id: str, span_id: str) -> None:
        done = subprocess.run(
            ["grpcurl", "-plaintext", "-H", f"authorization: Bearer {self.key}", "-H",
             f"traceparent: 00-{trace_id}-{span_id}-{SAMPLED}", "-d", self.feedback(trace_id),
             self.system.environment()["RECOURSE_INGEST_ADDR"], SUBMIT],
            capture_output=True, text=True, timeout=SEEN_SECONDS_MAX, check=False,
            env={**os.environ, "PATH": f"{BUILD / 'tools' / 'bin'}:{os.environ['PATH']}"})
        self.assertEqual(done.returncode, 0, done.stderr)

    def whole_trace(self, trace_id: str) -> Trace:
        wait_for(lambda: self.receiver.trace(trace_id).has(*TO_ROUTING, *ENDS), SEEN_SECONDS_MAX,
                 f"trace {trace_id} is whole; there are "
                 f"{names(self.receiver.trace(trace_id).spans)}")
        return self.receiver.trace(trace_id)

    def check_course(self, trace: Trace, before: list[tuple[str, str]], caller: str) -> None:
        """Each end has the whole course behind it, and no span begins before its cause."""
        for end in ENDS:
            span = trace.find(*end)
            assert span is not None
            way = trace.way_to(span)
            self.assertEqual(names(way), [*before, *TO_ROUTING, end])
            self.assertEqual(way[0].parent_span_id, caller, "the first is the sender's own child")
            for cause, effect in zip(way, way[1:]):
                self.assertLessEqual(cause.start_ns, effect.start_ns, (cause.name, effect.name))
        for span in trace.spans:
            self.assertLessEqual(span.start_ns, span.end_ns, span.name)
            self.assertNotEqual(span.status, 2, f"{span.service} {span.name} failed")

    def test_one_trace_from_the_json_door_to_the_walls_push(self) -> None:
        trace_id, caller = secrets.token_hex(16), secrets.token_hex(8)
        self.by_http(trace_id, caller, SAMPLED)
        trace = self.whole_trace(trace_id)
        self.check_course(trace, [("console", "POST /v1/feedback")], caller)
        self.assertIn("change", self.wall.events)
        self.check_attributes(trace)
        picture_of(trace, PICTURE)

    def test_one_trace_from_a_grpc_call_to_the_walls_push(self) -> None:
        trace_id, caller = secrets.token_hex(16), secrets.token_hex(8)
        self.by_grpc(trace_id, caller)
        self.check_course(self.whole_trace(trace_id), [], caller)

    def check_attributes(self, trace: Trace) -> None:
        """By the conventions of OpenTelemetry for messaging and rpc."""
        sent = trace.find("ingest", f"send {INGEST}")
        heard = trace.find("classify", f"process {INGEST}")
        asked = trace.find("ingest", SUBMIT)
        assert sent and heard and asked
        self.assertEqual((asked.kind, sent.kind, heard.kind), (SERVER, PRODUCER, CONSUMER))
        self.assertEqual(asked.attributes["rpc.method"], "SubmitFeedback")
        self.assertEqual(heard.attributes["messaging.consumer.group.name"], "recourse.classify")
        for span, operation in ((sent, "send"), (heard, "process")):
            self.assertEqual(span.attributes["messaging.system"], "kafka")
            self.assertEqual(span.attributes["messaging.operation.name"], operation)
            self.assertEqual(span.attributes["messaging.destination.name"], INGEST)
        self.assertEqual(sent.attributes["messaging.message.id"],
                         heard.attributes["messaging.message.id"])
        self.assertEqual(heard.resource["service.namespace"], "recourse")
        self.assertEqual(heard.resource["service.instance.id"], "classify-1")
        batch = next(s for s in self.receiver.spans() if s.span_id == heard.links[0]["span_id"])
        self.assertIn({"trace_id": trace.spans[0].trace_id, "span_id": sent.span_id}, batch.links)

    def test_what_the_sender_does_not_sample_nobody_records(self) -> None:
        quiet, told = secrets.token_hex(16), secrets.token_hex(16)
        self.by_http(quiet, secrets.token_hex(8), NOT_SAMPLED)
        self.by_http(told, secrets.token_hex(8), SAMPLED)
        self.whole_trace(told)
        self.assertEqual(self.receiver.trace(quiet).spans, [])
        self.assertEqual(violated(self.system.verify()), {})

    def test_nothing_personal_stands_in_a_span(self) -> None:
        trace_id = secrets.token_hex(16)
        self.by_http(trace_id, secrets.token_hex(8), SAMPLED)
        self.whole_trace(trace_id)
        text = self.receiver.file.read_text(encoding="utf-8")
        self.assertNotIn(f"customer-{trace_id}", text)
        self.assertNotIn("\\u4fe1\\u7528\\u5361", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
