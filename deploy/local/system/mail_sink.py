"""The local mail sink: an SMTP server that keeps each mail as a file and sends none on.

Run by itself, by Debian's Python, whose package python3-aiosmtpd it uses:

    mail_sink.py [--host HOST] PORT FOLDER

It listens on this machine alone unless told otherwise, which is for a container's own network.
A mail is on the disk before it is answered with 250: FOLDER/<time>-<number>.eml, with the envelope
in front (Return-Path, Delivered-To), as a mail server keeps it. SIGTERM ends it."""

import asyncio
import json
import os
import signal
import sys
from datetime import datetime, timezone
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
MAIL_BYTES_MAX = 10 * 1024 * 1024
MAILS_MAX = 50_000             # then it takes no more until somebody empties the folder
IDLE_SECONDS_MAX = 60.0


def tell(message: str, **values: object) -> None:
    """One line of the log, in the shape that the services use. Names no address."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    print(json.dumps({"time": now, "level": "info", "service": "mail", "message": message,
                      **values}), file=sys.stderr, flush=True)


class Sink:
    """What becomes of a mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = sum(1 for _ in folder.glob("*.eml"))
        self.number = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.count >= MAILS_MAX:
            return f"452 4.3.1 {MAILS_MAX} mails are kept: empty the folder"
        file = self.keep(envelope)
        tell("mail kept", file=file.name, recipients=len(envelope.rcpt_tos))
        return "250 2.0.0 kept"

    def keep(self, envelope: Envelope) -> Path:
        """Whole or not at all, and on the disk when it returns."""
        self.count += 1
        self.number += 1
        now = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S.%f")
        file = self.folder / f"{now}-{self.number:06}.eml"
        content = envelope.original_content or b""
        with file.with_suffix(".new").open("wb") as stream:
            stream.write(f"Return-Path: <{envelope.mail_from}>\r\n".encode())
            stream.writelines(f"Delivered-To: <{to}>\r\n".encode() for to in envelope.rcpt_tos)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        file.with_suffix(".new").rename(file)
        return file


async def serve(host: str, port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    sink = Sink(folder)
    server = await loop.create_server(
        lambda: SMTP(sink, data_size_limit=MAIL_BYTES_MAX, hostname="localhost",
                     ident="Recourse mail sink", timeout=IDLE_SECONDS_MAX, loop=loop),
        host, port)
    tell("mail sink listens", port=server.sockets[0].getsockname()[1], folder=str(folder))
    await stop.wait()
    server.close()
    tell("mail sink ended")


def main(arguments: list[str]) -> int:
    host = HOST
    if len(arguments) > 2 and arguments[0] == "--host":
        host, arguments = arguments[1], arguments[2:]
    if len(arguments) != 2 or not arguments[0].isdigit():
        print("usage: mail_sink.py [--host HOST] PORT FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[1])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(serve(host, int(arguments[0]), folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
