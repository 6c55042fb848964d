"""A text as the peers want it: what each of them needs to read Chinese."""

import re
from collections.abc import Iterable

IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff"
TOKEN = re.compile(rf"[{IDEOGRAPH}]|[^\W_{IDEOGRAPH}]+|[^\w\s]", re.UNICODE)
HAN = re.compile(rf"[{IDEOGRAPH}]")
CHINESE_LEAST = 0.5    # share of ideographs from which a set is Chinese
MIXED_LEAST = 0.02     # and from which it is both


def tokens(text: str) -> str:
    """Words, single ideographs and signs in lower case, with a space between."""
    return " ".join(TOKEN.findall(text.lower()))


def language(texts: Iterable[str]) -> str:
    """`en`, `zh` or `both`."""
    every = "".join(texts)
    share = len(HAN.findall(every)) / max(1, len(every))
    return "zh" if share >= CHINESE_LEAST else "both" if share >= MIXED_LEAST else "en"
