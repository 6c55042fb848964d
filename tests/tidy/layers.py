"""Architecture invariants: who may include what (services/README.md, invariants 2, 3, 4 and 8)."""
import pathlib
import re

from rules.tree import files, finish, relative

INCLUDE = re.compile(r'^\s*#include\s+(?:"([^"]+)"|<([^>]+)>)')
# Libraries of services/common from pure to impure: each may include itself and those of lower rank.
RANK = {"core": 0, "text": 1, "encoder": 2, "process": 2, "trace": 3, "runtime": 4, "access": 4,
        "postgres": 5, "kafka": 5, "redis": 5, "http": 5, "courier": 5, "grpc": 5, "app": 6}
# What the command line may use of routing besides proto/, in its folders sla/ and calendar/.
PURE_CLOCKS = re.compile(r"services/routing/(domain/|adapters/(calendar_json|civil_text)\.h$)")
# What it may use of classify, in its folder model/: a model is trained by the code that scores it.
PURE_MODEL = re.compile(r"services/classify/domain/(model/|text\.h$)")
# A technology's header, and the places where it may stand.
COMMON = r"^services/common/"
TECHNOLOGIES = [(re.compile(header), re.compile("|".join(places))) for header, places in (
    (r"\.pb\.h$|^grpcpp/|^grpc/",
     (r"_(codec|grpc|client)\.(cc|h)$", r"/(proto_values|intake)\.h$", COMMON + "(grpc|app)/",
      r"^services/console/adapters/", r"^services/recoursectl/")),
    (r"^libpq-fe\.h$", (COMMON + "postgres/",)),
    (COMMON + "postgres/",
     (COMMON + "(postgres|app)/", r"_(store|row|grpc)\.(cc|h)$", r"/main\.cc$",
      r"^services/console/adapters/", r"^services/recoursectl/verify/")),
    (r"^hiredis/", (COMMON + "redis/",)),
    (COMMON + "redis/",
     (COMMON + "redis/", r"^services/kpi/(adapters|main\.cc|config)",
      r"^services/recoursectl/verify/")),
    (r"^librdkafka/", (COMMON + "kafka/",)),
    (r"^unicode/", (COMMON + "text/", r"^services/recoursectl/calendar/ical_zones\.cc$")),
    (r"^cblas\.h$", (COMMON + "encoder/",)),
    (r"^re2/", (r"^services/classify/adapters/pattern_set\.cc$",)),
    (r"^linear\.h$", (r"^services/recoursectl/model/separators\.cc$",)),
    (r"^curl/", (COMMON + "courier/", r"^services/recoursectl/console_client\.cc$")),
)]


def includes(path: pathlib.Path) -> list[str]:
    found = (INCLUDE.match(line) for line in path.read_text().splitlines())
    return [match[1] or match[2] for match in found if match]


def domain_faults(name: str, header: str) -> list[str]:
    folder = re.match(r"services/(\w+)/domain/", name)
    if folder is None:
        return []
    own = f"services/{folder[1]}/domain/"
    if header.startswith((own, "services/common/core/")) or "/" not in header:
        return []
    return [f"{name}: a domain includes {header}: only std, services/common/core and itself"]


def peer_faults(name: str, header: str) -> list[str]:
    mine, theirs = (re.match(r"services/(\w+)/", text) for text in (name, header))
    if theirs is None or mine is None or theirs[1] in ("common", mine[1]):
        return []
    if mine[1] == "recoursectl" and "/verify/" in name:
        return []  # verify folds facts by the services' own pure code
    if re.match(r"services/recoursectl/(sla|calendar)/", name) and PURE_CLOCKS.match(header):
        return []  # a clock and a calendar are explained by the code that decides them
    if name.startswith("services/recoursectl/model/") and PURE_MODEL.match(header):
        return []
    return [f"{name}: includes {header}: services meet only in proto/"]


def rank_faults(name: str, header: str) -> list[str]:
    mine, theirs = (re.match(r"services/common/(\w+)/", text) for text in (name, header))
    if mine is None or theirs is None or mine[1] == theirs[1]:
        return []
    if RANK[theirs[1]] < RANK[mine[1]]:
        return []
    return [f"{name}: includes {header}: {mine[1]} does not stand on {theirs[1]}"]


def technology_faults(name: str, header: str) -> list[str]:
    return [f"{name}: {header} may not be included here"
            for technology, places in TECHNOLOGIES
            if technology.search(header) and not places.search(name)]


def environment_faults(path: pathlib.Path, name: str) -> list[str]:
    allowed = name.endswith(("config.cc", "process/environment.cc", "recoursectl/context.cc"))
    reads = re.search(r"\bgetenv\(", path.read_text())
    return [f"{name}: only config.cc reads the environment"] if reads and not allowed else []


faults: list[str] = []
for path in files(".cc", ".h"):
    name = relative(path)
    if not name.startswith("services/"):
        continue
    for header in includes(path):
        for rule in (domain_faults, peer_faults, rank_faults, technology_faults):
            faults += rule(name, header)
    faults += environment_faults(path, name)
finish(faults)
