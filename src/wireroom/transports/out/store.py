"""Published files in an object store that speaks S3's language: an upload is whole or never seen, by its nature."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any

from wireroom.errors import TransportError

_AT_A_TIME = 16
_MOST_WAITING = 256  # uploads, so that an archive is never held in memory


class Store:
    """A `Destination` at `s3://BUCKET/PREFIX`; credentials and endpoint come from the environment as S3's tools want it
    (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_ALLOW_HTTP`).

    A page's key is its path on the web, so that a browser finds it: there is no ending behind its name. Every object
    says `no-cache`: a lifetime that is written down once would outlive what it was true for.
    """

    suffix = ""

    def __init__(self, address: str) -> None:
        try:
            import obstore
            from obstore.store import from_url
        except ImportError as error:
            todo = "pip install 'wireroom[s3]'"
            raise TransportError(
                "object stores need a library that is not installed", where=address, todo=todo
            ) from error
        self.where = address
        self._put: Callable[..., Any] = obstore.put
        self._delete: Callable[..., Any] = obstore.delete
        try:
            self._store: Any = from_url(address)
        except Exception as error:  # the library's errors have no common parent that it promises
            raise self._refused("", error) from error
        self._pool = ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="store")
        self._waiting: dict[str, Future[None]] = {}

    def holds(self, path: str, body: bytes | None) -> bool:
        return body is None  # to ask costs as much as to put it there again

    def put(self, path: str, media_type: str, body: bytes) -> None:
        told = {"Content-Type": media_type, "Cache-Control": "no-cache"}

        def upload() -> None:
            self._put(self._store, path, body, attributes=told)

        self._ask(path, upload)

    def remove(self, path: str) -> None:
        def delete() -> None:
            with suppress(FileNotFoundError):
                self._delete(self._store, path)

        self._ask(path, delete)

    def flush(self, *, durable: bool) -> None:
        for path in list(self._waiting):
            self._settle(path)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _ask(self, path: str, work: Callable[[], None]) -> None:
        self._settle(path)  # what is asked of one object happens in the order it was asked
        if len(self._waiting) >= _MOST_WAITING:
            wait(self._waiting.values(), return_when=FIRST_COMPLETED)
            for done in [one for one, future in self._waiting.items() if future.done()]:
                self._settle(done)
        self._waiting[path] = self._pool.submit(work)

    def _settle(self, path: str) -> None:
        future = self._waiting.pop(path, None)
        if future is not None:
            try:
                future.result()
            except Exception as error:
                raise self._refused(path, error) from error

    def _refused(self, path: str, error: Exception) -> TransportError:
        todo = "see to the bucket, the endpoint and the credentials, then publish again: it goes on where it stopped"
        where = f"{self.where.rstrip('/')}/{path}"
        return TransportError(f"the object store refuses: {str(error).splitlines()[0]}", where=where, todo=todo)
