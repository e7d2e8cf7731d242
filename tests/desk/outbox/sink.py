"""A mail server that keeps what it is given and sends nothing on. It can be told to refuse, to break off, and to be slow."""

import base64
import datetime as dt
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.serving import free_port


@dataclass
class Caught:
    """One mail as it came."""

    sender: str
    to: str
    data: bytes
    greeting: str
    encrypted: bool
    logged_in: str


@dataclass
class Sink:
    """`replies`: what is answered instead of yes, by the verb; a function is asked each time. `at`: called when a verb arrives, and with
    "taken" once a mail is kept and before it is answered. `drips`: at this verb (or at "CONNECT", or instead of "TLS") it says a letter
    every now and then, and never a whole word, until the client is gone or the test over."""

    port: int = 0
    security: str = "plain"
    context: ssl.SSLContext | None = None
    users: dict[str, str] = field(default_factory=dict)
    most: int = 0
    replies: dict[str, str] = field(default_factory=dict)
    at: Callable[[str], None] = lambda verb: None
    caught: list[Caught] = field(default_factory=list)
    talks: int = 0
    drips: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def said(self, verb: str, usual: str) -> str:
        return self.replies.get(verb, usual)


class _Talk(socketserver.StreamRequestHandler):
    sink: Sink
    secure = False
    who = greeting = ""

    def handle(self) -> None:
        with suppress(OSError, ssl.SSLError, ValueError):
            self.sink.talks += 1
            if self.sink.security == "tls":
                self._encrypt()
            if self.sink.drips == "CONNECT":
                self._drip()
            self.say(self.sink.said("CONNECT", "220 sink"))
            self.sender = self.to = ""
            while self._one():
                pass

    def finish(self) -> None:
        with suppress(OSError, ValueError):
            super().finish()
        if self.secure:
            self.connection.close()

    def _drip(self) -> None:
        # As TLS it is the beginning of one long record.
        said = b"\x16\x03\x03\x3f\xff\x02" if self.sink.drips == "TLS" else b"2"
        while not self.sink.over.wait(0.02):
            self.wfile.write(said[:1])
            said = said[1:] or said

    def say(self, line: str) -> None:
        self.wfile.write(line.encode("latin-1") + b"\r\n")

    def _encrypt(self) -> None:
        if self.sink.drips == "TLS":
            self._drip()
        assert self.sink.context
        self.connection = self.sink.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.secure = True

    def _one(self) -> bool:
        line = self.rfile.readline().decode().strip()
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        if not line:
            return False
        self.sink.at(verb)
        if self.sink.drips == verb:
            self._drip()
        if self.sink.replies.get(verb) == "break":
            return False
        answer = {
            "EHLO": self._ehlo, "AUTH": self._auth, "MAIL": self._mail, "RCPT": self._rcpt, "DATA": self._data, "STARTTLS": self._starttls,
        }.get(verb, self._other)  # fmt: skip
        return answer(verb, rest)

    def _ehlo(self, verb: str, rest: str) -> bool:
        self.greeting = rest
        offered = ["sink", *([f"SIZE {self.sink.most}"] if self.sink.most else ["SIZE"])]
        if self.sink.security == "starttls" and not self.secure:
            offered.append("STARTTLS")
        if self.sink.users:
            offered.append("AUTH PLAIN")
        for number, one in enumerate(offered, 1):
            self.say(f"250{' ' if number == len(offered) else '-'}{one}")
        return True

    def _starttls(self, verb: str, rest: str) -> bool:
        self.say(self.sink.said(verb, "220 begin"))
        if verb not in self.sink.replies:
            self._encrypt()
        return True

    def _auth(self, verb: str, rest: str) -> bool:
        _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        right = self.sink.users.get(user) == password
        self.who = user if right else ""
        self.say(self.sink.said(verb, "235 in" if right else "535 5.7.8 wrong for " + user))
        return True

    def _mail(self, verb: str, rest: str) -> bool:
        self.sender = rest.partition("<")[2].partition(">")[0]
        self.say(self.sink.said(verb, "530 log in first" if self.sink.users and not self.who else "250 yes"))
        return True

    def _rcpt(self, verb: str, rest: str) -> bool:
        self.to = rest.partition("<")[2].partition(">")[0]
        self.say(self.sink.said(verb, "250 yes"))
        return True

    def _data(self, verb: str, rest: str) -> bool:
        if verb in self.sink.replies:
            self.say(self.sink.replies[verb])
            return True
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        self.sink.caught.append(Caught(self.sender, self.to, b"".join(lines), self.greeting, self.secure, self.who))
        self.sink.at("taken")
        if self.sink.drips == "END":
            self._drip()
        final = self.sink.said("END", f"250 2.0.0 queued for {self.to}")
        if final == "break":
            return False
        self.say(final)
        return True

    def _other(self, verb: str, rest: str) -> bool:
        self.say("221 bye" if verb == "QUIT" else "250 yes")
        return verb != "QUIT"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True


@contextmanager
def sink(**told: object) -> Iterator[Sink]:
    """A server at a port of its own, until the end of the block."""
    one = Sink(port=free_port(), **told)  # type: ignore[arg-type]
    handler = type("Talk", (_Talk,), {"sink": one})
    with _Server(("127.0.0.1", one.port), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield one
        finally:
            one.over.set()
            server.shutdown()


def closed_port() -> int:
    """A port where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free_port()))
        port: int = probe.getsockname()[1]
        return port


def certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """A server's certificate that it signed itself, and the file by which a client trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file, secret = folder / "cert.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return context, file
