"""Whether an outcome is one that the case allows."""

import unicodedata

from wire import byte_spec
from wire.case import Case
from wire.doors import HTTP_OK, Outcome

# What the parse of a message says when it fails; a stream that fails so just ends. gRPC 1.51's
# callback services say UNIMPLEMENTED for a message that they cannot read.
PARSE_CODES = ("INTERNAL", "INVALID_ARGUMENT", "UNIMPLEMENTED")
ECHO_BYTES_MIN = 12


class Judge:
    """Compares outcomes with expectations; `read_back` gives the stored text of an id."""

    def __init__(self, slugs: dict[str, dict], read_back: dict):
        self.slugs = slugs
        self.read_back = read_back

    def faults(self, case: Case, outcome: Outcome) -> list[str]:
        """What is wrong, in words; nothing when all is right."""
        faults = list(outcome.faults)
        if not any(self.allows(case, outcome, faults)):
            faults.insert(0, f"expected {case.expect}, got {outcome}")
        if not outcome.feedback_id and case.text and len(case.text) >= ECHO_BYTES_MIN \
                and case.text in outcome.body:
            faults.append("the refusal repeats the text")
        return faults

    def allows(self, case: Case, outcome: Outcome, faults: list[str]):
        expect = case.expect
        if "stored" in expect or "or_stored" in expect:
            yield self.is_stored(case, outcome, expect.get("stored", expect.get("or_stored")),
                                 faults)
        for name in ("refused", "or_refused"):
            if name in expect:
                yield self.is_refused(case, outcome, expect[name])
        if expect.get("malformed"):
            yield self.is_malformed(case, outcome)
        for name in ("code", "or_code", "status", "h2"):
            if name in expect:
                yield self.has_code(expect[name], outcome, expect)
        if expect.get("or_closed"):
            yield outcome.code == "closed"
        if "held" in expect or "pipelined" in expect:
            yield outcome.code in ("held", "pipelined")
        yield expect.get("survives", False)

    def is_stored(self, case: Case, outcome: Outcome, wanted, faults: list[str]) -> bool:
        """Registered now, and each way of asking gives the bytes that should be there."""
        if not outcome.feedback_id or outcome.state != "accepted":
            return False
        expected = case.text if wanted == "exact" else byte_spec.to_bytes(wanted)
        # A second opinion on the case itself: what is stored is NFC, always.
        if expected.decode("utf-8") != unicodedata.normalize("NFC", expected.decode("utf-8")):
            faults.append("the case expects a text that is not NFC")
        for door, read in self.read_back.items():
            got = read(outcome.feedback_id)
            if got != expected:
                faults.append(f"read back by {door}: {shown(got)}, not {shown(expected)}")
        return True

    def is_refused(self, case: Case, outcome: Outcome, wanted) -> bool:
        if outcome.feedback_id or not outcome.slug:
            return False
        names = [wanted] if isinstance(wanted, str) else wanted
        if "any" not in names and outcome.slug not in names:
            return False
        known = self.slugs.get(outcome.slug, {})
        if case.door == "stream":
            return True  # a refusal in a stream has no status of its own
        return outcome.code in known.get("http" if case.door in ("json", "http") else "grpc", ())

    @staticmethod
    def is_malformed(case: Case, outcome: Outcome) -> bool:
        if outcome.feedback_id or outcome.slug:
            return False
        # The server cannot tell a message it could not read from the end of a stream: what counts
        # is that this feedback was not acknowledged.
        return case.door == "stream" or outcome.code in PARSE_CODES

    @staticmethod
    def has_code(wanted: list, outcome: Outcome, expect: dict) -> bool:
        if outcome.code not in wanted and "any" not in wanted:
            return False
        if "slug" in expect and outcome.code not in HTTP_OK:
            slugs = expect["slug"] if isinstance(expect["slug"], list) else [expect["slug"]]
            if outcome.slug not in slugs:
                return False
        if "states" in expect:
            # Which of two with one id is first is not promised: they may meet in two commits.
            return sorted(r.state or r.slug for r in outcome.results) == sorted(expect["states"])
        if "accepted" in expect:
            return sorted(r.state for r in outcome.results) == (
                ["accepted"] * expect["accepted"] + ["duplicate"] * expect.get("duplicates", 0))
        return True


def shown(text: bytes | None) -> str:
    if text is None:
        return "nothing"
    return repr(text) if len(text) <= 60 else f"{text[:40]!r}... ({len(text)} bytes)"
