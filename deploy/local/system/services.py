"""The project's own processes: their environment, their place in the plan, their migrations."""

import os
from pathlib import Path

from system import commands, encoder, mail, postgres
from system.layout import REPOSITORY, WEB, Layout
from system.ports import Ports
from system.processes import Probe, ProcessSpec, program_version

# In the order of starting. The console is the one without a gRPC door.
SERVICES = ("ingest", "classify", "routing", "followup", "kpi", "console")
PEERS = ("ingest", "classify", "routing", "followup", "kpi")
PROGRAMS = (*(f"recourse-{service}" for service in SERVICES), "recoursectl")

TIER = 3
FACT_DAYS = 30
STOP_SECONDS_MAX = 20.0        # what a service has to drain; then it is killed


def program(build: Path, name: str) -> Path:
    return build / "bin" / name


# Traces go where the caller of `up` says, if anywhere.
TRACES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
          "OTEL_RESOURCE_ATTRIBUTES", "OTEL_SDK_DISABLED")


def environment(layout: Layout, ports: Ports, service: str) -> dict[str, str]:
    """What deploy/env.yaml says that this service reads, and nothing else."""
    common = {
        "RECOURSE_INSTANCE": f"{service}-1",
        "RECOURSE_LOG_LEVEL": "info",
        "RECOURSE_METRICS_LISTEN": ports.address(f"{service}_metrics"),
        "RECOURSE_KEY_SECRET_FILE": str(layout.secrets / "key.secret"),
        "RECOURSE_INGEST_ADDR": ports.address("ingest_grpc"),
        **{name: os.environ[name] for name in TRACES if os.environ.get(name)},
    }
    role = {"RECOURSE_POSTGRES_DSN": postgres.dsn(layout, ports, service)}
    if service == "console":
        return {**common, **role, **peers(ports),
                "RECOURSE_HTTP_LISTEN": ports.address("console_http"),
                "RECOURSE_WEB_DIR": str(WEB / "dist")}
    common |= {
        "RECOURSE_GRPC_LISTEN": ports.address(f"{service}_grpc"),
        "RECOURSE_GRPC_REFLECTION": "on",
        "RECOURSE_KAFKA_BROKERS": ports.address("kafka"),
        "RECOURSE_FACT_DAYS": str(FACT_DAYS),
    }
    if service == "kpi":
        role["RECOURSE_REDIS_ADDR"] = ports.address("redis")
    if service == "ingest":
        role["RECOURSE_CUSTOMER_SECRET_FILE"] = str(layout.secrets / "customer.secret")
    if service == "classify" and (encoder.FOLDER / "weights").exists():
        role["RECOURSE_ENCODER"] = str(encoder.FOLDER)
    if service == "followup":
        role |= followup_environment(layout, ports)
    return {**common, **role}


def followup_environment(layout: Layout, ports: Ports) -> dict[str, str]:
    """What leaves the house goes to the mail server that this system has; webhooks to the endpoints
    of whoever called `up`, if any."""
    webhooks = {name: os.environ[name] for name in mail.WEBHOOKS if os.environ.get(name)}
    return {**mail.environment(ports, mail.choose(None, layout)), **webhooks,
            "RECOURSE_ROUTING_ADDR": ports.address("routing_grpc"),
            "RECOURSE_PUBLIC_URL": f"http://{ports.address('console_http')}",
            "RECOURSE_SURVEY_KEY_FILE": str(layout.secrets / "survey.secret")}


def peers(ports: Ports) -> dict[str, str]:
    return {f"RECOURSE_{peer.upper()}_ADDR": ports.address(f"{peer}_grpc") for peer in PEERS}


def spec(layout: Layout, ports: Ports, build: Path, service: str) -> ProcessSpec:
    binary = program(build, f"recourse-{service}")
    return ProcessSpec(
        name=service, argv=(str(binary),), env=environment(layout, ports, service),
        cwd=str(layout.run), tier=TIER, stop_seconds=STOP_SECONDS_MAX,
        probe=Probe("http", ports.of(f"{service}_metrics")), version=program_version(binary))


def migrate(layout: Layout, ports: Ports, build: Path, service: str) -> None:
    binary = program(build, f"recourse-{service}")
    commands.run([str(binary), "migrate"], layout.log_of("migrate"), f"migrating {service}",
                 cwd=layout.run, env=environment(layout, ports, service))


def client_environment(layout: Layout, ports: Ports) -> dict[str, str]:
    """What a tool needs to reach this system; the contents of system.env."""
    return {
        "RECOURSE_VAR": str(layout.var),
        **peers(ports),
        "RECOURSE_HTTP_ADDR": ports.address("console_http"),
        "RECOURSE_KAFKA_BROKERS": ports.address("kafka"),
        "RECOURSE_REDIS_ADDR": ports.address("redis"),
        "RECOURSE_AUDITOR_DSN": postgres.dsn(layout, ports, "auditor"),
    }


def build_folder(option: str | None) -> Path:
    return Path(option).resolve() if option else REPOSITORY / "build"
