"""SFTP (draft-ietf-secsh-filexfer) through asyncssh, an extra; the server's key must be known beforehand."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Awaitable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from wireroom.errors import TransportError
from wireroom.network.model import Source
from wireroom.transports.dial import TIMEOUT, Place, dial
from wireroom.transports.names import inside
from wireroom.transports.remote.model import BrokenOffError, Connect, Listed, MissingError
from wireroom.transports.secret import password_of

_PORTS = {"sftp": 22}
_BLOCK = 64 * 1024
_HANDSHAKE = 60.0
ANYBODY = "any"

_T = TypeVar("_T")


def sftp(source: Source, home: Path) -> Connect:
    """How to connect to this source's server. Raises TransportError when asyncssh or a key is missing."""
    try:
        import asyncssh
    except ImportError as error:
        todo = "install it with the extra: pip install 'wireroom[sftp]'"
        raise TransportError(
            "SFTP needs asyncssh, which is not here", where=f"sources.{source.key}", todo=todo
        ) from error
    asyncssh.set_log_level("WARNING")
    place = Place(source.address, _PORTS)

    def connect() -> Sftp:
        options = {**_identity(source, home), "known_hosts": _known_hosts(source, home)}
        return Sftp(source, place, options)

    return connect


def _known_hosts(source: Source, home: Path) -> str | None:
    named = source.files.known_hosts
    if named == ANYBODY:
        return None
    file = home / named if named else Path("~/.ssh/known_hosts").expanduser()
    if not file.is_file():
        host = Place(source.address, _PORTS)
        todo = f"ssh-keyscan -p {host.port} {host.host} > {file}, and compare the key with what the sender tells"
        where = f"sources.{source.key}"
        raise TransportError(f"nothing says which key the server has: no file {file}", where=where, todo=todo)
    return str(file)


def _identity(source: Source, home: Path) -> dict[str, Any]:
    """The key, else the password; nothing is taken from agents or the user's own configuration."""
    import asyncssh

    password = password_of(source, home)
    options: dict[str, Any] = {"agent_path": None, "config": [], "client_keys": None}
    if not source.files.key_file:
        return options | {"password": password or None, "preferred_auth": "password,keyboard-interactive"}
    file = home / source.files.key_file
    try:
        key = asyncssh.read_private_key(file, password or None)
    except (OSError, asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        todo = "put the private key there; its passphrase is named with password_file or password_env"
        raise TransportError(f"the key_file cannot be used: {error}", where=str(file), todo=todo) from error
    return options | {"client_keys": [key], "preferred_auth": "publickey"}


class Sftp:
    """A connection, on an event loop of its own that runs while something is asked."""

    def __init__(self, source: Source, place: Place, options: dict[str, Any]) -> None:
        self._place = place
        self._loop = asyncio.new_event_loop()
        self._connection: Any = None
        self._client: Any = None
        try:
            sock = dial(place.host, place.port, allow_private=source.allow_private, timeout=TIMEOUT)
            self._tell(self._begin(sock, options), _HANDSHAKE)
        except BaseException:
            self.close()
            raise

    async def _begin(self, sock: Any, options: dict[str, Any]) -> None:
        import asyncssh

        sock.setblocking(False)
        self._connection = await asyncssh.connect(
            self._place.host,
            self._place.port,
            sock=sock,
            username=self._place.user or "anonymous",
            keepalive_interval=15,
            keepalive_count_max=2,
            **options,
        )
        self._client = await self._connection.start_sftp_client(path_encoding=None)

    def _tell(self, work: Awaitable[_T], timeout: float = TIMEOUT) -> _T:
        """Does it; every trouble is raised as what it means."""
        import asyncssh

        where = self._place.shown
        later = "it is tried again"
        try:
            return self._loop.run_until_complete(asyncio.wait_for(work, timeout))
        except asyncssh.HostKeyNotVerifiable as error:
            todo = "find out from the sender whether its key changed; then mend the file that known_hosts names"
            raise TransportError(f"the server is not who it should be: {error}", where=where, todo=todo) from error
        except asyncssh.PermissionDenied as error:
            todo = "mend the user in `from`, and the password or key_file"
            raise TransportError(f"the server does not let us in: {error}", where=where, todo=todo) from error
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPPermissionDenied) as error:
            raise MissingError(f"it is not there, or not for us: {error}", where=where, todo="mend the path") from error
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
            raise BrokenOffError(f"the connection broke: {error}", where=where, todo=later) from error
        except asyncssh.SFTPError as error:
            raise TransportError(f"the server refuses: {error}", where=where, todo="ask the sender") from error
        except TimeoutError as error:
            raise BrokenOffError(f"no answer for {timeout:.0f} s", where=where, todo=later) from error
        except (asyncssh.Error, OSError, EOFError) as error:
            raise BrokenOffError(f"the connection broke: {error}", where=where, todo=later) from error

    def listing(self, below: str) -> tuple[list[Listed], list[str]]:
        """The files and folders below; links and devices are left out."""
        files, folders = [], []
        for entry in self._tell(self._client.readdir(self._path(below))):
            bare = inside(entry.filename.decode("utf-8", "surrogateescape"))
            if bare is None or "/" in bare:
                continue
            name = f"{below}/{bare}" if below else bare
            kind = stat.S_IFMT(entry.attrs.permissions or 0)
            if kind == stat.S_IFDIR:
                folders.append(name)
            elif kind == stat.S_IFREG or not kind:
                files.append(Listed(name, entry.attrs.size, f"{entry.attrs.mtime or 0:012d}"))
        return files, folders

    def resumes(self) -> bool:
        """SFTP reads from wherever it is asked."""
        return True

    def read(self, name: str, offset: int) -> Generator[bytes, None, None]:
        """The bytes from there on."""
        file = self._tell(self._client.open(self._path(name), "rb", block_size=_BLOCK))
        try:
            while True:
                piece = self._tell(file.read(_BLOCK, offset))
                if not piece:
                    break
                offset += len(piece)
                yield piece
        finally:
            with suppress(TransportError):
                self._tell(file.close())

    def move(self, name: str, target: str) -> None:
        """Moves it, never over another file: the plain rename of SFTP refuses that (draft 02, §6.5)."""
        path = self._path(target)
        self._tell(self._client.makedirs(path.rpartition(b"/")[0], exist_ok=True))
        if self._tell(self._client.exists(path)):
            raise TransportError(f"{target} is there already", where=self._place.shown)
        self._tell(self._client.rename(self._path(name), path))

    def delete(self, name: str) -> None:
        """Deletes it."""
        self._tell(self._client.remove(self._path(name)))

    def close(self) -> None:
        """Ends the connection and its loop."""
        with suppress(Exception):
            if self._client is not None:
                self._client.exit()
            if self._connection is not None:
                self._connection.abort()
                self._loop.run_until_complete(asyncio.wait_for(self._connection.wait_closed(), 5))
        with suppress(Exception):
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _path(self, name: str) -> bytes:
        folder = self._place.folder or "."
        path = f"{folder.rstrip('/')}/{name}" if name else folder
        return path.encode("utf-8", "surrogateescape")
