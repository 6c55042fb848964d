"""A real API server of Kubernetes for the tests: etcd and kube-apiserver on ports of their own.

Nothing runs what is applied: no controller, no node. It says what a cluster would take and keep.
"""
import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import yaml
from chart import TOOLS

HOST = "127.0.0.1"
TOKEN = "token-of-this-test"     # of a server that lives for one test on one machine's loopback
START_SECONDS_MAX = 120
STOP_SECONDS_MAX = 20


def missing() -> str:
    """Why it cannot run here; nothing where it can."""
    if not os.environ.get("RECOURSE_KUBE"):
        return "left out: RECOURSE_KUBE is not set, see tests/charts/api_server/README.md"
    lacking = [name for name in ("etcd", "kube-apiserver", "kubectl", "openssl", "helm")
               if program(name) is None]
    if lacking:
        return f"left out: no {', '.join(lacking)}; see tests/charts/api_server/README.md"
    return ""


def program(name: str) -> str | None:
    return shutil.which(name, path=f"{TOOLS / 'bin'}{os.pathsep}{os.environ['PATH']}")


class ApiServer:
    """Started by `with`, gone after it. `kubeconfig` is how kubectl and helm reach it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kubeconfig = folder / "kubeconfig"
        self.etcd, self.etcd_peer, self.port = free_ports(3)
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "ApiServer":
        try:
            self.write_files()
            self.start("etcd", *self.etcd_arguments())
            self.start("kube-apiserver", *self.server_arguments())
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def write_files(self) -> None:
        key = self.folder / "service-account.key"
        subprocess.run([str(program("openssl")), "genrsa", "-out", key, "2048"], check=True,
                       capture_output=True)
        (self.folder / "tokens.csv").write_text(f'{TOKEN},admin,1,"system:masters"\n')
        self.kubeconfig.write_text(yaml.safe_dump({
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{"name": "test", "cluster": {"server": f"https://{HOST}:{self.port}",
                                                      "insecure-skip-tls-verify": True}}],
            "users": [{"name": "test", "user": {"token": TOKEN}}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}]}))

    def etcd_arguments(self) -> tuple[str, ...]:
        clients, peers = f"http://{HOST}:{self.etcd}", f"http://{HOST}:{self.etcd_peer}"
        return ("--data-dir", str(self.folder / "etcd"), "--listen-client-urls", clients,
                "--advertise-client-urls", clients, "--listen-peer-urls", peers,
                "--initial-advertise-peer-urls", peers, "--initial-cluster", f"default={peers}",
                "--unsafe-no-fsync")

    def server_arguments(self) -> tuple[str, ...]:
        key = self.folder / "service-account.key"
        return (f"--etcd-servers=http://{HOST}:{self.etcd}", f"--bind-address={HOST}",
                f"--secure-port={self.port}", f"--cert-dir={self.folder / 'certificates'}",
                f"--service-account-key-file={key}", f"--service-account-signing-key-file={key}",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-cluster-ip-range=10.0.0.0/16", "--authorization-mode=RBAC",
                f"--token-auth-file={self.folder / 'tokens.csv'}",
                # Accounts are made by a controller, and none runs.
                "--disable-admission-plugins=ServiceAccount", "--endpoint-reconciler-type=none")

    def start(self, name: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes.append(subprocess.Popen(
                [str(program(name)), *arguments], stdout=log, stderr=subprocess.STDOUT,
                cwd=self.folder))

    def wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS_MAX
        while not self.ready():
            for process in self.processes:
                if process.poll() is not None:
                    raise RuntimeError(f"{process.args} has ended:\n{self.end_of_logs()}")
            if time.monotonic() > until:
                raise RuntimeError(f"not ready:\n{self.end_of_logs()}")
            time.sleep(0.2)

    def ready(self) -> bool:
        context = ssl.create_default_context()
        context.check_hostname = False           # its certificate is made at its start
        context.verify_mode = ssl.CERT_NONE
        asked = urllib.request.Request(f"https://{HOST}:{self.port}/readyz",
                                       headers={"Authorization": f"Bearer {TOKEN}"})
        try:
            with urllib.request.urlopen(asked, timeout=5, context=context) as answer:
                return answer.read() == b"ok"
        except (urllib.error.URLError, OSError):
            return False

    def end_of_logs(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-1500:]
                         for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
