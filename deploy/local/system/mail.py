"""Where mail goes: the local sink, which keeps it under var/mail, or a real server (`--smtp`)."""

import json
import os
from pathlib import Path

from system.layout import LOCAL, Layout
from system.ports import Ports
from system.processes import Probe, ProcessSpec, program_version

PROGRAM = LOCAL / "system" / "mail_sink.py"
PYTHON = "/usr/bin/python3"    # Debian's own, which sees Debian's packages
LOCAL_SINK = "local"
FROM = "Recourse <recourse@localhost>"
# How the usual ports of mail servers speak; any other in the clear.
TLS_OF_PORT = {465: "tls", 587: "starttls"}
# Of whoever calls `up --smtp`: handed on to the services that send.
HANDED_ON = ("RECOURSE_SMTP_FROM", "RECOURSE_SMTP_TLS", "RECOURSE_SMTP_USER",
             "RECOURSE_SMTP_PASSWORD_FILE")
WEBHOOKS = ("RECOURSE_WEBHOOK_FILE",)


def folder(layout: Layout) -> Path:
    return layout.var / "mail"


def choose(option: str | None, layout: Layout) -> str:
    """`--smtp HOST:PORT` or `--smtp local`, else what it was before, else the local sink."""
    if option is not None:
        return option
    try:
        return str(json.loads(layout.description.read_text())["smtp"])
    except (OSError, ValueError, KeyError):
        return LOCAL_SINK


def environment(ports: Ports, smtp: str) -> dict[str, str]:
    """What a service that sends mail reads (services/common/courier/courier_config.h)."""
    if smtp == LOCAL_SINK:
        return {"RECOURSE_SMTP_ADDR": ports.address("mail"), "RECOURSE_SMTP_FROM": FROM,
                "RECOURSE_SMTP_TLS": "none"}
    port = smtp.rpartition(":")[2]
    given = {name: os.environ[name] for name in HANDED_ON if os.environ.get(name)}
    return {"RECOURSE_SMTP_ADDR": smtp, "RECOURSE_SMTP_FROM": FROM,
            "RECOURSE_SMTP_TLS": TLS_OF_PORT.get(int(port) if port.isdigit() else 0, "none"),
            **given}


def specs(layout: Layout, ports: Ports, smtp: str) -> list[ProcessSpec]:
    """The sink, unless mail goes elsewhere."""
    if smtp != LOCAL_SINK:
        return []
    return [ProcessSpec(
        name="mail", argv=(PYTHON, "-B", str(PROGRAM), str(ports.mail), str(folder(layout))),
        env={}, cwd=str(layout.run), tier=1, stop_seconds=5.0, probe=Probe("smtp", ports.mail),
        version=program_version(PROGRAM))]
