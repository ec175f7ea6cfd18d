"""Places that published files go to: a folder, in which a file is whole or not there; an object store over HTTP."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from wireroom.errors import TransportError
from wireroom.transports.out import KEPT, Folder, open_destination

HTML = "text/html; charset=utf-8"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path)
    yield made
    made.close()


def test_a_file_is_put_where_its_path_says(folder: Folder, tmp_path: Path) -> None:
    folder.put("site/2026/11/22/words.html", HTML, b"whole")
    assert (tmp_path / "site/2026/11/22/words.html").read_bytes() == b"whole"


def test_nothing_lies_beside_it(folder: Folder, tmp_path: Path) -> None:
    folder.put("site/a.html", HTML, b"whole")
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["a.html"]


def test_who_reads_the_old_file_reads_it_to_its_end(folder: Folder, tmp_path: Path) -> None:
    folder.put("site/a.html", HTML, b"old")
    with (tmp_path / "site/a.html").open("rb") as file:
        folder.put("site/a.html", HTML, b"new and longer")
        assert file.read() == b"old"
    assert (tmp_path / "site/a.html").read_bytes() == b"new and longer"


def test_a_file_that_takes_anothers_place_is_a_whole_second_younger(folder: Folder, tmp_path: Path) -> None:
    stamps = []
    for number in range(3):
        folder.put("site/a.html", HTML, b"%d" % number)
        stamps.append(int((tmp_path / "site/a.html").stat().st_mtime))
    assert stamps[0] < stamps[1] < stamps[2]


def test_a_removed_file_takes_its_empty_folders_along(folder: Folder, tmp_path: Path) -> None:
    folder.put("site/2026/11/22/a.html", HTML, b"a")
    folder.put("site/2026/10/b.html", HTML, b"b")
    folder.remove("site/2026/11/22/a.html")
    folder.flush(durable=True)
    assert sorted(path.name for path in (tmp_path / "site/2026").iterdir()) == ["10"]


def test_to_remove_what_is_not_there_is_no_error(folder: Folder) -> None:
    folder.remove("site/none.html")
    folder.remove("none/none.html")
    folder.flush(durable=True)


def test_more_folders_than_are_kept_open(folder: Folder, tmp_path: Path) -> None:
    for number in (*range(200), *range(200)):
        folder.put(f"site/{number}/a.html", HTML, b"a")
    folder.flush(durable=True)
    assert len(list(tmp_path.glob("site/*/a.html"))) == 200


def test_a_folder_that_cannot_be_written_to_is_told(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file where a folder should be")
    with pytest.raises(TransportError, match="a page cannot be written"):
        folder.put("site/a.html", HTML, b"a")


def descriptors() -> int:
    """How many files this process has open, where the system tells."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    before = descriptors()
    for _ in range(3):
        made = Folder(tmp_path)
        made.put("site/a/b.html", HTML, b"a")
        made.flush(durable=True)
        made.close()
    assert descriptors() == before
    assert list((tmp_path / KEPT).iterdir()) == []


class Objects(BaseHTTPRequestHandler):
    """As much of S3 as an upload and a removal need, with what was asked for kept."""

    kept: dict[str, tuple[bytes, str | None, str | None]]
    refuse = False

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["content-length"]))
        if self.refuse:
            self._answer(403)
            return
        self.kept[unquote(self.path)] = (data, self.headers["content-type"], self.headers["cache-control"])
        self._answer(200)

    def do_POST(self) -> None:
        keys = re.findall(r"<Key>(.*?)</Key>", self.rfile.read(int(self.headers["content-length"])).decode())
        for key in keys:
            self.kept.pop(f"/bucket/{key}", None)
        done = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        self._answer(200, f'<?xml version="1.0"?><DeleteResult xmlns="{space}">{done}</DeleteResult>'.encode())

    def do_DELETE(self) -> None:
        self.kept.pop(unquote(self.path), None)
        self._answer(204)

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("etag", '"1"')
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Objects]]:
    pytest.importorskip("obstore")
    handler = type("Kept", (Objects,), {"kept": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        told = {
            "ENDPOINT": endpoint,
            "ACCESS_KEY_ID": "k",
            "SECRET_ACCESS_KEY": "s",
            "REGION": "r",
            "ALLOW_HTTP": "true",
        }
        for name, value in told.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        yield handler
        server.shutdown()


def test_objects_have_their_paths_types_and_no_lifetime(objects: type[Objects]) -> None:
    store = open_destination("s3://bucket/news")
    for number in range(300):
        store.put(f"site/{number}", HTML, b"%d" % number)
    store.flush(durable=True)
    assert len(objects.kept) == 300
    assert objects.kept["/bucket/news/site/7"] == (b"7", HTML, "no-cache")
    store.remove("site/7")
    store.remove("site/none")
    store.put("site/8", HTML, b"first")
    store.put("site/8", HTML, b"second")
    store.flush(durable=True)
    assert "/bucket/news/site/7" not in objects.kept
    assert objects.kept["/bucket/news/site/8"][0] == b"second"
    store.close()


def test_a_refusal_is_told(objects: type[Objects]) -> None:
    objects.refuse = True
    store = open_destination("s3://bucket")
    store.put("site/a", HTML, b"a")
    with pytest.raises(TransportError, match="the object store refuses"):
        store.flush(durable=True)
    store.close()


def test_another_kind_of_place_is_refused() -> None:
    with pytest.raises(TransportError, match="is no place to publish to"):
        open_destination("gopher://somewhere/else")
