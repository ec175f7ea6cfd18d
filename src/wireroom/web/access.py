"""The access log: one line for each answer, to a file that may be rotated at any time, or to standard output."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path
from typing import NamedTuple

from wireroom.network.model import Network
from wireroom.web.limits import LOOPBACK
from wireroom.web.site.countries import Address, reader_of

log = logging.getLogger("wireroom.web")

STDOUT = "-"
EVERY = 1.0  # seconds between two writes
MOST_WAITING = 50_000  # lines: when the disk hangs, readers do not wait for it
_LONGEST = 2048  # characters of what a reader sent
# The token in a WebSub callback's path is a secret.
_SECRET = re.compile(rb"^(/inbox/[^/?]+/)[^?]+")
_UNSAFE = re.compile(r'[^\x20-\x7e]|["\\]')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Asked(NamedTuple):
    """One request: `target` as it was written, `peer` the other end, `headers` with names in lower case, and the
    seconds that its answer took."""

    method: str
    target: bytes
    version: str
    peer: tuple[str, int] | None
    headers: Iterable[tuple[bytes, bytes]]
    seconds: float


class AccessLog:
    """Writes what was answered, once a second and in a thread of its own. Used in one event loop.

    Before each write it looks whether the file at the path is still the one that it holds open: whoever rotates logs
    may move it away, and needs to tell nobody. `wall` tells seconds since 1970.
    """

    def __init__(self, network: Network, folder: Path, to: str = "", *, wall: Callable[[], float] = time.time) -> None:
        to = to or network.access_log.to
        self._path = None if to == STDOUT else folder / to
        self._wall = wall
        self._lines: list[str] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Future[None] | None = None
        self._lost = 0
        self._file = -1
        self._second = -1
        self._last = ("", "")
        self._last_shown = "-"
        self._time = ""
        self.adopt(network)

    def adopt(self, network: Network) -> None:
        """Writes as this network wants it from the next answer on."""
        self._how = network.access_log
        self._proxies = (*LOOPBACK, *network.proxies)

    def note(self, asked: Asked, status: int, size: int) -> None:
        """One answer, with a body of so many bytes."""
        if len(self._lines) >= MOST_WAITING:
            self._lost += 1
            return
        self._lines.append(self._line(asked, status, size))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY, self._flush)

    def close(self) -> None:
        """Writes what is left, and closes."""
        if self._timer is not None:
            self._timer.cancel()
        self._write(self._taken())
        if self._file > 2:
            os.close(self._file)
        self._file = -1

    def _line(self, asked: Asked, status: int, size: int) -> str:
        told = dict(asked.headers)
        host, referer, agent = (_text(told.get(name, b"")) for name in (b"host", b"referer", b"user-agent"))
        sent = asked.target
        target = _text(_SECRET.sub(rb"\1-", sent) if sent.startswith(b"/inbox/") else sent)
        address = self._address(asked, b"x-forwarded-for" in told)
        if self._how.format == "json":
            facts = {"at": round(self._wall(), 3), "address": address, "method": asked.method, "host": host}
            facts |= {"target": target, "status": status, "bytes": size, "seconds": round(asked.seconds, 6)}
            line = json.dumps(facts | {"referer": referer, "agent": agent}, separators=(",", ":"))
            return line.replace("\x7f", "\\u007f")  # the one control character that it lets through
        request = f"{asked.method} {_safe(target)} HTTP/{asked.version}"
        line = f'{address} - - [{self._now()}] "{request}" {status} {size}'
        line += f' "{_safe(referer) or "-"}" "{_safe(agent) or "-"}"'
        return line if self._how.format == "combined" else f"{_safe(host) or '-'} {line}"

    def _address(self, asked: Asked, passed_on: bool) -> str:
        """Who asked, as far as it may be kept; most connections bring many requests of the same reader."""
        if passed_on:
            return _shown(reader_of(asked.peer, asked.headers, self._proxies), self._how.addresses)
        name = asked.peer[0] if asked.peer else ""
        if (name, self._how.addresses) != self._last:
            self._last = name, self._how.addresses
            self._last_shown = _shown(reader_of(asked.peer, (), ()), self._how.addresses)
        return self._last_shown

    def _now(self) -> str:
        """The time as Apache writes it, always in UTC."""
        second = int(self._wall())
        if second != self._second:
            at = time.gmtime(second)
            self._second = second
            self._time = f"{at.tm_mday:02}/{_MONTHS[at.tm_mon - 1]}/{at.tm_year}:{time.strftime('%H:%M:%S', at)} +0000"
        return self._time

    def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        if self._writing is not None and not self._writing.done():
            self._timer = loop.call_later(EVERY, self._flush)
            return
        self._timer = None
        self._writing = loop.run_in_executor(None, self._write, self._taken())

    def _taken(self) -> bytes:
        lines, self._lines = self._lines, []
        lost, self._lost = self._lost, 0
        if lost:
            log.warning("the access log could not keep up: %d lines are missing", lost)
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")

    def _write(self, data: bytes) -> None:
        try:
            file = self._opened()
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
        except OSError as error:
            log.warning("the access log %s could not be written: %s", self._path or STDOUT, error)

    def _opened(self) -> int:
        """The file, opened again when another is at its path now, or none."""
        if self._path is None:
            return 1
        if self._file > 2:
            try:
                if os.path.samestat(self._path.stat(), os.fstat(self._file)):
                    return self._file
            except FileNotFoundError:
                pass
            os.close(self._file)
            self._file = -1
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o640)
        return self._file


@lru_cache(maxsize=4096)
def _shown(address: Address | None, how: str) -> str:
    """The address as it may be kept: whole, without the part that tells one household from the next, or not at all."""
    if address is None or how == "none":
        return "-"
    if how == "short":
        bits = {IPv4Address: 24, IPv6Address: 48}[type(address)]
        return str(ip_network(f"{address}/{bits}", strict=False).network_address)
    return str(address)


def _safe(text: str) -> str:
    r"""As nginx writes it: what could end the line, or the quotes, becomes `\xHH`."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text  # nearly always: twenty times as fast
    return _UNSAFE.sub(lambda one: f"\\x{ord(one[0]):02X}", text)


def _text(sent: bytes) -> str:
    return sent[:_LONGEST].decode("latin-1")
