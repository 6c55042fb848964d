"""What a pipeline is fed with: real texts where they stand beside the clone, else the shipped
samples, from customers of its own for each block, spread over as many partitions as are wanted."""

import itertools
import json
import uuid
from pathlib import Path

from harness import running  # noqa: F401  (finds what the end-to-end tests share)
from support import feedback

# As services/common/core/uuid.h and services/ingest/domain/feedback.cc name them: a customer's id,
# and so his partition, follows from the source and the source's own id.
SPACE = uuid.UUID("5b1e9c52-0d4f-4c1e-9a37-61c28e703bd4")
SOURCE = "hotline-north"
PARTITIONS = 8
FNV_OFFSET, FNV_PRIME, FNV_MASK = 14695981039346656037, 1099511628211, (1 << 64) - 1

# Of what is sent about seven in ten open a ticket: one in four comes from the customer before, and
# is mostly on the same matter, and a few say thanks or nothing.
SAME_CUSTOMER_EACH = 4


def write(file: Path, prefix: str, count: int, partitions: int = PARTITIONS) -> None:
    """`count` lines for bench_load, all of customers whose facts go to the first `partitions`."""
    source = (feedback.real_feedback() if feedback.REAL_TEXTS.is_dir()
              else feedback.sample_feedback())
    customers = customers_of(prefix, partitions)
    customer = ""
    with file.open("w") as out:
        for row, piece in enumerate(itertools.islice(source, count)):
            if row % SAME_CUSTOMER_EACH != SAME_CUSTOMER_EACH - 1:
                customer = next(customers)
            piece = {**piece, "source_id": SOURCE, "external_id": f"{prefix}-{row}",
                     "customer": {"external_id": customer}}
            out.write(json.dumps(piece, ensure_ascii=False) + "\n")


def customers_of(prefix: str, partitions: int) -> itertools.chain:
    """Names without end."""
    space = uuid.uuid5(uuid.uuid5(SPACE, "customer"), SOURCE)
    names = (f"{prefix}-c{number}" for number in itertools.count())
    return (name for name in names if partition_of(uuid.uuid5(space, name)) < partitions)


def partition_of(key: uuid.UUID) -> int:
    """services/common/runtime/record.cc: FNV-1a, 64 bits."""
    value = FNV_OFFSET
    for byte in key.bytes:
        value = ((value ^ byte) * FNV_PRIME) & FNV_MASK
    return value % PARTITIONS
