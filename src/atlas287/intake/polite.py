"""Gets one file over http, patiently and politely, within bounds that no server can stretch."""

from __future__ import annotations

import asyncio
import email.utils
import random
import ssl
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TypeVar

import httpx

from atlas287.core.about import __version__
from atlas287.core.errors import FetchError

USER_AGENT = f"atlas287/{__version__} (open evidence base on 287(g) agreements; gets the lists that ICE publishes)"
MAX_REDIRECTS = 5

Say = Callable[[str], None]
_T = TypeVar("_T")

_PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
"""Like every 5xx, these say that the same request may succeed later."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient and how polite a run is.

    `interval_seconds` is the least time between two requests to one host, `timeout_seconds` the longest silence,
    `deadline_seconds` the most that one file may take with all its attempts, `backoff_seconds` the pause before the
    second attempt (it doubles each time), `max_bytes` the largest file.
    """

    interval_seconds: float = 2
    timeout_seconds: float = 30
    deadline_seconds: float = 120
    attempts: int = 4
    backoff_seconds: float = 1
    max_bytes: int = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: `status` is 200, or 304 without data; `url` is the address after redirects."""

    status: int
    url: str
    headers: Mapping[str, str]
    data: bytes


class _Passing(Exception):  # noqa: N818 (no error yet: another attempt may do)
    """A trouble that another attempt may not meet; the server may have `asked` for some seconds of rest."""

    def __init__(self, what: str, asked: float = 0) -> None:
        super().__init__(what)
        self.asked = asked

    def final(self, url: str, attempts: int) -> FetchError:
        """The error that remains when there are no more attempts."""
        what = f"{self} ({attempts} attempts)" if attempts > 1 else str(self)
        when = f"in {self.asked:.0f} s, as the server asks" if self.asked else "later"
        return FetchError(what, where=url, do=f"run it again {when}")


class Visitor:
    """Gets files one after another; remembers when it last asked each host."""

    def __init__(self, pace: Pace, say: Say) -> None:
        self.pace, self.say = pace, say
        self._asked: dict[str, float] = {}

    def at_pace(self, pace: Pace) -> Visitor:
        """A visitor of another patience that shares the turns at each host."""
        other = Visitor(pace, self.say)
        other._asked = self._asked
        return other

    def get(self, url: str, conditions: Mapping[str, str]) -> Answer:
        """The file at an address, or status 304 where the request headers in `conditions` hold.

        Broken connections, silence, bodies cut short, 408, 429 and 5xx are tried again. Raises FetchError, which says
        why the file could not be had.
        """
        end = time.monotonic() + self.pace.deadline_seconds
        attempt = 1
        while True:
            try:
                return _run(self._attempt(url, conditions, end))
            except _Passing as trouble:
                # Jitter keeps many machines from coming back at the same moment.
                pause = self.pace.backoff_seconds * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311
                wait = max(trouble.asked, pause)
                if attempt >= self.pace.attempts or time.monotonic() + wait > end:
                    raise trouble.final(url, attempt) from None
                self.say(f"{url}: {trouble}; trying again in {wait:.1f} s")
            time.sleep(wait)
            attempt += 1

    async def _attempt(self, url: str, conditions: Mapping[str, str], end: float) -> Answer:
        try:
            # The only bound on a server that sends a byte now and then, be it of the headers or of the body.
            async with asyncio.timeout(end - time.monotonic()), self._opened(url, conditions) as response:
                status = response.status_code
                if not (status == HTTPStatus.OK or (status == HTTPStatus.NOT_MODIFIED and conditions)):
                    raise _refusal(url, response)
                data = await self._body(url, response)
                return Answer(status, str(response.url), dict(response.headers), data)
        except TimeoutError:
            what = f"the file was not complete after {self.pace.deadline_seconds:g} s"
            raise FetchError(what, where=url, do="run it again when the server is faster") from None
        except httpx.TooManyRedirects:
            what = f"the address leads through more than {MAX_REDIRECTS} redirects"
            raise FetchError(what, where=url, do="open it in a browser to see where it leads") from None
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise FetchError(f"no http address ({error})", where=url, do="check the link on the page") from None
        except httpx.RequestError as error:
            raise _Passing(_trouble(error, self.pace)) from None

    @asynccontextmanager
    async def _opened(self, url: str, conditions: Mapping[str, str]) -> AsyncIterator[httpx.Response]:
        # Unencoded, so that the bytes are the file's own and their number is the declared one.
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        async with (
            httpx.AsyncClient(
                verify=_certificates(),
                headers=headers,
                timeout=self.pace.timeout_seconds,
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
                event_hooks={"request": [self._take_turn]},
            ) as client,
            client.stream("GET", url, headers=conditions) as response,
        ):
            yield response

    async def _take_turn(self, request: httpx.Request) -> None:
        host = request.url.host
        wait = self._asked.get(host, -self.pace.interval_seconds) + self.pace.interval_seconds - time.monotonic()
        await asyncio.sleep(max(0, wait))
        self._asked[host] = time.monotonic()

    async def _body(self, url: str, response: httpx.Response) -> bytes:
        declared = response.headers.get("content-length", "")
        data = bytearray()
        if not (declared.isdecimal() and int(declared) > self.pace.max_bytes):
            async for part in response.aiter_bytes():
                data += part
                if len(data) > self.pace.max_bytes:
                    break
            else:
                return bytes(data)
        what = f"the file is larger than {self.pace.max_bytes:,} bytes"
        raise FetchError(what, where=url, do="look at it in a browser: no file of this source is that large")


@cache
def _certificates() -> ssl.SSLContext:
    """Read once, since that takes longer than many a request."""
    return httpx.create_ssl_context()


def _run(job: Coroutine[None, None, _T]) -> _T:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(job)
    with ThreadPoolExecutor(1) as worker:  # a notebook runs a loop of its own in this thread
        return worker.submit(asyncio.run, job).result()


def _refusal(url: str, response: httpx.Response) -> Exception:
    status = response.status_code
    what = f"the server answered {status} {response.reason_phrase}".rstrip()
    if status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _Passing(what, _retry_after(response.headers.get("retry-after", "")))
    do: dict[int, str] = {
        HTTPStatus.FORBIDDEN: "open it in a browser; if that works, save the files there and build with --from",
        HTTPStatus.NOT_FOUND: "open the page that links it; the publisher may have moved it",
        HTTPStatus.GONE: "open the page that links it; the publisher has removed it",
    }
    return FetchError(what, where=url, do=do.get(status, "open it in a browser to see what it says"))


def _retry_after(value: str) -> float:
    """Seconds to wait by a Retry-After header, which holds seconds or a date; 0 where it holds neither."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 0.0


def _trouble(error: httpx.RequestError, pace: Pace) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"the server was silent for {pace.timeout_seconds:g} s"
    if isinstance(error, httpx.ConnectError):
        return f"no connection to the server ({error})"
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return f"the connection broke before the file was complete ({error})"
    return f"the request failed ({error or type(error).__name__})"
