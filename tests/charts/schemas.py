"""The schemas of Kubernetes' kinds as kubeconform reads them, from the package kubernetes-validate.

Its files point into one file of definitions; here each kind gets those that it needs, so that no
schema has to be asked for over the network. An object may have no field that its kind lacks.
"""
import copy
import json
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "kubernetes_validate/kubernetes-json-schema"
VERSION = "1.34.0"
KINDS = ("configmap-v1", "cronjob-batch-v1", "deployment-apps-v1", "ingress-networking-v1",
         "horizontalpodautoscaler-autoscaling-v2", "job-batch-v1", "networkpolicy-networking-v1",
         "poddisruptionbudget-policy-v1", "secret-v1", "service-v1", "statefulset-apps-v1")


def references(value: object) -> Iterator[dict]:
    """Every object in `value` that points to a definition."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def bundle(schema: dict, definitions: dict) -> dict:
    """The schema with all that it points to, however far."""
    taken: dict[str, dict] = {}
    waiting = [schema]
    while waiting:
        for reference in references(waiting.pop()):
            name = reference["$ref"].rsplit("/", 1)[-1]
            reference["$ref"] = f"#/definitions/{name}"
            if name not in taken:
                taken[name] = copy.deepcopy(definitions[name])
                waiting.append(taken[name])
    return {**schema, "definitions": taken}


def write(tools: Path, target: Path) -> str:
    """Writes them under `target`; gives back where kubeconform finds a kind among them."""
    source = next(tools.glob(f"lib/python3*/site-packages/{PACKAGE}/v{VERSION}-local-strict"))
    definitions = json.loads((source / "_definitions.json").read_text())["$defs"]
    for kind in KINDS:
        schema = json.loads((source / f"{kind}.json").read_text())
        (target / f"{kind}.json").write_text(json.dumps(bundle(schema, definitions)))
    return f"{target}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json"
