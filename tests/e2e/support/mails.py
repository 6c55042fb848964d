"""What the mail sink was given, as its receivers would see it."""

import collections
import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from support.system import System

LINK = re.compile(r"https?://[^\s\"'<>]+?(/s/[A-Za-z0-9_-]+)(?![A-Za-z0-9_/-])")


@dataclass
class Mail:
    file: str
    to: str
    subject: str
    message_id: str
    text: str
    survey: str | None     # the path of its survey's page, if it asks for one


def mail_of(file: Path) -> Mail:
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    body = parsed.get_body(("plain", "html"))
    text = str(body.get_content()) if body is not None else ""
    link = LINK.search(text)
    return Mail(file.name, str(parsed["Delivered-To"]).strip("<>"), str(parsed["Subject"]),
                str(parsed["Message-ID"]), text, link.group(1) if link else None)


class Mailbox:
    """All mails of a system; each file is read once."""

    def __init__(self, system: System) -> None:
        self.folder = system.var / "mail"
        self.known: dict[str, Mail] = {}

    def all(self) -> list[Mail]:
        for file in sorted(self.folder.glob("*.eml")):
            if file.name not in self.known:
                self.known[file.name] = mail_of(file)
        return list(self.known.values())

    def to(self, address: str) -> list[Mail]:
        return [mail for mail in self.all() if mail.to == address]

    def surveys(self) -> list[Mail]:
        return [mail for mail in self.all() if mail.survey]

    def doubles(self) -> dict[str, int]:
        """Message-IDs that arrived more than once."""
        count = collections.Counter(mail.message_id for mail in self.all())
        return {message_id: times for message_id, times in count.items() if times > 1}
