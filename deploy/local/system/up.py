"""`up`: brings one system up, and returns when every process can do its job."""

import argparse
import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from system import (build, client, database, down, kafka, mail, packages, ports, postgres, redis,
                    secret_files, services)
from system.layout import REPOSITORY, SAMPLE, Layout, layout_of
from system.ports import Ports
from system.processes import Plan, ProcessSpec, pids_of_system, read_plan, write_private
from system.readiness import is_ready
from system.report import Failure, step
from system.sample import Loader

READY_SECONDS_MAX = 180.0   # seconds on a quiet machine; a loaded one has been seen to need 45
LOOK_SECONDS = 0.1
RESTARTS_MAX = 4               # a process that dies so often while it is awaited will not get ready


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="deploy/local/up",
        description="Installs what is missing, builds, starts and fills one system on 127.0.0.1.")
    parser.add_argument("--empty", action="store_true",
                        help="leave the default model and the sample complaints out "
                             "(organisation and policies come)")
    parser.add_argument("--var", metavar="DIR", help="the system's folder (default: var/)")
    parser.add_argument("--policy", metavar="DIR", help="policies other than the sample's")
    parser.add_argument("--smtp", metavar="HOST:PORT",
                        help="a real mail server instead of the local sink, which keeps mail under "
                             "var/mail; `local` goes back to it")
    parser.add_argument("--build-dir", metavar="DIR", help="where to build (default: build/)")
    ports.add_options(parser)
    # For the work on this program itself: steps to leave out, separated by commas.
    parser.add_argument("--leave-out", default="", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


class Up:
    """The steps, in their order. Each can be repeated and skips what is already done."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.layout: Layout = layout_of(options.var)
        self.ports: Ports = ports.choose(options, self.layout)
        self.build: Path = services.build_folder(options.build_dir)
        self.policy = Path(options.policy).resolve() if options.policy else SAMPLE / "policy"
        self.smtp: str = mail.choose(options.smtp, self.layout)
        self.empty: bool = options.empty
        self.left_out = set(options.leave_out.split(",")) - {""}
        self.loader = Loader(self.layout, self.ports, self.build)

    def run(self) -> None:
        self.make_programs()
        with exclusive(self.layout):
            self.start_stores()
            if "services" in self.left_out:
                return
            self.start_services()
            self.fill()

    # Packages and programs.

    def make_programs(self) -> None:
        with build.exclusive(self.build):
            if "packages" not in self.left_out:
                with step("distribution packages") as line:
                    log = build.log_folder(self.build) / "packages.log"
                    count = packages.install(("build", "run"), log)
                    line.outcome = f"{count} installed" if count else "all there"
            if "build" not in self.left_out:
                with step("services and command line") as line:
                    line.outcome = build.programs(self.build)
            if "web" not in self.left_out:
                with step("web pages") as line:
                    line.outcome = build.pages(self.build)
            with step("Kafka's jars") as line:
                line.outcome = build.broker(self.build)
            if "encoder" not in self.left_out:
                with step("sentence encoder") as line:
                    line.outcome = build.sentences(self.build)

    # Stores.

    def start_stores(self) -> None:
        with step("folders, secrets and settings") as line:
            self.layout.make()
            secret_files.make(self.layout)
            made = postgres.make_cluster(self.layout)
            postgres.write_settings(self.layout, self.ports)
            redis.write_settings(self.layout, self.ports)
            kafka.format_storage(self.layout, self.ports)
            line.outcome = "made" if made else "all there"
        with step("supervisor") as line:
            line.outcome = self.start_supervisor()
        self.write_description()
        self.apply(self.store_specs() + self.running_services())
        for spec in self.store_specs():
            self.await_ready(spec)
        with step("roles, schemas and rights"):
            database.prepare(self.layout, self.ports)

    def start_supervisor(self) -> str:
        if client.supervisor_pid(self.layout) is not None:
            return "runs"
        if pids_of_system(str(self.layout.var)):
            down.stop(self.layout)     # the supervisor was killed: nobody keeps what it started
        ports.require_free(self.ports)
        Plan(str(self.layout.var)).write(self.layout.plan)
        client.start_supervisor(self.layout)
        return "started"

    def store_specs(self) -> list[ProcessSpec]:
        return [postgres.spec(self.layout, self.ports), redis.spec(self.layout, self.ports),
                *mail.specs(self.layout, self.ports, self.smtp),
                kafka.spec(self.layout, self.ports)]

    def running_services(self) -> list[ProcessSpec]:
        """What the plan holds besides stores: it goes on untouched while the stores are seen to."""
        return [spec for spec in read_plan(self.layout.plan).processes
                if spec.tier >= services.TIER]

    def apply(self, specs: list[ProcessSpec]) -> None:
        Plan(str(self.layout.var), specs).write(self.layout.plan)
        client.command(self.layout, "apply")

    # Services.

    def start_services(self) -> None:
        with step("migrations"):
            for service in services.SERVICES:
                services.migrate(self.layout, self.ports, self.build, service)
        specs = [services.spec(self.layout, self.ports, self.build, name)
                 for name in services.SERVICES]
        if "encoder" in self.left_out:      # also where its weights lie there already
            for spec in specs:
                spec.env.pop("RECOURSE_ENCODER", None)
        jobs = [spec for spec in self.running_services() if not spec.keep]
        self.apply(self.store_specs() + specs + jobs)
        for spec in specs:
            self.await_ready(spec)

    def await_ready(self, spec: ProcessSpec) -> None:
        assert spec.probe is not None
        with step(f"{spec.name} (port {spec.probe.port})") as line:
            deadline = time.monotonic() + READY_SECONDS_MAX
            first = self.restarts_of(spec)
            while not (self.is_up(spec) and is_ready(spec.probe)):
                if self.restarts_of(spec) - first >= RESTARTS_MAX:
                    raise Failure(f"{spec.name} dies again and again",
                                  self.layout.log_of(spec.name))
                if time.monotonic() > deadline:
                    raise Failure(f"{spec.name} was not ready after {READY_SECONDS_MAX:.0f} s",
                                  self.layout.log_of(spec.name))
                time.sleep(LOOK_SECONDS)
            line.outcome = "ready"

    def entry_of(self, spec: ProcessSpec) -> client.Answer:
        answer = client.command(self.layout, "status")
        return dict(next(e for e in answer["processes"] if e["name"] == spec.name))

    def restarts_of(self, spec: ProcessSpec) -> int:
        return int(self.entry_of(spec)["restarts"])

    def is_up(self, spec: ProcessSpec) -> bool:
        return bool(self.entry_of(spec)["state"] == "running")

    # What makes it usable.

    def fill(self) -> None:
        with step("keys and the first account") as line:
            made = self.loader.make_keys() + self.loader.make_account()
            line.outcome = f"{made} made" if made else "all there"
        with step("organisation and policies") as line:
            loaded = self.loader.load_policies(self.policy)
            line.outcome = f"{loaded} loaded" if loaded else "all there"
        if not self.empty:
            with step("default model") as line:
                line.outcome = self.loader.load_model()
            with step("sample complaints") as line:
                line.outcome = self.stream_complaints()

    def stream_complaints(self) -> str:
        """As a bounded job beside the services, so that the wall moves while somebody looks."""
        if self.loader.all_complaints_sent():
            return "streamed before"
        answer = client.command(self.layout, "status")
        if any(e["name"] == "sample" and e["state"] == "running" for e in answer["processes"]):
            return "being streamed"
        kept = [spec for spec in self.running_services() if spec.keep]
        job = self.loader.complaints_job()
        self.apply(self.store_specs() + kept)     # forgets a job that ended too early
        self.apply(self.store_specs() + kept + [job])
        return "being streamed"

    # What others read.

    def write_description(self) -> None:
        """system.env for tools, system.json for tests."""
        environment = services.client_environment(self.layout, self.ports)
        write_private(self.layout.environment,
                      "".join(f"{key}={value}\n" for key, value in environment.items()))
        description = {
            "var": str(self.layout.var), "build": str(self.build), "repository": str(REPOSITORY),
            "ports": asdict(self.ports), "smtp": self.smtp,
            "postgres_superuser_dsn": postgres.dsn(self.layout, self.ports, "postgres"),
            "supervisor_socket": str(self.layout.socket()),
            "pid_files": {name: str(self.layout.pid_file(name))
                          for name in ("supervisor", "postgres", "redis", "kafka", "mail",
                                       *services.SERVICES)},
        }
        write_private(self.layout.description, json.dumps(description, indent=1) + "\n")

    def mail_goes_to(self) -> str:
        if self.smtp != mail.LOCAL_SINK:
            return self.smtp
        return f"kept under {mail.folder(self.layout)} (port {self.ports.mail})"

    def print_addresses(self, seconds: float) -> None:
        account = secret_files.account(self.layout)["user"]
        print(f"""
Ready after {seconds:.1f} s. All on 127.0.0.1:
  console      http://{self.ports.address('console_http')}/   user {account}, password in \
{self.layout.secrets / 'admin.json'}
  gRPC         ingest {self.ports.ingest_grpc}, classify {self.ports.classify_grpc}, \
routing {self.ports.routing_grpc}, followup {self.ports.followup_grpc}, kpi {self.ports.kpi_grpc}
  stores       Kafka {self.ports.kafka}, PostgreSQL {self.ports.postgres}, \
Redis {self.ports.redis}
  mail         {self.mail_goes_to()}
  logs         {self.layout.log}
  stop         deploy/local/down --var {self.layout.var}""")


@contextmanager
def exclusive(layout: Layout) -> Iterator[None]:
    """Two `up`s over one folder work one after the other."""
    layout.run.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(layout.run / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    up = Up(parse(arguments))
    up.run()
    up.print_addresses(time.monotonic() - started)
    return 0
