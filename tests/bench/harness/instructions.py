"""How many instructions a text takes in the classifier's first tier, counted by callgrind: the same
on every machine of a kind and whatever else runs, so it is a gate. Expectations stand in
classify/instructions.json; UPDATE_GOLDEN=1 writes them anew, and the commit says why."""

import json
import os
import re
import shutil
import tempfile
from pathlib import Path

from harness.classify import cut_to
from harness.classifying import sets, written
from harness.classifying.child import run
from harness.classifying.ours import Ours
from harness.options import REPOSITORY, Options
from harness.text import columns

EXPECTED = REPOSITORY / "tests" / "bench" / "classify" / "instructions.json"
TOLERANCE = 0.03
LENGTHS = (15, 60, 250, 1200)
TEXTS = 20
# What nobody would write, at one KiB and at the most that a text can have. Time is to grow with it.
STRANGE = {"marks": "e" + "\u0301\u0316\u0335" * 30, "emoji": "\U0001F621\u2764\uFE0F ",
           "scripts": "card 卡 карта κάρτα การ์ด कार्ड カード 카드 ", "apart": "c a r d ",
           "word": "pneumonoultramicroscopicsilicovolcanoconiosis"}
KIB, KIB_MOST = 1024, 64
GROWTH_MOST = 1.25      # of a KiB among 64, over one alone
ZERO_BEFORE, DUMP_AFTER = "*CountedPass*", "*CountedLines*"
TOTALS = re.compile(r"^totals: (\d+)$", re.MULTILINE)


def measure(options: Options) -> dict:
    if shutil.which("valgrind") is None:
        raise SystemExit("valgrind is not installed: tests/run installs it")
    with tempfile.TemporaryDirectory(prefix="recourse-instructions-") as name:
        folder = Path(name)
        ours = Ours(options, sets.own(folder), folder)
        ours.train()
        files = write(folder)
        counts = count(options, ours.model, files, folder)
    vectors = "avx2" if "avx2" in Path("/proc/cpuinfo").read_text() else "plain"
    told = {"benchmark": "instructions", "vectors": vectors, "a_text": counts,
            "growth": growth(counts)}
    if os.environ.get("UPDATE_GOLDEN"):
        renew(told)
    require(told)
    return told


def write(folder: Path) -> dict[str, Path]:
    """Each set of texts as a file of lines."""
    texts = {tongue: [" ".join(item["text"].split()) for item in written.items()
                      if item["language"] == tongue and written.is_held_out(item)]
             for tongue in ("en", "zh")}
    made = {f"{tongue} {length}": cut_to(texts[tongue], length)[:TEXTS]
            for tongue in texts for length in LENGTHS}
    for name, piece in STRANGE.items():
        for kib in (1, KIB_MOST):
            made[f"{name} {kib} KiB"] = [clipped(piece, kib * KIB)]
    files = {}
    for number, (name, lines) in enumerate(made.items()):
        files[name] = folder / f"set{number}"
        files[name].write_text("".join(line + "\n" for line in lines))
    return files


def clipped(piece: str, size: int) -> str:
    """As many whole characters as fit into `size` bytes."""
    text = piece * (size // len(piece.encode()) + 1)
    return text.encode()[:size].decode(errors="ignore")


def count(options: Options, model: Path, files: dict[str, Path], folder: Path) -> dict[str, float]:
    """Instructions a text, by set. Each counted pass leaves a file of its own, in their order."""
    out = folder / "counted"
    run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
         f"--zero-before={ZERO_BEFORE}", f"--dump-after={DUMP_AFTER}",
         options.program("bench_classify"), "--count", model, *files.values()])
    counts = {}
    for number, (name, file) in enumerate(files.items(), 1):
        found = TOTALS.search(Path(f"{out}.{number}").read_text())
        if found is None:
            raise AssertionError(f"callgrind told no total of {name}")
        counts[name] = int(found[1]) / file.read_bytes().count(b"\n")
    return counts


def growth(counts: dict[str, float]) -> dict[str, float]:
    return {name: counts[f"{name} {KIB_MOST} KiB"] / KIB_MOST / counts[f"{name} 1 KiB"]
            for name in STRANGE}


def require(told: dict) -> None:
    faults = [f"{name}: a KiB costs {factor:.2f} times as much among {KIB_MOST} as alone: time "
              "does not grow with the text alone" for name, factor in told["growth"].items()
              if factor > GROWTH_MOST]
    expected = json.loads(EXPECTED.read_text())
    if told["vectors"] == expected["vectors"]:
        faults += [f"{name}: {counted:,.0f} instructions a text, {expected['a_text'].get(name)} "
                   "expected" for name, counted in told["a_text"].items()
                   if abs(counted / expected["a_text"].get(name, 1) - 1) > TOLERANCE]
    if faults:
        raise AssertionError("\n".join([
            *faults, f"More than {TOLERANCE:.0%} away. If that is meant, UPDATE_GOLDEN=1 "
            "tests/bench/run instructions writes what is expected from now on; say in the commit "
            "what made it so."]))


def renew(told: dict) -> None:
    EXPECTED.write_text(json.dumps({
        "vectors": told["vectors"],
        "a_text": {name: round(counted) for name, counted in told["a_text"].items()}},
        indent=2) + "\n")


def table(result: dict) -> str:
    text = columns(("instructions", "a text"), list(result["a_text"].items()))
    return text + "\na KiB among 64 over one alone: " + ", ".join(
        f"{name} {factor:.2f}" for name, factor in result["growth"].items())
