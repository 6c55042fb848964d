"""One feedback as the doors want it, and what their answers say; written from contracts, not from
generated code."""

import datetime
import json
import re
from dataclasses import dataclass

from wire import protobuf

STRINGS = {"source_id": 1, "external_id": 2, "channel": 3, "place": 8, "product": 9,
           "about_ticket_id": 10}
TIMES = {"occurred_time": 6, "due_time": 7}
CUSTOMER = {"external_id": 1, "name": 2, "phone": 3, "email": 4, "language": 5}
TEXT, CUSTOMER_FIELD, ATTRIBUTES = 5, 4, 11
STATES = {1: "accepted", 2: "duplicate"}

TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z")


@dataclass(frozen=True)
class Result:
    """What became of one feedback: registered, or refused with a slug, or not read at all."""

    feedback_id: str = ""
    state: str = ""
    slug: str = ""


def as_message(values: dict, text: bytes | None, append: bytes = b"") -> bytes:
    """SubmitFeedbackRequest. `text` are bytes, whatever they are; `append` comes last."""
    parts = [protobuf.block(number, values[name].encode("utf-8"))
             for name, number in STRINGS.items() if name in values]
    parts += [protobuf.block(number, timestamp(values[name]))
              for name, number in TIMES.items() if name in values]
    if "customer" in values:
        parts.append(protobuf.block(CUSTOMER_FIELD, b"".join(
            protobuf.block(number, values["customer"][name].encode("utf-8"))
            for name, number in CUSTOMER.items() if name in values["customer"])))
    if text is not None:
        parts.append(protobuf.block(TEXT, text))
    for name, value in values.get("attributes", {}).items():
        parts.append(protobuf.block(ATTRIBUTES, protobuf.block(1, name.encode("utf-8"))
                                    + protobuf.block(2, value.encode("utf-8"))))
    return b"".join(parts) + append


def timestamp(value) -> bytes:
    """google.protobuf.Timestamp, of RFC 3339 in UTC or of {"seconds": N, "nanos": N}."""
    if isinstance(value, str):
        seconds, fraction = TIME.fullmatch(value).groups()
        moment = datetime.datetime.fromisoformat(seconds + "+00:00")
        value = {"seconds": int(moment.timestamp()), "nanos": int((fraction or "0").ljust(9, "0"))}
    return (protobuf.integer(1, value.get("seconds", 0))
            + protobuf.integer(2, value.get("nanos", 0)))


def as_frame(messages: list[bytes], first_sequence: int = 1) -> bytes:
    """StreamFeedbackRequest."""
    return (protobuf.integer(1, first_sequence)
            + b"".join(protobuf.block(2, message) for message in messages))


def as_json(values: dict, text: bytes | None, escaped: bool = False) -> bytes:
    """The JSON shape. The text stands in it byte by byte, or (`escaped`) in ASCII with \\u."""
    whole = dict(values)
    if text is None:
        return json.dumps(whole, ensure_ascii=escaped).encode("utf-8")
    if escaped:
        return json.dumps({**whole, "text": text.decode("utf-8")}).encode("ascii")
    head = json.dumps(whole, ensure_ascii=False).encode("utf-8")[:-1]
    return head + (b", " if whole else b"") + b'"text": "' + quoted(text) + b'"}'


def quoted(text: bytes) -> bytes:
    """The inside of a JSON string: what must be escaped is; all other bytes are as they were."""
    text = text.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return re.sub(rb"[\x00-\x1f]", lambda match: b"\\u%04x" % match.group()[0], text)


def result_of_message(response: bytes) -> Result:
    """SubmitFeedbackResponse."""
    return Result(feedback_id=protobuf.first(response, 1).decode("utf-8"),
                  state=STATES.get(protobuf.first(response, 2, 0), "unspecified"))


def results_of_frames(responses: list[bytes]) -> dict[int, Result]:
    """Every FeedbackResult of these StreamFeedbackResponses, by sequence."""
    results = {}
    for result in (r for response in responses for r in protobuf.every(response, 2)):
        refusal = protobuf.first(result, 4, None)
        results[protobuf.first(result, 1, 0)] = Result(
            feedback_id=protobuf.first(result, 2).decode("utf-8"),
            state="" if refusal else STATES.get(protobuf.first(result, 3, 0), "unspecified"),
            slug=protobuf.first(refusal, 1).decode("utf-8") if refusal else "")
    return results


def slug_of_details(details: bytes) -> str:
    """The reason of the google.rpc.ErrorInfo in a google.rpc.Status; empty where there is none."""
    for packed in protobuf.every(details, 3):
        if protobuf.first(packed, 1).endswith(b"google.rpc.ErrorInfo"):
            return protobuf.first(protobuf.first(packed, 2), 1).decode("utf-8")
    return ""


def stored_text(response: bytes) -> bytes:
    """The text in a GetFeedbackResponse."""
    return protobuf.first(protobuf.first(response, 3), TEXT)
