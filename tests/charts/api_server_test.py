"""The chart on a real API server: what is admitted, kept, changed and taken away.

Opt-in: RECOURSE_KUBE=1; api_server/README.md tells what it needs.
"""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import yaml
from api_server import ApiServer, missing
from chart import CHART, PRODUCTION, TRIAL, render, run

# The kinds of operators have no schema here; their objects are checked by chart_test.
WITHOUT_OPERATORS = ("monitoring.serviceMonitor.enabled=false", "monitoring.rules.enabled=false")
SERVICES = ("ingest", "classify", "routing", "followup", "kpi", "console")
# A pod of ours asks for no right that the strictest standard of Kubernetes withholds.
STANDARD = ("pod-security.kubernetes.io/enforce=restricted",
            "pod-security.kubernetes.io/warn=restricted")
SKIPPED = 77    # as tests/CMakeLists.txt tells ctest

Key = tuple[str, str]     # kind, name


def key_of(part: dict) -> Key:
    return part["kind"], part["metadata"]["name"]


class ApiServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.server = cls.enterClassContext(ApiServer(Path(folder.name)))

    def kubectl(self, *argv: object, text: str | None = None) -> subprocess.CompletedProcess:
        return run("kubectl", "--kubeconfig", self.server.kubeconfig, *argv, text=text)

    def helm(self, *argv: object) -> str:
        done = run("helm", "--kubeconfig", self.server.kubeconfig, *argv)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def room(self, name: str) -> str:
        """A namespace of its own."""
        self.assertEqual(self.kubectl("create", "namespace", name).returncode, 0)
        done = self.kubectl("label", "namespace", name, *STANDARD)
        self.assertEqual(done.returncode, 0, done.stderr)
        return name

    def rendered(self, values: Path, *settings: str) -> str:
        done = render(values, *settings)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def apply(self, room: str, text: str) -> None:
        """As a person would; the server says nothing but that it is done."""
        done = self.kubectl("apply", "--server-side", "-n", room, "-f", "-", text=text)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "", "the server warns")

    def kept(self, room: str, text: str) -> dict[Key, dict]:
        """Each object of `text` as the server keeps it."""
        done = self.kubectl("get", "-n", room, "-f", "-", "-o", "json", text=text)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {key_of(part): part for part in json.loads(done.stdout)["items"]}

    def versions(self, room: str, text: str) -> dict[Key, str]:
        return {key: part["metadata"]["resourceVersion"]
                for key, part in self.kept(room, text).items()}

    def test_every_object_is_admitted_and_kept(self) -> None:
        for name, values in (("production", PRODUCTION), ("trial", TRIAL)):
            with self.subTest(name):
                text = self.rendered(values, *WITHOUT_OPERATORS)
                wanted = {key_of(part) for part in yaml.safe_load_all(text) if part}
                room = self.room(f"admitted-{name}")
                self.apply(room, text)
                self.assertEqual(set(self.kept(room, text)), wanted)

    def test_what_kubernetes_does_not_know_is_refused(self) -> None:
        room = self.room("refused")
        text = self.rendered(PRODUCTION, *WITHOUT_OPERATORS)
        for right, wrong in (("maxUnavailable: 1", "maxUnavailabel: 1"),
                             ("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: 3"),
                             ("targetPort: grpc", "targetPort: -1")):
            with self.subTest(wrong):
                self.assertIn(right, text)
                done = self.kubectl("apply", "--server-side", "-n", room, "-f", "-",
                                    text=text.replace(right, wrong))
                self.assertNotEqual(done.returncode, 0, "the check proves nothing")

    def test_a_second_time_changes_nothing(self) -> None:
        for name, values in (("production", PRODUCTION), ("trial", TRIAL)):
            with self.subTest(name):
                room = self.room(f"twice-{name}")
                text = self.rendered(values, *WITHOUT_OPERATORS)
                self.apply(room, text)
                before = self.versions(room, text)
                self.apply(room, text)
                self.assertEqual(self.versions(room, text), before)

    def test_a_changed_value_changes_just_that(self) -> None:
        room = self.room("changed")
        first = self.rendered(PRODUCTION, *WITHOUT_OPERATORS)
        second = self.rendered(PRODUCTION, *WITHOUT_OPERATORS, "services.routing.replicas=5")
        self.apply(room, first)
        before = self.kept(room, first)
        self.apply(room, second)
        after = self.kept(room, second)
        self.assertEqual(set(after), set(before))
        changed = {key for key in after if after[key]["metadata"]["resourceVersion"] !=
                   before[key]["metadata"]["resourceVersion"]}
        routing = ("Deployment", "recourse-routing")
        self.assertEqual(changed, {routing})
        self.assertEqual(after[routing]["spec"], {**before[routing]["spec"], "replicas": 5})

    def test_each_service_is_fenced_and_held(self) -> None:
        room = self.room("fenced")
        text = self.rendered(PRODUCTION, *WITHOUT_OPERATORS)
        self.apply(room, text)
        kept = self.kept(room, text)
        deny = kept["NetworkPolicy", "recourse-default-deny"]["spec"]
        self.assertEqual(deny["policyTypes"], ["Ingress", "Egress"])
        self.assertNotIn("ingress", deny)
        for service in SERVICES:
            with self.subTest(service):
                name = f"recourse-{service}"
                pods = kept["Deployment", name]["spec"]["template"]["metadata"]["labels"]
                policy = kept["NetworkPolicy", name]["spec"]
                self.assertEqual(set(policy["policyTypes"]), {"Ingress", "Egress"})
                budget = kept["PodDisruptionBudget", name]["spec"]
                self.assertEqual(budget["maxUnavailable"], 1)
                for chosen in (policy["podSelector"], budget["selector"], deny["podSelector"]):
                    self.assertLessEqual(chosen["matchLabels"].items(), pods.items())

    def test_secrets_that_the_chart_made_outlive_it(self) -> None:
        room = self.room("secrets")

        def secret() -> dict:
            done = self.kubectl("get", "secret", "recourse-secrets", "-n", room, "-o", "json")
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout)["data"]

        self.helm("install", "recourse", CHART, "-n", room, "-f", TRIAL)
        made = secret()
        self.assertEqual(len(set(made.values())), len(made))
        self.helm("upgrade", "recourse", CHART, "-n", room, "-f", TRIAL, "--set", "logLevel=debug")
        self.assertEqual(secret(), made)
        self.helm("uninstall", "recourse", "-n", room, "--cascade=background")
        self.assertEqual(secret(), made)
        left = self.kubectl("get", "deployments,services,networkpolicies,jobs,statefulsets", "-n",
                            room, "-o", "name")
        self.assertEqual(left.stdout.strip(), "", "left behind")
        self.helm("install", "recourse", CHART, "-n", room, "-f", TRIAL)
        self.assertEqual(secret(), made)


if __name__ == "__main__":
    if missing():
        print(missing())
        sys.exit(SKIPPED)
    unittest.main()
