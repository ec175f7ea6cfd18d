"""A newsroom with a published folder, and an nginx that serves it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.cli.publish import _head, pages, pictures
from wireroom.newsroom.publishing.publication import Publication
from wireroom.newsroom.publishing.publisher import Report
from wireroom.transports.out import KEPT

INCLUDE = re.compile(rb'<!--# include virtual="(/rail/\d+)" -->')


class Published:
    """The rig's network, published to a folder whenever the test says so."""

    def __init__(self, rig: Rig, rails: str = "", listen: str = "", worker: Sequence[str] = ()) -> None:
        self.rig = rig
        self.root = rig.folder / "out"
        self.rails = rails
        self.listen = listen
        self.worker = worker
        self.told: list[tuple[str, str, str]] = []

    @contextmanager
    def open(self, *, everything: bool = False) -> Iterator[Publication]:
        publication = Publication(
            self.rig.home,
            str(self.root),
            pages=pages,
            pictures=pictures,
            head=_head,
            rails=self.rails,
            listen=self.listen,
            everything=everything,
            worker=self.worker,
            told=lambda *change: self.told.append(change),
        )
        publication.clock = lambda: self.rig.now
        with closing(publication):
            yield publication

    def publish(self, *, everything: bool = False) -> Report:
        self.told.clear()
        with self.open(everything=everything) as publication:
            return publication.run()

    def changed(self) -> set[str]:
        """What the last run wrote or removed of sites."""
        return {name for _, name, _ in self.told if not name.startswith("_")}

    def files(self) -> dict[str, bytes]:
        """Every file of every site."""
        found = (path for path in self.root.rglob("*") if path.is_file() and KEPT not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def pages(self) -> dict[str, bytes]:
        """The files of sites that are no twins."""
        ours = {name: data for name, data in self.files().items() if not name.startswith("_")}
        return {name: data for name, data in ours.items() if not name.endswith((".gz", ".br"))}

    def stamps(self) -> dict[str, tuple[int, int]]:
        """What changes when a file is written again."""
        stats = {name: (self.root / name).stat() for name in self.files()}
        return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()}

    def joined(self, name: str) -> bytes:
        """A file with its includes resolved, as a server would."""
        site = name.partition("/")[0]
        return INCLUDE.sub(lambda one: self._fragment(site, one[1].decode()), (self.root / name).read_bytes())

    def _fragment(self, site: str, path: str) -> bytes:
        return (self.root / f"{site}{path}.html").read_bytes()


def address_of(name: str) -> tuple[str, str, int]:
    """The site, path and status that a published file stands for."""
    site, _, rest = name.partition("/")
    notice = re.fullmatch(r"_(\d+)/(\w+)\.html", rest)
    if notice:
        return site, f"/2020/01/01/any-words-{notice[2]}", int(notice[1])
    if rest == "404.html":
        return site, "/no/such/page", 404
    if rest.startswith(".well-known/"):
        return site, f"/{rest}", 200  # called as it is asked for
    return site, "/" + rest.removesuffix("index.html").removesuffix(".html"), 200


def archive(rig: Rig, count: int, *, hours: int = 20, slugline: str = "launch") -> list[str]:
    """So many stories, the newest first; their uris."""
    uris = [f"urn:newsml:mpa.example:2026:a{number}" for number in range(count)]
    dates = [NOW - timedelta(hours=1 + hours * number) for number in range(count)]
    copy = [
        g2(uri, 1, f"Harbour story {number}", created=made, slugline=slugline)
        for number, (uri, made) in enumerate(zip(uris, dates, strict=True))
    ]
    rig.take("mpa", *reversed(copy))
    return uris


class Server:
    """A web server that serves a published folder on `port`."""

    def __init__(self, command: list[str], port: int) -> None:
        self.port = port
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        wait_for(self._answers)

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            assert self.process.stderr is not None
            raise AssertionError(f"it ended: {self.process.stderr.read()}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def get(self, site: str, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        with closing(connection):
            connection.request("GET", path, headers={"Host": f"{site}.example", **headers})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=300)
        if self.process.stderr is not None:
            self.process.stderr.close()


def nginx(published: Published, port: int) -> Server:
    """Debian's nginx with nothing but the configuration that was published."""
    folder = published.rig.folder / "nginx"
    folder.mkdir()
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    aside = "".join(f"{name}_temp_path {folder}/{name};\n" for name in places)
    conf = folder / "nginx.conf"
    conf.write_text(
        f"{'user root;' if os.getuid() == 0 else ''}\ndaemon off;\nworker_processes 1;\n"
        f"pid {folder}/pid;\nerror_log {folder}/error.log info;\nevents {{ worker_connections 64; }}\n"
        f"http {{\n{aside}access_log off;\ninclude {published.root}/_nginx/wireroom.conf;\n}}\n"
    )
    return Server([nginx_binary(), "-p", str(folder), "-c", str(conf)], port)


def caddy(published: Published, port: int) -> Server:
    """Debian's Caddy with the configuration that was published, speaking HTTP."""
    conf = published.rig.folder / "Caddyfile"
    sites = (published.root / "_caddy/Caddyfile").read_text().replace("\nhttps://", "\nhttp://")
    conf.write_text(f"{{\n admin off\n auto_https off\n http_port {port}\n log {{\n  level ERROR\n }}\n}}\n{sites}")
    return Server([caddy_binary(), "run", "--config", str(conf), "--adapter", "caddyfile"], port)


def caddy_binary() -> str:
    return shutil.which("caddy") or ""


def nginx_binary() -> str:
    return shutil.which("nginx") or next((str(one) for one in (Path("/usr/sbin/nginx"),) if one.exists()), "")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool], seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)
