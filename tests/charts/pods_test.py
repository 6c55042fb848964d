"""What every pod of the chart must have, and what each service is told."""
import re
import unittest
from pathlib import Path

import yaml
from chart import OPERATORS, PRODUCTION, REPOSITORY, TRIAL, render

DRAIN_SECONDS = 20      # contract: SIGTERM drains within 20 s
SERVICES = ("ingest", "classify", "routing", "followup", "kpi", "console")


def objects(values: Path, *settings: str) -> list[dict]:
    done = render(values, *settings)
    assert done.returncode == 0, done.stderr
    return [part for part in yaml.safe_load_all(done.stdout) if part]


def of_kind(parts: list[dict], kind: str) -> dict[str, dict]:
    return {part["metadata"]["name"]: part for part in parts if part["kind"] == kind}


def variables_of(service: str) -> set[str]:
    """What the service reads, by its config and those of common that it calls."""
    config = (REPOSITORY / "services" / service / "config.cc").read_text()
    texts = [config]
    common = REPOSITORY / "services" / "common"
    parts = {"ReadCommonConfig": ("process/common_config.cc", "Common"),
             "ReadGrpcConfig": ("process/common_config.cc", "Grpc"),
             "ReadLogConfig": ("process/common_config.cc", "Log"),
             "ReadStoreConfig": ("process/common_config.cc", "Store")}
    if "ReadServiceConfig" in config:
        texts += ["ReadCommonConfig ReadGrpcConfig ReadLogConfig",
                  (common / "app" / "app.cc").read_text()]
    if "ReadCourierConfig" in config:
        texts += [(common / "courier" / "courier_config.cc").read_text()]
    called = " ".join(texts)
    for name, (file, part) in parts.items():
        if name in called:
            body = (common / file).read_text().partition(f"{part}Config {name}(")[2]
            texts.append(body.partition("\n}\n")[0])
    return set(re.findall(r'"(RECOURSE_[A-Z_]+)"', " ".join(texts)))


class PodsTest(unittest.TestCase):
    def test_every_service_is_told_all_that_it_reads(self) -> None:
        deployments = of_kind(objects(PRODUCTION), "Deployment")
        left_to_the_image = {"RECOURSE_WEB_DIR", "RECOURSE_LOG_LEVEL"}
        for service in SERVICES:
            with self.subTest(service):
                pod = deployments[f"recourse-{service}"]["spec"]["template"]["spec"]
                told = {entry["name"] for entry in pod["containers"][0]["env"]}
                self.assertEqual(variables_of(service) - told - left_to_the_image, set())

    def test_a_file_that_a_service_is_told_of_is_there(self) -> None:
        for name, deployment in of_kind(objects(PRODUCTION), "Deployment").items():
            pod = deployment["spec"]["template"]["spec"]
            volumes = {volume["name"] for volume in pod["volumes"]}
            for container in [*pod["initContainers"], *pod["containers"]]:
                mounts = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
                files = [entry for entry in container["env"] if entry["name"].endswith("_FILE")]
                for entry in files:
                    with self.subTest(f"{name} {container['name']} {entry['name']}"):
                        folder = str(Path(entry["value"]).parent)
                        self.assertIn(mounts.get(folder), volumes)

    def test_who_asks_for_no_password_is_told_of_none(self) -> None:
        asked = ("RECOURSE_KAFKA_SECURITY_FILE", "RECOURSE_REDIS_USER",
                 "RECOURSE_REDIS_PASSWORD_FILE", "/run/recourse/kafka", "/run/recourse/redis")
        with_all = render(PRODUCTION).stdout
        without = render(PRODUCTION, "kafka.securitySecret=", "redis.existingSecret=",
                         "redis.user=").stdout
        self.assertEqual([word for word in asked if word not in with_all], [])
        self.assertEqual([word for word in asked if word in without], [])

    def test_a_pod_has_time_to_drain(self) -> None:
        for name, deployment in of_kind(objects(PRODUCTION), "Deployment").items():
            with self.subTest(name):
                pod = deployment["spec"]["template"]["spec"]
                wait = pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
                self.assertEqual(wait[0], "sleep")
                self.assertGreater(pod["terminationGracePeriodSeconds"],
                                   DRAIN_SECONDS + int(wait[1]))

    def test_no_container_may_more_than_it_needs(self) -> None:
        for values in (PRODUCTION, OPERATORS, TRIAL):
            for part in objects(values):
                pod = part.get("spec", {}).get("template", {}).get("spec")
                if pod is None:
                    continue
                with self.subTest(f"{values.name} {part['metadata']['name']}"):
                    self.assertFalse(pod["automountServiceAccountToken"])
                    self.assertEqual(pod["securityContext"]["seccompProfile"]["type"],
                                     "RuntimeDefault")
                    for container in [*pod.get("initContainers", []), *pod["containers"]]:
                        rights = container["securityContext"]
                        self.assertTrue(rights["readOnlyRootFilesystem"])
                        self.assertTrue(rights["runAsNonRoot"])
                        self.assertFalse(rights["allowPrivilegeEscalation"])
                        self.assertEqual(rights["capabilities"], {"drop": ["ALL"]})
                        self.assertIn("ephemeral-storage", container["resources"]["limits"])

    def test_a_service_sees_no_secret_of_another(self) -> None:
        wanted = {"ingest": {"key.secret", "customer.secret"},
                  "followup": {"key.secret", "survey.secret"}}
        for service in SERVICES:
            pod = of_kind(objects(PRODUCTION), "Deployment")[f"recourse-{service}"]
            volumes = {v["name"]: v for v in pod["spec"]["template"]["spec"]["volumes"]}
            seen = {item["key"] for item in volumes["secrets"]["secret"]["items"]}
            with self.subTest(service):
                self.assertEqual(seen, wanted.get(service, {"key.secret"}))

    def test_all_traffic_is_denied_that_no_rule_names(self) -> None:
        policies = of_kind(objects(PRODUCTION), "NetworkPolicy")
        deny = policies["recourse-default-deny"]["spec"]
        self.assertEqual(deny["policyTypes"], ["Ingress", "Egress"])
        self.assertEqual(deny["podSelector"],
                         {"matchLabels": {"app.kubernetes.io/instance": "recourse"}})
        self.assertNotIn("ingress", deny)
        ports = [rule["ports"] for rule in deny["egress"]]
        self.assertEqual({p["port"] for group in ports for p in group}, {53})
        for service in SERVICES:
            self.assertIn(f"recourse-{service}", policies)

    def test_one_thing_alone_decides_how_many_there_are(self) -> None:
        parts = objects(PRODUCTION)
        self.assertNotIn("replicas", of_kind(parts, "Deployment")["recourse-ingest"]["spec"])
        self.assertIn("recourse-ingest", of_kind(parts, "HorizontalPodAutoscaler"))
        parts = objects(OPERATORS)
        self.assertNotIn("replicas", of_kind(parts, "Deployment")["recourse-routing"]["spec"])
        triggers = of_kind(parts, "ScaledObject")["recourse-routing"]["spec"]["triggers"]
        self.assertEqual({t["metadata"]["lagThreshold"] for t in triggers}, {"500"})
        self.assertEqual({t["metadata"]["consumerGroup"] for t in triggers}, {"recourse.routing"})

    def test_a_service_that_is_left_out_leaves_nothing_behind(self) -> None:
        for part in objects(PRODUCTION, "services.kpi=null"):
            self.assertNotEqual(part["metadata"]["name"], "recourse-kpi")


if __name__ == "__main__":
    unittest.main()
