"""What a new system is given: keys, the first account, an organisation, policies, complaints."""

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from system import encoder, model, secret_files, services
from system.layout import SAMPLE, Layout
from system.ports import Ports
from system.processes import MARKER, ProcessSpec
from system.report import Failure
from system.stamps import Stamps

STREAM_RATE_PER_SECOND = 20
STREAM_SECONDS_MAX = 600
COMMAND_SECONDS_MAX = 60
ACCOUNT_ROLE = "administrator"
COMPLAINTS = SAMPLE / "complaints.jsonl"


class Loader:
    """Runs each command once: what was done stands in var/run/loaded.json."""

    def __init__(self, layout: Layout, ports: Ports, build: Path) -> None:
        self.layout = layout
        self.ports = ports
        self.build = build
        self.stamps = Stamps(layout.run / "loaded.json")

    def make_keys(self) -> int:
        """The operator's key needs no server; the sample sources' key is asked for with it."""
        operator = self.layout.secrets / "operator.key"
        ingest = self.layout.secrets / "ingest.key"
        made = 0
        if not operator.exists():
            self.recoursectl("key", "create", "--role", "administrator", "--name", "operator",
                             "--secret-file", str(self.layout.secrets / "key.secret"),
                             "--out", str(operator))
            made += 1
        if not ingest.exists():
            self.recoursectl("key", "create", "--role", "ingest", "--name", "local", "--out",
                             str(ingest))
            made += 1
        for key in (operator, ingest):
            key.chmod(0o600)
        return made

    def make_account(self) -> bool:
        if self.stamps.has("account", "made"):
            return False
        account = secret_files.account(self.layout)
        console = services.program(self.build, "recourse-console")
        self._run([str(console), "account", account["user"], ACCOUNT_ROLE],
                  services.environment(self.layout, self.ports, "console"),
                  account["password"] + "\n")
        self.stamps.put("account", "made")
        return True

    def load_policies(self, folder: Path) -> int:
        """The organisation, then every policy in the order of names; again when a file changed."""
        files = [(SAMPLE / "organization.json", ("org", "import"))]
        files += [(path, ("policy", "put")) for path in sorted(folder.glob("*.json"))]
        if len(files) == 1:
            raise Failure(f"{folder} holds no policy (*.json)")
        return sum(self._load(path, command) for path, command in files)

    def _load(self, path: Path, command: tuple[str, str]) -> bool:
        if not path.exists():
            raise Failure(f"{path} is missing: this tree is not complete")
        value = hashlib.sha256(path.read_bytes()).hexdigest()
        key = f"{' '.join(command)} {path.name}"
        if self.stamps.has(key, value):
            return False
        self.recoursectl(*command, str(path))
        self.stamps.put(key, value)
        return True

    def load_model(self) -> str:
        """The default models where no model is kept, and those of a new release where what decides
        is still what the release before brought. Which one decides otherwise is people's to say."""
        active = self._active_models()
        changed = self._follow("champion", active, model.train)
        if (encoder.FOLDER / "weights").exists():
            below = ("--second", "--below", str(model.ASK_BELOW))
            changed |= self._follow("second", active, model.train_second, *below)
        return "loaded" if changed else "all there"

    def _active_models(self) -> dict[str, str] | None:
        """The version in each role; None where no model is kept at all."""
        lines = self.recoursectl("--json", "model", "list").splitlines()
        kept = [json.loads(line) for line in lines]
        roles = {each["role"].removeprefix("MODEL_ROLE_").lower(): each["model_version"]
                 for each in kept if "role" in each}
        return roles if kept else None

    def _follow(self, role: str, active: dict[str, str] | None, train: Callable[[Path], Path],
                *options: str) -> bool:
        brought = self.stamps.values.get(f"model {role}")
        if active is not None and (brought is None or active.get(role) != brought):
            return False
        file = train(self.build)
        if active is not None and brought == model.version(file):
            return False
        version = self.recoursectl("model", "put", str(file)).split()[0]
        self.recoursectl("model", "activate", version, *options)
        self.stamps.put(f"model {role}", version)
        return True

    def all_complaints_sent(self) -> bool:
        """True when as many ids stand acknowledged as there are complaints."""
        return line_count(self.acknowledged()) >= line_count(COMPLAINTS)

    def acknowledged(self) -> Path:
        """The acknowledged ids; `recoursectl verify --acknowledged` reads this file."""
        return self.layout.run / "sample.acknowledged"

    def complaints_job(self) -> ProcessSpec:
        """A bounded job for the supervisor. To send a complaint again is safe."""
        argv = (str(services.program(self.build, "recoursectl")), "feedback", "stream",
                str(COMPLAINTS), "--rate", str(STREAM_RATE_PER_SECOND), "--deadline",
                str(STREAM_SECONDS_MAX), "--acknowledged", str(self.acknowledged()),
                "--key-file", str(self.layout.secrets / "ingest.key"))
        return ProcessSpec(
            name="sample", argv=argv, env=services.client_environment(self.layout, self.ports),
            cwd=str(self.layout.run), tier=services.TIER + 1, stop_seconds=5.0, keep=False)

    def recoursectl(self, *arguments: str) -> str:
        program = services.program(self.build, "recoursectl")
        return self._run([str(program), *arguments],
                         services.client_environment(self.layout, self.ports), "")

    def _run(self, argv: list[str], environment: dict[str, str], text: str) -> str:
        """The reason of a refusal is short: it is told at once and not sought in a log."""
        shown = " ".join([Path(argv[0]).name, *argv[1:]])
        full = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", MARKER: str(self.layout.var),
                **environment}
        try:
            done = subprocess.run(argv, env=full, input=text, text=True, capture_output=True,
                                  check=False, timeout=COMMAND_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            raise Failure(f"`{shown}` did not end within {COMMAND_SECONDS_MAX} s") from None
        if done.returncode != 0:
            reason = (done.stderr.strip() or done.stdout.strip() or "no reason given")
            raise Failure(f"`{shown}` failed (exit {done.returncode}): {reason}")
        return done.stdout


def line_count(path: Path) -> int:
    """0 for a file that is not there."""
    if not path.exists():
        return 0
    with path.open("rb") as stream:
        return sum(1 for line in stream if line.strip())
