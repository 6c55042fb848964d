"""The secrets of one system: made once, never printed, each a file that its owner alone reads."""

import json
import os
import secrets
from pathlib import Path

from system.layout import Layout
from system.processes import write_private

SECRET_BYTES = 32
PASSWORD_BYTES = 18
DATABASE_ROLES = ("postgres", "ingest", "classify", "routing", "followup", "kpi", "console",
                  "auditor")


def make(layout: Layout) -> None:
    """Makes what is missing; what is there stays, since other things were made with it."""
    for name in ("key.secret", "customer.secret", "survey.secret"):
        keep_or_write(layout.secrets / name, secrets.token_hex(SECRET_BYTES) + "\n")
    for role in DATABASE_ROLES:
        # libpq's own form of a password file: host:port:database:user:password.
        password = secrets.token_hex(PASSWORD_BYTES)
        keep_or_write(password_file(layout, role), f"*:*:*:{role}:{password}\n")
    account = {"user": "admin", "password": secrets.token_urlsafe(PASSWORD_BYTES)}
    keep_or_write(layout.secrets / "admin.json", json.dumps(account) + "\n")


def keep_or_write(path: Path, text: str) -> None:
    if path.exists():
        path.chmod(0o600)
    else:
        write_private(path, text)


def password_file(layout: Layout, role: str) -> Path:
    return layout.secrets / f"postgres-{role}.pass"


def password(layout: Layout, role: str) -> str:
    return password_file(layout, role).read_text().strip().rpartition(":")[2]


def account(layout: Layout) -> dict[str, str]:
    """The first account: {"user":…,"password":…}."""
    return dict(json.loads((layout.secrets / "admin.json").read_text()))


def give_to(path: Path, uid: int, gid: int) -> None:
    """Hands a file to the user that PostgreSQL runs as."""
    os.chown(path, uid, gid)
