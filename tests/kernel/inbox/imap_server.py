"""A tiny IMAP server over a real socket: what the adapter asks of one, and no more."""

from __future__ import annotations

import re
import socketserver
import threading


class Mailbox:
    """Messages by UID with their flags."""

    def __init__(self, *messages: bytes) -> None:
        self.messages = dict(enumerate(messages, start=101))
        self.flags: dict[int, set[str]] = {uid: set() for uid in self.messages}


class Handler(socketserver.StreamRequestHandler):
    """One connection."""

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self.say("* OK ready")
        for line in self.rfile:
            tag, _space, rest = line.decode().strip().partition(" ")
            command = rest.upper()
            if command.startswith("CAPABILITY"):
                self.say("* CAPABILITY IMAP4rev1")
            elif command.startswith("LOGIN") and "geheim" not in rest:
                self.say(f"{tag} NO wrong password")
                continue
            elif command.startswith("SELECT"):
                self.say(f"* {len(box.messages)} EXISTS")
            elif command.startswith("UID SEARCH"):
                new = [str(uid) for uid, flags in box.flags.items() if not flags & {"\\Seen", "\\Flagged"}]
                self.say(f"* SEARCH {' '.join(new)}".rstrip())
            elif match := re.match(r"UID FETCH (\d+) (.+)", rest):
                self.fetch(box, int(match[1]), match[2])
            elif match := re.match(r"UID STORE (\d+) \+FLAGS \((.+)\)", rest):
                box.flags[int(match[1])].add(match[2])
            elif command.startswith("LOGOUT"):
                self.say("* BYE")
                self.say(f"{tag} OK")
                return
            self.say(f"{tag} OK done")

    def fetch(self, box: Mailbox, uid: int, what: str) -> None:
        raw = box.messages[uid]
        if "RFC822.SIZE" in what:
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})")
            return
        if "HEADER" in what:
            raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")


class ImapServer(socketserver.ThreadingTCPServer):
    """`with ImapServer(box) as server: server.url`"""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, box: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.box = box

    @property
    def url(self) -> str:
        return f"imap://post:geheim@127.0.0.1:{self.server_address[1]}/INBOX"

    def __enter__(self) -> ImapServer:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.shutdown()
        self.server_close()
