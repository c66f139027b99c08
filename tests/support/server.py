"""A web server on 127.0.0.1 that plays the publisher and misbehaves on demand. All that it serves is invented."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Reply = Callable[["Handler"], None]


class Publisher(ThreadingHTTPServer):
    """Answers each path as told; remembers every request, so that a test can look at what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, list[Reply]] = {}
        self.requests: list[tuple[float, str, dict[str, str]]] = []
        self.closing = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def answers(self, path: str, *replies: Reply) -> None:
        """The replies to successive requests; the last one holds for all that follow."""
        self.replies[path] = list(replies)

    def times(self, path: str) -> int:
        return sum(asked == path for _, asked, _ in self.requests)

    def headers_of_last(self, path: str) -> dict[str, str]:
        return next(headers for _, asked, headers in reversed(self.requests) if asked == path)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are part of the play."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        self.server.requests.append((time.monotonic(), self.path, {k.lower(): v for k, v in self.headers.items()}))
        replies = self.server.replies.get(self.path, [status(404)])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.close_connection = True
        reply(self)

    def head(self, code: int, headers: Mapping[str, str]) -> None:
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Tests need no log."""


@contextmanager
def publisher() -> Iterator[Publisher]:
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def file(data: bytes, content_type: str = WORKBOOK, **headers: str) -> Reply:
    """A proper answer; `etag="..."` and `last_modified="..."` add those headers."""
    extra = {key.replace("_", "-"): value for key, value in headers.items()}

    def reply(to: Handler) -> None:
        to.head(200, {"Content-Type": content_type, "Content-Length": str(len(data)), **extra})
        to.wfile.write(data)

    return reply


def page(html: str) -> Reply:
    return file(html.encode(), "text/html; charset=utf-8")


def conditional(data: bytes, etag: str, last_modified: str) -> Reply:
    """The file, or 304 where the request shows that the client has it."""

    def reply(to: Handler) -> None:
        if to.headers.get("If-None-Match") == etag and to.headers.get("If-Modified-Since") == last_modified:
            to.head(304, {"ETag": etag})
        else:
            file(data, etag=etag, last_modified=last_modified)(to)

    return reply


def status(code: int, **headers: str) -> Reply:
    extra = {key.replace("_", "-"): value for key, value in headers.items()}
    return lambda to: to.head(code, {"Content-Length": "0", **extra})


def redirect(location: str) -> Reply:
    return status(302, Location=location)


def truncated(data: bytes) -> Reply:
    """Half of the declared bytes, then the connection ends."""

    def reply(to: Handler) -> None:
        to.head(200, {"Content-Type": WORKBOOK, "Content-Length": str(len(data))})
        to.wfile.write(data[: len(data) // 2])

    return reply


def truncated_chunks(data: bytes) -> Reply:
    """A first chunk without the last one that would end the body."""

    def reply(to: Handler) -> None:
        to.head(200, {"Content-Type": WORKBOOK, "Transfer-Encoding": "chunked"})
        half = data[: len(data) // 2]
        to.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")

    return reply


def dripping(data: bytes, every: float) -> Reply:
    """One byte of the body now and then, never silent for long."""

    def reply(to: Handler) -> None:
        to.head(200, {"Content-Type": WORKBOOK, "Content-Length": str(len(data))})
        _drip(to, data, every)

    return reply


def dripping_headers(every: float) -> Reply:
    """Headers that never end."""
    return lambda to: _drip(to, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10_000, every)


def silent() -> Reply:
    """No answer at all until the test is over."""
    return lambda to: to.server.closing.wait(10) and None


def endless(declared: int | None = None) -> Reply:
    """A body far larger than any list, declared or in chunks without a declared size."""

    def reply(to: Handler) -> None:
        size = {"Transfer-Encoding": "chunked"} if declared is None else {"Content-Length": str(declared)}
        to.head(200, {"Content-Type": WORKBOOK, **size})
        while declared is None and not to.server.closing.is_set():
            to.wfile.write(b"400\r\n" + b"0" * 1024 + b"\r\n")

    return reply


def _drip(to: Handler, data: bytes, every: float) -> None:
    for byte in data:
        if to.server.closing.wait(every):
            return
        to.wfile.write(bytes([byte]))
        to.wfile.flush()
