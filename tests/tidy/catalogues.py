"""Topics, metrics, environment variables: what the code uses is declared, and the reverse."""
import re

from rules.tree import ROOT, files, finish, relative


def declared(catalogue: str) -> set[str]:
    text = (ROOT / "deploy" / catalogue).read_text()
    return set(re.findall(r"^- name: (\S+)$", text, re.MULTILINE))


def used(pattern: str, suffixes: tuple[str, ...], place: str) -> dict[str, str]:
    """Names in string literals of the code, each with a file that uses it."""
    found: dict[str, str] = {}
    for path in files(*suffixes):
        name = relative(path)
        if not re.search(place, name) or "_test" in name:
            continue
        for match in re.findall(pattern, path.read_text()):
            found.setdefault(match, name)
    return found


def compare(catalogue: str, code: dict[str, str]) -> list[str]:
    names = declared(catalogue)
    faults = [f"{where}: {name} is not in deploy/{catalogue}"
              for name, where in sorted(code.items()) if name not in names]
    unused = sorted(names - set(code))
    return faults + [f"deploy/{catalogue}: nothing uses {name}" for name in unused]


CODE = r"^services/"
topics = used(r'"(recourse\.[a-z]+\.[a-z]+\.v\d+)"', (".cc", ".h"), CODE)
metrics = used(r'"(recourse_[a-z_]+)"', (".cc", ".h"), CODE)
# Names of functions in Redis and of a plug-in have the same form.
NO_METRICS = {"recourse_begin", "recourse_count", "recourse_caught_up", "recourse_names",
              "recourse_restore"}
metrics = {name: where for name, where in metrics.items() if name not in NO_METRICS}
variables = used(r'"((?:RECOURSE|OTEL)_[A-Z_]+)"', (".cc", ".h", ".py"), r"^(services|deploy)/")
variables = {name: where for name, where in variables.items() if name in declared("env.yaml")
             or where.startswith("services/")}
finish(compare("topics.yaml", topics) + compare("metrics.yaml", metrics) +
       compare("env.yaml", variables))
