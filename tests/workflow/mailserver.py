"""A mail server that takes everything, so that tests see what really left the house."""

import socketserver
import threading
from email import message_from_bytes
from email.message import Message
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of 127.0.0.1; `letters` is what came in, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[Message] = []

    @property
    def url(self) -> str:
        """The setting MODELLKOMMUNE_MAIL_URL that leads here."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def ids_to(self, recipient: str) -> list[str]:
        """The Message-IDs of the mails to an address."""
        return [str(letter["Message-ID"]) for letter in self.letters if letter["To"] == recipient]

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *problem: Any) -> None:
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say(b"220 here")
        for line in self.rfile:
            word = line[:4].strip().upper()
            if word == b"DATA":
                self._say(b"354 go on")
                self._take()
            self._say(b"221 bye" if word == b"QUIT" else b"250 ok")
            if word == b"QUIT":
                return

    def _take(self) -> None:
        content = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            content += line
        assert isinstance(self.server, MailServer)
        self.server.letters.append(message_from_bytes(content))

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")
