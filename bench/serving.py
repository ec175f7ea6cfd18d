"""Serving a story page with live rails: requests per CPU second, beside nginx with a file and nginx joining by SSI.

All servers answer the same bytes (checked first), each on one core with the client on the other, by turns in one run.
Pages are taken at random out of 600 stories while a story arrives every second from another process, so that rails
change under the cache; one row is the same page over and over. nginx gets `open_file_cache` and `sendfile`.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.corpus import network_folder, story
from wireroom.ledger.model import Snapshot
from wireroom.newsroom.home import Home
from wireroom.pages import Hole, Links, Pages, Request
from wireroom.transports import Delivery, hint_for

STORIES = 600
ROUNDS = 5
SECONDS = 3  # each server, each round
CONNECTIONS = 32
SERVER_CORE, CLIENT_CORE = "0", "1"
HOST = "orbit.example"
TICK = os.sysconf("SC_CLK_TCK")
PLAIN: Mapping[str, str] = {"Host": HOST}
GZIP: Mapping[str, str] = {"Host": HOST, "Accept-Encoding": "gzip"}
BROWSER: Mapping[str, str] = {
    "Host": HOST,
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Connection": "keep-alive",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
    "Priority": "u=0, i",
}
NGINX = """
{user}worker_processes 1; pid {root}/nginx.pid; error_log {root}/error.log error; daemon off;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 60;
  open_file_cache max=5000 inactive=300s; open_file_cache_valid 1s; server_tokens off; default_type text/html;
  client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fastcgi;
  uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;
  server {{ listen 127.0.0.1:{static}; root {root}/static; }}
  server {{ listen 127.0.0.1:{ssi}; root {root}/ssi; ssi on; ssi_silent_errors off; }}
  server {{ listen 127.0.0.1:{ssi_gzip}; root {root}/ssi; ssi on; gzip on; gzip_min_length 200; }}
}}
"""
LUA = """
local requests, count = {}, 0
init = function(args)
  for path in io.lines(args[1]) do count = count + 1; requests[count] = wrk.format("GET", path) end
  math.randomseed(7)
end
request = function() return requests[math.random(count)] end
"""


@dataclass(frozen=True)
class Way:
    """One line of the table: a server, and what is asked of it."""

    name: str
    port: int
    pid: int
    headers: Mapping[str, str]
    paths: Path


def run() -> None:
    """Measures and prints the table."""
    missing = [name for name in ("nginx", "wrk", "taskset") if not shutil.which(name)]
    if missing:
        print(f"serving: skipped, {', '.join(missing)} missing → apt-get install nginx-light wrk util-linux")
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        root = Path(name)
        root.chmod(0o755)
        home = Home(network_folder(root / "network"))
        stack.callback(home.close)
        paths = Archive(home).export(root)
        ports = {"static": 18451, "ssi": 18452, "ssi_gzip": 18453}
        nginx = stack.enter_context(nginx_running(root, ports))
        ours, port = stack.enter_context(wireroom_running(root / "network"))
        asgi, asgi_port = stack.enter_context(wireroom_running(root / "network", "asgi"))
        check_equal(ports, port, paths)
        many, one = write_paths(root / "many", paths), write_paths(root / "one", paths[:1])
        ways = [
            Way("nginx, a file", ports["static"], nginx, PLAIN, many),
            Way("nginx, rails by SSI", ports["ssi"], nginx, PLAIN, many),
            Way("nginx, rails by SSI, gzip", ports["ssi_gzip"], nginx, GZIP, many),
            Way("wireroom", port, ours, PLAIN, many),
            Way("wireroom, gzip", port, ours, GZIP, many),
            Way("wireroom, gzip, a browser's headers", port, ours, BROWSER, many),
            Way("wireroom, gzip, by uvicorn's own way", asgi_port, asgi, GZIP, many),
            Way("wireroom, one page", port, ours, PLAIN, one),
            Way("wireroom, one page, gzip", port, ours, GZIP, one),
        ]
        (root / "wrk.lua").write_text(LUA)
        print(f"{STORIES} stories, page of {len(fetch(port, paths[0])):,} bytes, 5 rails, a story arriving each second")
        with stories_arriving(home) as arrived:
            measured = [[cost(way, root / "wrk.lua") for way in ways] for _ in range(ROUNDS)]
        print(f"{len(arrived)} stories arrived meanwhile; medians of {ROUNDS} rounds of {SECONDS} s:")
        report(ways, measured)


class Archive:
    """The stories, and their pages as files for nginx."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.now = datetime.now(UTC)
        take(home, self.now, *((n, self.now - timedelta(hours=STORIES - n)) for n in range(STORIES)))

    def export(self, root: Path) -> list[str]:
        """Writes each page whole and with SSI instead of rails; the paths."""
        site = self.home.network.sites["orbit"]
        links = Links.public(self.home.network)
        pages = Pages(self.home.network)
        with self.home.ledger.snapshot(self.now) as snapshot:
            paths = list(self.every_path(snapshot, pages))
            rails = [whole(pages.rail(snapshot, site, number, links).parts) for number in range(len(site.rails))]
            for number, rail in enumerate(rails):
                write(root / "ssi" / "rail" / str(number), rail)
            for path in paths:
                parts = pages.frame(snapshot, Request(site, path, {}, links)).parts
                write(root / "static" / path[1:], b"".join(p if isinstance(p, bytes) else rails[p.rail] for p in parts))
                include = b'<!--#include virtual="/rail/%d" -->'
                write(root / "ssi" / path[1:], b"".join(p if isinstance(p, bytes) else include % p.rail for p in parts))
        return paths

    def every_path(self, snapshot: Snapshot, pages: Pages) -> Iterator[str]:
        """The paths of all story pages of the first site, from its monthly archives."""
        index = pages.page(snapshot, f"https://{HOST}/sitemap.xml").body.decode()
        for month in re.findall(rf"<loc>(https://{HOST}/[^<]*\d[^<]*)</loc>", index):
            found = pages.page(snapshot, month).body.decode()
            yield from re.findall(rf"<loc>https://{HOST}(/\d{{4}}/\d\d/\d\d/[^<]+)</loc>", found)


def take(home: Home, now: datetime, *numbered: tuple[int, datetime]) -> None:
    """Delivers made-up stories."""
    source = home.network.sources["mpa"]
    deliveries = [Delivery(str(n), story(n, created), hint_for(source)) for n, created in numbered]
    home.intake(lambda: now).take(source, deliveries)


@contextmanager
def stories_arriving(home: Home) -> Iterator[list[int]]:
    """Takes in a new story every second, in this process, while the server runs in another."""
    arrived: list[int] = []
    stop = threading.Event()

    def arrive() -> None:
        while not stop.wait(1.0):
            now = datetime.now(UTC)
            take(home, now, (STORIES + len(arrived), now))
            arrived.append(STORIES + len(arrived))

    thread = threading.Thread(target=arrive)
    thread.start()
    try:
        yield arrived
    finally:
        stop.set()
        thread.join()


@contextmanager
def nginx_running(root: Path, ports: Mapping[str, int]) -> Iterator[int]:
    """nginx on the servers' core; its worker's process id."""
    user = "user root;\n" if os.geteuid() == 0 else ""
    write(root / "nginx.conf", NGINX.format(root=root, user=user, **ports).encode())
    command = ["taskset", "-c", SERVER_CORE, "nginx", "-p", str(root), "-c", str(root / "nginx.conf")]
    process = subprocess.Popen(command)
    try:
        wait_for(ports["static"])
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield int(children[0])
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()


@contextmanager
def wireroom_running(network: Path, *how: str) -> Iterator[tuple[int, int]]:
    """Our server on the same core; its process id and port. With "asgi" without the readers' short way."""
    command = ["taskset", "-c", SERVER_CORE, sys.executable, "-m", "bench.serving", str(network), *how]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        wait_for(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def serve(network: Path, *how: str) -> None:
    """The server alone, as `wireroom run` has it, on a free port that it prints."""
    from wireroom.web import site_app
    from wireroom.web.server import listen, loop_factory
    from wireroom.web.server import serve as serve_on

    async def main() -> None:
        stopping = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
        sockets = listen("127.0.0.1", 0)
        print(sockets[0].getsockname()[1], flush=True)
        app = site_app(home, home.clock())
        # A bound method is an ASGI application and nothing more.
        await serve_on(app.__call__ if how else app, sockets, stopping)

    home = Home(network)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(main())
    home.close()


def check_equal(ports: Mapping[str, int], port: int, paths: list[str]) -> None:
    """Fails unless all servers give the same bytes."""
    for path in paths[:: max(1, len(paths) // 20)]:
        ours = fetch(port, path)
        assert fetch(port, path, "gzip") == ours, path
        for name, other in ports.items():
            assert fetch(other, path, "gzip" if "gzip" in name else "identity") == ours, (name, path)


def fetch(port: int, path: str, encoding: str = "identity") -> bytes:
    """One page, unpacked."""
    headers = {"Host": HOST, "Accept-Encoding": encoding}
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)) as response:
        body: bytes = response.read()
        assert (response.headers["content-encoding"] == "gzip") == (encoding == "gzip"), (port, path)
    return gzip.decompress(body) if encoding == "gzip" else body


def cost(way: Way, script: Path) -> float:
    """CPU microseconds a request."""
    load(way, script, 1)
    before = cpu(way.pid)
    requests = load(way, script, SECONDS)
    return (cpu(way.pid) - before) / requests * 1e6


def load(way: Way, script: Path, seconds: int) -> int:
    """Asks for pages as fast as one client core can; how many came, all of them whole and with status 200."""
    headers = [part for name, value in way.headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["taskset", "-c", CLIENT_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-s", str(script)]
    url = f"http://127.0.0.1:{way.port}/"
    said = subprocess.run([*command, *headers, url, "--", str(way.paths)], capture_output=True, text=True, check=True)
    assert "Non-2xx" not in said.stdout and "Socket errors" not in said.stdout, said.stdout
    found = re.search(r"(\d+) requests in", said.stdout)
    assert found, said.stdout
    return int(found[1])


def cpu(pid: int) -> float:
    """CPU seconds that a process has used (proc(5): utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def report(ways: list[Way], measured: list[list[float]]) -> None:
    """The table: medians, and medians of each round's ratios."""
    names = [way.name for way in ways]
    file, joined = names.index("nginx, a file"), names.index("nginx, rails by SSI, gzip")
    print(f"{'':38}{'CPU µs':>8}{'per CPU s':>11}{'of a file':>11}{'of SSI+gzip':>13}")
    for at, name in enumerate(names):
        own = statistics.median(row[at] for row in measured)
        to_file = statistics.median(row[file] / row[at] for row in measured)
        to_joined = statistics.median(row[joined] / row[at] for row in measured)
        print(f"{name:38}{own:8.1f}{1e6 / own:11,.0f}{to_file:10.2f}×{to_joined:12.1f}×")
    print("targets: wireroom ≥ 0.25× of nginx with a file; with gzip ≥ 3× nginx with SSI and gzip")


def whole(parts: tuple[bytes | Hole, ...]) -> bytes:
    return b"".join(part for part in parts if isinstance(part, bytes))


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_paths(file: Path, paths: list[str]) -> Path:
    file.write_text("".join(f"{path}\n" for path in paths))
    return file


def wait_for(port: int) -> None:
    """Until somebody listens."""
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/").close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nobody answers on port {port}")


if __name__ == "__main__":
    serve(Path(sys.argv[1]), *sys.argv[2:])
