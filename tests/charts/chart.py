"""What the tests of the chart share: the chart, its values, and the programs that read it."""
import os
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CHART = REPOSITORY / "charts" / "recourse"
HERE = Path(__file__).resolve().parent
# tests/run says where it built; the tools stand beside the programs.
BUILD = Path(os.environ.get("RECOURSE_BUILD_DIR", REPOSITORY / "build"))
TOOLS = BUILD / "tools"
KUBERNETES = "1.34.0"
SECONDS_MAX = 120

PRODUCTION = HERE / "values" / "production.yaml"
OPERATORS = HERE / "values" / "operators.yaml"
TRIAL = CHART / "trial.yaml"


def run(*argv: object, text: str | None = None) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PATH": f"{TOOLS / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([str(word) for word in argv], input=text, text=True, check=False,
                          capture_output=True, timeout=SECONDS_MAX, env=environment)


def render(values: Path, *settings: str) -> subprocess.CompletedProcess:
    """The chart with these values; each setting is `key=value`."""
    return run("helm", "template", "recourse", CHART, "--kube-version", KUBERNETES, "-f", values,
               *(word for setting in settings for word in ("--set", setting)))
