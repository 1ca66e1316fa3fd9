"""The six services as a real HTTP server on loopback that gives recorded answers; the gateway double of these tests."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SERVICES = ("onboarding", "strategy", "production", "qc", "delivery", "orchestrator")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer; `promised` is the length that it claims, where it claims a wrong one; it waits for `gate` if any."""

    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/json"
    promised: int | None = None
    gate: threading.Event | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What a service was asked."""

    method: str
    path: str
    body: bytes
    actor: str = ""

    def json(self) -> Any:
        """Read the body that was sent."""
        return json.loads(self.body)


@dataclass(slots=True)
class RecordedServices:
    """Answers by method and path (with the query, if the recording has one); the last answer of a path repeats."""

    url: str = ""
    answers: dict[tuple[str, str], list[Recorded]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def record(self, method: str, path: str, *answers: Recorded) -> None:
        """Give these answers, one after another, to a path that begins with the service's name."""
        self.answers[method, f"/{path}"] = list(answers)

    def answer(self, request: Request) -> Recorded:
        """Choose the next answer; 404 where none was recorded."""
        with self.lock:
            self.requests.append(request)
            bare = request.path.partition("?")[0]
            script = self.answers.get((request.method, request.path)) or self.answers.get((request.method, bare))
            if not script:
                return problem(404, "Not Found", f"there is no {bare}")
            return script.pop(0) if len(script) > 1 else script[0]

    def environment(self) -> Mapping[str, str]:
        """Name the services' addresses as the environment of a command does."""
        return {f"{name.upper()}_HTTP_URL": f"{self.url}/{name}" for name in SERVICES}

    def asked(self, method: str) -> list[Request]:
        """List what was asked with a method."""
        return [request for request in self.requests if request.method == method]


def json_answer(body: object, status: int = 200) -> Recorded:
    """Answer with JSON."""
    return Recorded(status, json.dumps(body).encode())


def problem(status: int, title: str, detail: str, **extensions: object) -> Recorded:
    """Answer with problem details."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **extensions}
    return Recorded(status, json.dumps(body).encode(), "application/problem+json")


@contextmanager
def serving() -> Iterator[RecordedServices]:
    """Serve on a free port of loopback while the context lasts."""
    services = RecordedServices()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(services))
    server.daemon_threads = False
    services.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(services: RecordedServices) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give("GET")

        def do_POST(self) -> None:
            self._give("POST")

        def _give(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            actor = self.headers.get("x-actor", "").encode("latin-1").decode()
            answer = services.answer(Request(method, self.path, body, actor))
            if answer.gate:
                answer.gate.wait(10)
            # A command that has stopped waiting is not there to read its answer.
            with suppress(ConnectionError):
                self._write(answer)

        def _write(self, answer: Recorded) -> None:
            self.send_response(answer.status)
            self.send_header("content-type", answer.content_type)
            self.send_header("content-length", str(answer.promised or len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    return Handler
