"""The places where the network's pages can be had: this ledger itself, a server, the public web, an export folder."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from wireroom.ledger.files import write_whole
from wireroom.ledger.model import Ledger
from wireroom.network.model import Network
from wireroom.newsroom.hooks_urls import Address, Kind
from wireroom.pages import Pages
from wireroom.transports.fetch import Fetcher, Request, Terms, origin
from wireroom.transports.notebook import FOLDER

LARGEST = 16 << 20  # bytes of a page
SERVING = f"{FOLDER}/serving.json"
"""Where a running server says its address. It is this folder's alone: no copy of the folder may take it along."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at one address: `status` is 404 where a folder has no file; `headers` are in lower case."""

    url: str
    status: int
    headers: str
    body: bytes


class Place(Protocol):
    """Somewhere pages can be had. `ask` gives all that is found for an address; raises WireroomError when it cannot."""

    @property
    def name(self) -> str: ...
    @property
    def sites(self) -> frozenset[str]: ...
    def ask(self, address: Address) -> Iterator[Found]: ...


@dataclass(frozen=True, slots=True)
class InLedger:
    """What every server of this ledger answers at the moment `at`: the page is made anew."""

    ledger: Ledger
    network: Network
    pages: Pages
    at: datetime
    name: str = "ledger"

    @property
    def sites(self) -> frozenset[str]:
        """All."""
        return frozenset(self.network.sites)

    def ask(self, address: Address) -> Iterator[Found]:
        """The page; pictures are the servers' own."""
        if address.kind is not Kind.PICTURE:
            url = address.url(self.network)
            with self.ledger.snapshot(self.at) as snapshot:
                page = self.pages.page(snapshot, url)
            yield Found(url, page.status, "\n".join(value for _, value in page.headers), page.body)


@dataclass(frozen=True, slots=True)
class Served:
    """A server that has all sites below `/@SITE/`."""

    root: str
    network: Network
    fetcher: Fetcher

    @property
    def name(self) -> str:
        """Which."""
        return f"server {self.root}"

    @property
    def sites(self) -> frozenset[str]:
        """All."""
        return frozenset(self.network.sites)

    def ask(self, address: Address) -> Iterator[Found]:
        """One request."""
        terms = Terms(allow_private=True, ports=frozenset({origin(self.root)[2]}))
        yield _asked(self.fetcher, f"{self.root}/@{address.site}{address.path}", terms)


@dataclass(frozen=True, slots=True)
class OpenWeb:
    """The sites that want it, at their public addresses: through every cache between here and there."""

    network: Network
    fetcher: Fetcher
    home: Path
    name: str = "public"

    @property
    def sites(self) -> frozenset[str]:
        """Those that say `ask_public`."""
        return frozenset(key for key, site in self.network.sites.items() if site.hooks.ask_public)

    def ask(self, address: Address) -> Iterator[Found]:
        """One request."""
        site = self.network.sites[address.site]
        ca_file = self.home / site.hooks.ca_file if site.hooks.ca_file else None
        terms = Terms(site.hooks.allow_private, frozenset({origin(site.url)[2]}), ca_file)
        yield _asked(self.fetcher, site.url + address.path, terms)


def _asked(fetcher: Fetcher, url: str, terms: Terms) -> Found:
    answer = fetcher.ask(Request(url, most=LARGEST, terms=terms))
    return Found(url, answer.status, "\n".join(answer.headers.values()), answer.body)


@dataclass(frozen=True, slots=True)
class Export:
    """A folder that `wireroom publish` writes: the files that stand for an address, twins and older pages of a list."""

    folder: Path
    network: Network

    @property
    def name(self) -> str:
        """Which."""
        return f"folder {self.folder}"

    @property
    def sites(self) -> frozenset[str]:
        """Those that are in it."""
        return frozenset(key for key in self.network.sites if (self.folder / key).is_dir())

    def ask(self, address: Address) -> Iterator[Found]:
        """Every file there is; a 404 where there is none."""
        files = list(self._files(address))
        for file in files:
            data = file.read_bytes()
            yield Found(str(file), 200, "", _unpacked(file, data))
        if not files and address.kind is not Kind.SEARCH:
            yield Found(str(self.folder / address.site) + address.path, 404, "", b"")

    def _files(self, address: Address) -> Iterator[Path]:
        root = self.folder / address.site
        path = unquote(address.path.partition("?")[0]).strip("/")
        if ".." in path.split("/"):
            return
        if address.kind is Kind.LEAF:  # cut otherwise than a server would: all of them
            yield from sorted(one for one in (root / path).parent.glob("*") if one.is_file())
            return
        for name in (path, f"{path}.html", f"{path}/index.html" if path else "index.html"):
            for twin in ("", ".gz", ".zst"):
                file = root / (name + twin)
                if name and file.is_file():
                    yield file


def _unpacked(file: Path, data: bytes) -> bytes:
    with suppress(OSError, EOFError):
        if file.suffix == ".gz":
            return gzip.decompress(data)
    return data


def announce(folder: Path, url: str) -> None:
    """Tells commands beside the server where it answers; a disk that cannot be written is their loss alone."""
    with suppress(OSError):
        write_whole(folder / SERVING, msgspec.json.encode({"url": url}))


def withdraw(folder: Path) -> None:
    """It answers no more."""
    with suppress(OSError):
        (folder / SERVING).unlink(missing_ok=True)


def serving(folder: Path) -> str:
    """Where the running server of this folder answers, "" when none has said so."""
    try:
        told = msgspec.json.decode((folder / SERVING).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    url = told.get("url", "")
    return url if urlsplit(url).scheme in ("http", "https") else ""


def places_of(
    ledger: Ledger,
    network: Network,
    pages: Pages,
    home: Path,
    fetcher: Fetcher,
    at: datetime,
    *,
    servers: tuple[str, ...] = (),
    exports: tuple[Path, ...] = (),
) -> list[Place]:
    """Every place that is known of: what the network file and the running server say, and these."""
    found: list[Place] = [InLedger(ledger, network, pages, at)]
    own = serving(home)
    found += [Served(url.rstrip("/"), network, fetcher) for url in dict.fromkeys((*([own] if own else []), *servers))]
    web = OpenWeb(network, fetcher, home)
    if web.sites:
        found.append(web)
    folders = dict.fromkeys(home / name for site in network.sites.values() for name in site.hooks.exports)
    return found + [Export(folder, network) for folder in dict.fromkeys((*folders, *exports))]
