"""Protobuf's wire format by hand: enough to write any message, and any nonsense, and to read."""

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def varint(value: int) -> bytes:
    """Negative numbers as the ten bytes of their two's complement, as int64 has it."""
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def tag(number: int, wire_type: int) -> bytes:
    return varint(number << 3 | wire_type)


def integer(number: int, value: int) -> bytes:
    return tag(number, VARINT) + varint(value)


def block(number: int, data: bytes) -> bytes:
    """A string, bytes or a message: all three look the same."""
    return tag(number, BYTES) + varint(len(data)) + data


def read(data: bytes) -> list[tuple[int, int, int | bytes]]:
    """The fields of a message in order: (number, wire type, value). ValueError where it is none."""
    fields, place = [], 0
    while place < len(data):
        key, place = read_varint(data, place)
        value, place = read_value(data, place, key & 7)
        fields.append((key >> 3, key & 7, value))
    return fields


def read_varint(data: bytes, place: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        if place >= len(data) or shift > 63:
            raise ValueError("not a varint")
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def read_value(data: bytes, place: int, wire_type: int) -> tuple[int | bytes, int]:
    if wire_type == VARINT:
        return read_varint(data, place)
    if wire_type == BYTES:
        length, place = read_varint(data, place)
    elif wire_type in (FIXED32, FIXED64):
        length = 4 if wire_type == FIXED32 else 8
    else:
        raise ValueError(f"wire type {wire_type}")
    if place + length > len(data):
        raise ValueError("cut off")
    return data[place:place + length], place + length


def first(data: bytes, number: int, otherwise=b""):
    """The value of the first field with this number."""
    return next((value for n, _, value in read(data) if n == number), otherwise)


def every(data: bytes, number: int) -> list:
    return [value for n, _, value in read(data) if n == number]
