"""The cases of tests/bad_input as values; their form is told in tests/bad_input/README.md."""

import json
from dataclasses import dataclass
from pathlib import Path

from wire import byte_spec, feedback

FOLDER = Path(__file__).resolve().parents[2] / "bad_input"
SOURCE_ID = "bad-input"
DEFAULT_TEXT = "The ATM swallowed my card. 卡被吞了。"


@dataclass(frozen=True)
class Case:
    """One case at one door, with an id of its own for what it sends."""

    data: dict
    door: str
    external_id: str

    @property
    def name(self) -> str:
        return self.data["id"]

    @property
    def expect(self) -> dict:
        return self.data.get(f"expect_{self.door}", self.data["expect"])

    @property
    def text(self) -> bytes | None:
        if "text" in self.data.get("drop", ()):
            return None
        return byte_spec.to_bytes(self.data.get("text", DEFAULT_TEXT))

    def keeps_id(self) -> bool:
        """Whether what was sent carries `external_id` of SOURCE_ID, and nothing else."""
        changed = {*self.data.get("feedback", {}), *self.data.get("drop", ())}
        return not changed & {"external_id", "source_id"} and (
            "body" not in self.data or '"feedback"' in json.dumps(self.data["body"])
            and '"drop"' not in json.dumps(self.data["body"]))

    def values(self) -> dict:
        return values_of(self.data, self.external_id)

    def message(self, text: bytes | None = None, external_id: str = "") -> bytes:
        """SubmitFeedbackRequest: the bytes that the case gives, or made of its fields."""
        if "message" in self.data:
            return self.bytes_of(self.data["message"])
        values = self.values()
        if external_id:
            values["external_id"] = external_id
        return feedback.as_message(values, self.text if text is None else text,
                                   self.bytes_of(self.data.get("append", "")))

    def body(self) -> bytes:
        """The JSON body, byte by byte."""
        if "body" in self.data:
            return self.bytes_of(self.data["body"])
        return feedback.as_json(self.values(), self.text)

    def bytes_of(self, spec) -> bytes:
        return byte_spec.to_bytes(expand(spec, self.external_id))


def load(name: str) -> list[dict]:
    return json.loads((FOLDER / "cases" / f"{name}.json").read_text(encoding="utf-8"))


def names() -> list[str]:
    return sorted(path.stem for path in (FOLDER / "cases").glob("*.json"))


def slugs() -> dict[str, dict]:
    return json.loads((FOLDER / "slugs.json").read_text(encoding="utf-8"))


def values_of(spec: dict, external_id: str) -> dict:
    """The fields of a feedback that is right, but for what the case says."""
    values = {"source_id": SOURCE_ID, "external_id": external_id, "channel": "web",
              **spec.get("feedback", {})}
    values = named(values, external_id)
    return {name: value for name, value in values.items() if name not in spec.get("drop", ())}


def named(value, external_id: str):
    """Puts the id where `%ID%` stands, and text where a generator stands."""
    if isinstance(value, str):
        return value.replace("%ID%", external_id)
    if isinstance(value, list) or isinstance(value, dict) and "generator" in value:
        return byte_spec.to_bytes(expand(value, external_id)).decode("utf-8")
    if isinstance(value, dict):
        return {named_key(key): named(inner, external_id) for key, inner in value.items()}
    return value


def named_key(key: str) -> str:
    """`k*1025` is a name of 1,025 bytes: a JSON name cannot be a generator."""
    letter, star, count = key.partition("*")
    return letter * int(count) if star else key


def expand(spec, external_id: str):
    """Replaces what only a case knows: feedback as JSON, chunks, other encodings."""
    if isinstance(spec, list):
        return [expand(part, external_id) for part in spec]
    if isinstance(spec, str):
        return spec.replace("%ID%", external_id)
    if "utf16" in spec:
        return {"hex": utf16(spec, external_id).hex()}
    if "chunked" in spec:
        return {"hex": chunked(spec, external_id).hex()}
    if "feedback" in spec:
        return {"hex": json_of(spec, external_id).hex()}
    return {key: expand(value, external_id) if key in ("of", "open", "inside", "close") else value
            for key, value in spec.items()}


def json_of(spec: dict, external_id: str) -> bytes:
    """{"feedback": {...}, "text": S, "drop": [...], "open": true}: `open` leaves the brace off."""
    text = byte_spec.to_bytes(spec["text"]) if "text" in spec else None
    whole = feedback.as_json(values_of(spec, external_id), text)
    return whole[:-1] if spec.get("open") else whole


def utf16(spec: dict, external_id: str) -> bytes:
    text = byte_spec.to_bytes(expand(spec["of"], external_id)).decode("utf-8")
    mark = "\ufeff" if spec["bom"] else ""
    return (mark + text).encode(f"utf-16-{spec['utf16']}")


def chunked(spec: dict, external_id: str) -> bytes:
    data = byte_spec.to_bytes(expand(spec["chunked"], external_id))
    size = spec.get("size", len(data))
    extension = spec.get("extension", "").encode("ascii")
    chunks = (data[i:i + size] for i in range(0, len(data), size))
    body = b"".join(b"%x%s\r\n%s\r\n" % (len(chunk), extension, chunk) for chunk in chunks)
    return body + b"0\r\n" + spec.get("trailers", "").encode("ascii") + b"\r\n"
