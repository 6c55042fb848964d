"""What goes through all of them: real texts where they stand beside the clone, else the samples."""

import itertools
import json
from pathlib import Path

from support import feedback

CUSTOMER_CALLS = 3    # pieces a customer: most are a matter of their own, as from strangers


def write(file: Path, count: int) -> str:
    """`count` lines under ids and customers of this file's name; says what they are made of."""
    real = feedback.REAL_TEXTS.is_dir()
    source = feedback.real_feedback() if real else feedback.sample_feedback()
    customers = max(1, count // CUSTOMER_CALLS)
    with file.open("w") as out:
        for row, piece in enumerate(itertools.islice(source, count)):
            customer = f"{file.stem}-c{row % customers}"
            piece = {**piece, "external_id": f"{file.stem}-{row:07d}",
                     "customer": {"external_id": customer}}
            out.write(json.dumps(piece, ensure_ascii=False) + "\n")
    return "real texts, Chinese and English in turns" if real else "the shipped samples"
