"""What is streamed: real texts where they stand beside the clone, else the shipped samples."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from support.system import LOCAL, REPOSITORY

REAL_TEXTS = REPOSITORY.parent / "shared" / "data"
CUSTOMER_CALLS = 20      # pieces of feedback a customer: 100,000 come from 5,000
PLACES = ("上海", "北京", "深圳", "厦门", "杭州", "")

# Files whose last column is a text, by language.
CHINESE = ("zh_reviews/online_shopping_train.tsv", "zh_reviews/waimai_10k_train.tsv",
           "zh_reviews/ChnSentiCorp_htl_all_train.tsv", "cocc/train.tsv")
ENGLISH = ("airline_tweets/train.tsv", "banking77/train.tsv", "cfpb_narratives/train.tsv",
           "nhs_fft/phase1_train.tsv")


def texts_of(names: tuple[str, ...]) -> list[str]:
    texts = []
    for name in names:
        lines = (REAL_TEXTS / name).read_text(errors="replace").splitlines()[1:]
        texts += [line.rsplit("\t", 1)[-1].strip() for line in lines]
    return [text for text in texts if text and "\0" not in text]


def real_feedback() -> Iterator[dict]:
    """Chinese and English in turns, for ever."""
    both = zip(itertools.cycle(texts_of(CHINESE)), itertools.cycle(texts_of(ENGLISH)))
    for row, text in enumerate(itertools.chain.from_iterable(both)):
        yield {"source_id": "hotline-north", "channel": "phone", "text": text,
               "place": PLACES[row % len(PLACES)]}


def sample_feedback() -> Iterator[dict]:
    lines = (LOCAL / "sample" / "complaints.jsonl").read_text().splitlines()
    return itertools.cycle([json.loads(line) for line in lines])


def write_feedback(file: Path, count: int, samples: bool = False) -> None:
    """`count` lines under ids of their own; customers are made from the numbers of the rows."""
    customers = max(1, count // CUSTOMER_CALLS)
    real = REAL_TEXTS.is_dir() and not samples
    print(f"{count} pieces of feedback, " + ("real texts" if real else "the shipped samples"))
    source = real_feedback() if real else sample_feedback()
    with file.open("w") as out:
        for row, feedback in enumerate(itertools.islice(source, count)):
            feedback = {**feedback, "external_id": f"{file.stem}-{row:07d}",
                        "customer": {"external_id": f"c-{row % customers:04d}"}}
            out.write(json.dumps(feedback, ensure_ascii=False) + "\n")
