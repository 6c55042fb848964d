"""Rules and dashboards ask for metrics that exist; each alert has its line in the runbook."""
import json
import re

from rules.tree import ROOT, finish

FILES = ROOT / "charts" / "recourse" / "files"
RUNBOOK = ROOT / "deploy" / "RUNBOOK.md"
NAME = re.compile(r"\brecourse_[a-z_]+\b")
# What Prometheus makes of one histogram.
PARTS = re.compile(r"_(bucket|sum|count)$")


def declared() -> set[str]:
    text = (ROOT / "deploy" / "metrics.yaml").read_text()
    return set(re.findall(r"^- name: (\S+)$", text, re.MULTILINE))


def asked_for() -> list[tuple[str, str]]:
    """Every metric that is asked for, with the file that asks."""
    asked = [("rules.yaml", name) for name in NAME.findall((FILES / "rules.yaml").read_text())]
    for path in sorted((FILES / "dashboards").glob("*.json")):
        for panel in json.loads(path.read_text())["panels"]:
            for target in panel["targets"]:
                asked += [(path.name, name) for name in NAME.findall(target["expr"])]
    return asked


def alerts() -> set[str]:
    return set(re.findall(r"^ +- alert: (\S+)$", (FILES / "rules.yaml").read_text(), re.MULTILINE))


def described() -> set[str]:
    return set(re.findall(r"^## (\S+)$", RUNBOOK.read_text(), re.MULTILINE))


names = declared()
faults = [f"{file}: {name} is not in deploy/metrics.yaml" for file, name in sorted(set(asked_for()))
          if name not in names and PARTS.sub("", name) not in names]
faults += [f"rules.yaml: {name} has no line in deploy/RUNBOOK.md"
           for name in sorted(alerts() - described())]
faults += [f"deploy/RUNBOOK.md: there is no alert {name}"
           for name in sorted(described() - alerts())]
for name in sorted(alerts()):
    if f"RUNBOOK_URL#{name.lower()}\n" not in (FILES / "rules.yaml").read_text():
        faults.append(f"rules.yaml: {name} does not point to its line of the runbook")
if not alerts():
    faults.append("rules.yaml: no alert was found")
finish(faults)
