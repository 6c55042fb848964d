"""The chart as Helm, Kubernetes' own schemas and kube-score read it."""
import tempfile
import unittest
from pathlib import Path

import schemas
from chart import CHART, OPERATORS, PRODUCTION, TOOLS, TRIAL, render, run

ALL = (PRODUCTION, OPERATORS, TRIAL)
# Kinds of operators: no registry serves their schemas. PrometheusRule is read by promtool.
OF_OPERATORS = "Kafka,KafkaNodePool,Cluster,ScaledObject,ServiceMonitor,PrometheusRule"
# kube-score's remarks that the trial and KEDA earn on purpose.
SINGLE = ("--ignore-test", "deployment-replicas", "--ignore-test", "container-image-pull-policy")


class ChartTest(unittest.TestCase):
    def rendered(self, values: Path, *settings: str) -> str:
        done = render(values, *settings)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_helm_finds_no_fault(self) -> None:
        for values in ALL:
            with self.subTest(values.name):
                done = run("helm", "lint", "--strict", CHART, "-f", values)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_object_is_one_that_kubernetes_knows(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            place = schemas.write(TOOLS, Path(folder))
            check = ("kubeconform", "-strict", "-schema-location", place, "-skip", OF_OPERATORS)
            for values in ALL:
                with self.subTest(values.name):
                    done = run(*check, "-", text=self.rendered(values))
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            text = self.rendered(PRODUCTION).replace("maxUnavailable: 1", "maxUnavailabel: 1")
            self.assertNotEqual(run(*check, "-", text=text).returncode, 0,
                                "a misspelt field has passed: the check proves nothing")

    def test_kube_score_has_nothing_to_say(self) -> None:
        for values, leave in ((PRODUCTION, ()), (OPERATORS, SINGLE[:2]), (TRIAL, SINGLE)):
            with self.subTest(values.name):
                done = run("kube-score", "score", "--exit-one-on-warning", *leave, "-",
                           text=self.rendered(values))
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_wrong_values_are_refused_by_name(self) -> None:
        for setting, said in (
                ("image.tag=latest", "tag"), ("logLevel=loud", "logLevel"),
                ("kafka.mode=bitnami", "mode"), ("services.routing.replica=3", "replica"),
                ("services.billing.replicas=1", "billing"), ("redis.address=redis", "address"),
                ("services.routing.keda.maxReplicas=9", "maxReplicas"),
                ("kafka.brokers=", "kafka.brokers is needed"),
                ("postgresql.host=", "postgresql.host is needed"),
                ("secrets.existingSecret=", "secrets.existingSecret"),
                ("smtp.address=", "smtp.address is needed"),
                ("services.ingest.keda.enabled=true", "cannot both"),
                ("services.console.keda.enabled=true", "use autoscaling")):
            with self.subTest(setting):
                done = render(PRODUCTION, setting)
                self.assertNotEqual(done.returncode, 0, f"{setting} was taken")
                self.assertIn(said, done.stderr)


if __name__ == "__main__":
    unittest.main()
