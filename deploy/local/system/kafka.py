"""Kafka 4 as one KRaft node from the pinned jars of kafka/pom.xml."""

import base64
import os
import shutil
import uuid
from pathlib import Path

from system import commands
from system.layout import LOCAL, REPOSITORY, Layout
from system.ports import HOST, Ports
from system.processes import Probe, ProcessSpec
from system.report import Failure

POM = LOCAL / "kafka" / "pom.xml"
LOGGING = LOCAL / "kafka" / "log4j2.properties"
LIBRARIES = REPOSITORY / "build" / "kafka" / "libs"    # the same for every system of this tree

HEAP = "512m"
RECORD_BYTES_MAX = 1024 * 1024
RETENTION_HOURS = 30 * 24      # RECOURSE_FACT_DAYS, as Kafka counts it
SESSION_MS = 5000
HEARTBEAT_MS = 500
JVM_OPTIONS = (f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
               "-XX:+ExitOnOutOfMemoryError", f"-Dlog4j2.configurationFile={LOGGING}")

SETTINGS = """\
# Written by deploy/local/up at every start; changes here are lost.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller}
advertised.listeners=PLAINTEXT://{host}:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={folder}/data
# A topic that no catalogue names is a mistake, not a wish.
auto.create.topics.enable=false
unclean.leader.election.enable=false
num.partitions=8
message.max.bytes={record_bytes_max}
log.retention.hours={retention_hours}
log.segment.bytes=268435456
# One node: every internal topic has one copy and few partitions.
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# After a kill -9 the node may register again only when its former session has run out, and nobody
# else could take over meanwhile: the default of 9 s would be 9 s of standing still.
broker.session.timeout.ms={session_ms}
broker.heartbeat.interval.ms={heartbeat_ms}
"""


def folder(layout: Layout) -> Path:
    return layout.var / "kafka"


def settings(layout: Layout) -> Path:
    return folder(layout) / "server.properties"


def text(layout: Layout, ports: Ports) -> str:
    return SETTINGS.format(
        host=HOST, port=ports.kafka, controller=ports.kafka_controller, folder=folder(layout),
        record_bytes_max=RECORD_BYTES_MAX, retention_hours=RETENTION_HOURS,
        session_ms=SESSION_MS, heartbeat_ms=HEARTBEAT_MS)


def fetch_libraries(log: Path) -> bool:
    """Copies the jars that the pom pins; False when they are there already."""
    stamp = LIBRARIES.parent / "pom.xml"
    if stamp.exists() and stamp.read_bytes() == POM.read_bytes():
        return False
    shutil.rmtree(LIBRARIES.parent, ignore_errors=True)
    LIBRARIES.mkdir(parents=True)
    commands.run(["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies",
                  f"-DoutputDirectory={LIBRARIES}"], log, "fetching Kafka with Maven")
    shutil.copyfile(POM, stamp)
    return True


def format_storage(layout: Layout, ports: Ports) -> bool:
    """Writes the settings; formats the log folder once (True)."""
    folder(layout).mkdir(exist_ok=True)
    settings(layout).write_text(text(layout, ports))
    if (folder(layout) / "data" / "meta.properties").exists():
        return False
    # Kafka writes its ids as 22 characters of base64.
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    cluster = cluster.replace("-", "A", 1) if cluster.startswith("-") else cluster
    commands.run([java(), "-XX:TieredStopAtLevel=1", f"-Dlog4j2.configurationFile={LOGGING}", "-cp",
                  f"{LIBRARIES}/*", "kafka.tools.StorageTool", "format", "-t", cluster, "-c",
                  str(settings(layout))], layout.log_of("kafka-format"), "formatting Kafka's log")
    return True


def java() -> str:
    program = shutil.which("java")
    if program is None:
        raise Failure("the program java is missing: apt-get install openjdk-17-jre-headless")
    return os.path.realpath(program)


def spec(layout: Layout, ports: Ports) -> ProcessSpec:
    return ProcessSpec(
        name="kafka",
        argv=(java(), *JVM_OPTIONS, "-cp", f"{LIBRARIES}/*", "kafka.Kafka", str(settings(layout))),
        env={}, cwd=str(folder(layout)), tier=2, stop_seconds=30.0,
        probe=Probe("kafka", ports.kafka), version=text(layout, ports))
