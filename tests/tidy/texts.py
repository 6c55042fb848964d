"""The texts that train the shipped model are whole, labelled in its words, varied and kept apart.

services/classify/texts/README.md says what they are.
"""
import collections
import itertools
import json
import re
import unicodedata

from rules.tree import ROOT, finish

FOLDER = ROOT / "services" / "classify" / "texts"
SAMPLE = ROOT / "deploy" / "local" / "sample"
FIELDS = ["id", "author", "topic", "language", "text", "type", "category", "subcategory",
          "dimension", "sentiment", "severity"]
ITEMS_MIN, LANGUAGE_MIN, MIXED_MIN = 1500, 750, 60
LABEL_MIN, CATEGORY_MIN, SUBCATEGORY_MIN, AUTHOR_MIN = 100, 60, 8, 30
TEST_SHARE_MIN, TEST_SHARE_MAX, TEST_LABEL_MIN, TEST_CATEGORY_MIN = 0.20, 0.30, 20, 10
GRAM, JACCARD_MAX = 5, 0.5
TEXT_BYTES_MAX = 65536  # as ClassifyRequest.text

faults: list[str] = []


def read(name: str) -> dict:
    return json.loads((FOLDER / name).read_text())


def items() -> list[dict]:
    """All lines of all files; what does not parse or lacks a field is a fault and left out."""
    found = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            try:
                item = json.loads(line)
            except json.JSONDecodeError as error:
                faults.append(f"{path.name}:{number}: {error}")
                continue
            if not isinstance(item, dict) or list(item) != FIELDS:
                faults.append(f"{path.name}:{number}: must have the fields {FIELDS}")
            elif not all(isinstance(value, str) and value for value in item.values()):
                faults.append(f"{path.name}:{number}: every field is a string with something in it")
            else:
                found.append(item)
    return found


def allowed() -> dict[str, set[str]]:
    """The words each label may have: of the operators' rules, of the topics and the authors."""
    rules = json.loads((SAMPLE / "policy" / "40-rules.json").read_text())["document"]
    parents = {entry["parent"] for entry in rules["taxonomy"]}
    return {
        "language": {"zh", "en", "mixed"},
        "type": set(rules["types"]),
        "severity": set(rules["severities"]),
        "dimension": set(rules["dimensions"]) | {"none"},
        "sentiment": set(rules["sentiment"]),
        "category": {entry["category"] for entry in rules["taxonomy"]} - parents,
        "subcategory": {sub["subcategory"] for entry in read("taxonomy.json")["categories"]
                        for sub in entry["subcategories"]},
        "topic": {topic["topic"] for topic in read("topics.json")["topics"]},
        "author": set(re.findall(r"^\| (a\d\d) \|", (FOLDER / "AUTHORS.md").read_text(), re.M)),
    }


def check_taxonomy(words: dict[str, set[str]]) -> None:
    """The second level hangs under the organisation's own categories, each topic in one place."""
    place = {}
    for entry in read("taxonomy.json")["categories"]:
        for sub in entry["subcategories"]:
            if sub["subcategory"] in place:
                faults.append(f"taxonomy.json: {sub['subcategory']} stands twice")
            place[sub["subcategory"]] = entry["category"]
    if set(place.values()) != words["category"]:
        odd = sorted(set(place.values()) ^ words["category"])
        faults.append(f"taxonomy.json: not the categories of the rules: {odd}")
    topics = read("topics.json")["topics"]
    faults.extend(f"topics.json: {topic['topic']} is not in {topic['subcategory']}"
                  for topic in topics if place.get(topic["subcategory"]) != topic["category"])
    if len(words["topic"]) != len(topics):
        faults.append("topics.json: a topic stands twice")


def check_labels(found: list[dict], words: dict[str, set[str]]) -> None:
    topics = {topic["topic"]: topic for topic in read("topics.json")["topics"]}
    for item in found:
        for field, values in words.items():
            if item[field] not in values:
                faults.append(f"{item['id']}: {field} {item[field]} is not known")
        topic = topics.get(item["topic"], item)
        if any(item[field] != topic[field] for field in ("category", "subcategory")):
            faults.append(f"{item['id']}: not in the category of its topic {item['topic']}")
        if (item["type"] in ("enquiry", "noise")) != (item["dimension"] == "none"):
            faults.append(f"{item['id']}: enquiry and noise alone have dimension none")
        if not item["id"].startswith(item["language"] + "-"):
            faults.append(f"{item['id']}: not an id of language {item['language']}")
        if len(item["text"].encode()) > TEXT_BYTES_MAX:
            faults.append(f"{item['id']}: more than {TEXT_BYTES_MAX} bytes")
    times = collections.Counter(item["id"] for item in found)
    faults.extend(f"{name}: {count} items have this id" for name, count in times.items()
                  if count > 1)


def check_script(found: list[dict]) -> None:
    """The language that is claimed is the one that is written."""
    for item in found:
        han = len(re.findall(r"[\u3400-\u9fff]", item["text"]))
        latin = len(re.findall(r"[A-Za-z]{2,}", item["text"]))
        wrong = {"zh": not han and item["type"] != "noise", "en": han > 0,
                 "mixed": not han or not latin}.get(item["language"], False)
        if wrong:
            faults.append(f"{item['id']}: is this {item['language']}? {item['text'][:40]}")


def folded(text: str) -> str:
    """Letters and digits alone: neither punctuation nor case nor width makes a new text."""
    text = unicodedata.normalize("NFKC", text).lower()
    bare = "".join(c for c in text if unicodedata.category(c)[0] in "LN")
    return bare or text  # a text of signs alone is itself


def grams(text: str) -> frozenset[str]:
    return frozenset(text[i:i + GRAM] for i in range(max(1, len(text) - GRAM + 1)))


def check_alike(found: list[dict]) -> None:
    """No text twice, no two nearly the same, none of the sample's complaints."""
    sample = [json.loads(line)["text"] for line in
              (SAMPLE / "complaints.jsonl").read_text().splitlines()]
    every = [(item["id"], grams(folded(item["text"]))) for item in found]
    every += [(f"the sample's {text[:20]}", grams(folded(text))) for text in sample]
    having = collections.defaultdict(list)
    for index, (_, own) in enumerate(every):
        for gram in own:
            having[gram].append(index)
    shared: collections.Counter = collections.Counter()
    for indexes in having.values():
        shared.update(itertools.combinations(indexes, 2))
    for (left, right), count in shared.items():
        union = len(every[left][1]) + len(every[right][1]) - count
        if left < len(found) and count / union > JACCARD_MAX:
            faults.append(f"{every[left][0]}: too like {every[right][0]} ({count / union:.2f})")


def check_balance(found: list[dict]) -> None:
    def least(field: str, minimum: int, values: set[str]) -> None:
        counts = collections.Counter(item[field] for item in found)
        faults.extend(f"{field} {value}: {counts[value]} items, at least {minimum} wanted"
                      for value in sorted(values) if counts[value] < minimum)
    words = allowed()
    for field in ("type", "dimension", "sentiment", "severity"):
        least(field, LABEL_MIN, words[field])
    least("category", CATEGORY_MIN, words["category"])
    least("subcategory", SUBCATEGORY_MIN, words["subcategory"])
    least("author", AUTHOR_MIN, words["author"])
    least("topic", 1, words["topic"])
    least("language", LANGUAGE_MIN, {"zh", "en"})
    least("language", MIXED_MIN, {"mixed"})
    if len(found) < ITEMS_MIN:
        faults.append(f"{len(found)} items, at least {ITEMS_MIN} wanted")


def check_split(found: list[dict], words: dict[str, set[str]]) -> None:
    """An item is of the test part if its author or its topic is held out."""
    split = read("split.json")
    held = {field: set(split["test"][field + "s"]) for field in ("author", "topic")}
    for field, names in held.items():
        faults.extend(f"split.json: {field} {name} is not known"
                      for name in sorted(names - words[field]))
    test = [item for item in found if any(item[field] in held[field] for field in held)]
    counts = {"train": len(found) - len(test), "test": len(test)}
    if split["counts"] != counts:
        faults.append(f"split.json: counts must be {counts}")
    share = len(test) / max(1, len(found))
    if not TEST_SHARE_MIN <= share <= TEST_SHARE_MAX:
        faults.append(f"split.json: the test part is {share:.1%} of all")
    readme = (FOLDER / "README.md").read_text()
    for field in ("type", "dimension", "sentiment", "severity", "language", "category"):
        minimum = TEST_CATEGORY_MIN if field == "category" else TEST_LABEL_MIN
        everywhere = collections.Counter(item[field] for item in found)
        having = collections.Counter(item[field] for item in test)
        for value in sorted(words[field]):
            if having[value] < minimum:
                faults.append(f"split.json: the test part has {having[value]} of {field} {value}")
            told = f"{value} {everywhere[value]:,} ({having[value]})"
            if told not in readme:
                faults.append(f"README.md: must say {told}")


def main() -> None:
    found, words = items(), allowed()
    check_taxonomy(words)
    check_labels(found, words)
    check_script(found)
    check_alike(found)
    check_balance(found)
    check_split(found, words)
    finish(faults)


main()
