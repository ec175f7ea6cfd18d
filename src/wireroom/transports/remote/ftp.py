"""FTP and FTPS (RFC 959, 3659, 4217): passive, with TLS on both connections, listings in all their dialects."""

from __future__ import annotations

import ftplib
import socket
import ssl
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

from wireroom.errors import TransportError
from wireroom.network.model import Source
from wireroom.transports.dial import TIMEOUT, Place, context_of, dial, distrusted
from wireroom.transports.names import inside
from wireroom.transports.remote.listings import Line, parse_line, parse_mlsd
from wireroom.transports.remote.model import BrokenOffError, Connect, Listed, MissingError
from wireroom.transports.secret import password_of

IMPLICIT = 990
_PORTS = {"ftp": 21, "ftps": 21}
_BLOCK = 64 * 1024
_NOT_KNOWN = ("500", "501", "502", "504")


def ftp(source: Source, home: Path) -> Connect:
    """How to connect to this source's server. `ftps:` asks for TLS (AUTH TLS); at port 990 TLS comes first."""
    place = Place(source.address, _PORTS)
    context = context_of(source.ca_file, home) if place.scheme == "ftps" else None

    features = dict.fromkeys(("mlsd", "list", "rest"), True)  # what the server has not refused yet

    def connect() -> Ftp:
        client = _Client(context, implicit=place.port == IMPLICIT)
        password = password_of(source, home) or "anonymous@"
        sock = dial(place.host, place.port, allow_private=source.allow_private, timeout=TIMEOUT)
        server = Ftp(client, place, features)
        try:
            server.tell(lambda: client.begin(sock, place.host))
            server.tell(lambda: client.login(place.user or "anonymous", password))
            server.tell(client.prepare)
        except BaseException:
            server.close()
            sock.close()
            raise
        return server

    return connect


class _Client(ftplib.FTP_TLS):
    """The standard library's client, over a socket that was checked; without a context it speaks plainly.

    Names are bytes in FTP: they pass as Latin-1, which keeps each of them.
    """

    def __init__(self, context: ssl.SSLContext | None, *, implicit: bool) -> None:
        super().__init__(context=context, encoding="latin-1", timeout=TIMEOUT)
        self._private = context is not None
        self._implicit = implicit and self._private

    def begin(self, sock: socket.socket, host: str) -> None:
        """Goes on where `connect` would, with this socket."""
        self.host = host
        self.af = sock.family
        self.sock = self.context.wrap_socket(sock, server_hostname=host) if self._implicit else sock
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()

    def login(self, user: str = "", passwd: str = "", acct: str = "", secure: bool = True) -> str:
        """Logs in, privately where that is wanted; never in the open then."""
        if self._private and not self._implicit:
            self.auth()
        return ftplib.FTP.login(self, user, passwd, acct)

    def prepare(self) -> None:
        """What every transfer needs: TLS for data too."""
        if self._private:
            self.prot_p()

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """A data connection; servers that demand it get the TLS session of the control connection again."""
        conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._private:
            session = getattr(self.sock, "session", None)
            conn = self.context.wrap_socket(conn, server_hostname=self.host, session=session)
        return conn, size


class Ftp:
    """A connection that is logged in."""

    def __init__(self, client: _Client, place: Place, features: dict[str, bool]) -> None:
        self._client = client
        self._place = place
        self._features = features
        self._login_folder = ""

    def tell(self, work: Callable[[], Any]) -> Any:
        """Does it; every trouble is raised as what it means. Raises BrokenOffError, MissingError, TransportError."""
        where = self._place.shown
        try:
            return work()
        except ssl.SSLCertVerificationError as error:
            raise distrusted(error, where) from error
        except ftplib.error_perm as error:
            raise _refusal(_words(error), where) from error
        except (ftplib.error_temp, ftplib.error_reply) as error:
            raise BrokenOffError(f"the server says: {_words(error)}", where=where, todo="it is tried again") from error
        except (ftplib.error_proto, UnicodeError, ValueError) as error:
            todo = "ask the sender whether the address is right"
            raise TransportError(
                f"this is no FTP that is understood: {_words(error)}", where=where, todo=todo
            ) from error
        except (OSError, EOFError) as error:
            words = _words(error) or "the server hung up"
            raise BrokenOffError(f"the connection broke: {words}", where=where, todo="it is tried again") from error

    def listing(self, below: str) -> tuple[list[Listed], list[str]]:
        """The files and folders below; by MLSD, else LIST, else NLST, whatever the server knows."""
        folder = self._path(below)
        lines = self._mlsd(folder)
        if lines is None:
            lines = self._list(folder)
        if lines is None:
            lines = self._nlst(folder)
        files, folders = [], []
        for line in lines:
            bare = inside(_text(line.name))
            if bare is None or "/" in bare or "\r" in bare or "\n" in bare:
                continue
            name = f"{below}/{bare}" if below else bare
            if line.folder:
                folders.append(name)
            else:
                files.append(Listed(name, line.size, line.changed))
        return files, folders

    def _mlsd(self, folder: str) -> list[Line] | None:
        if not self._features["mlsd"]:
            return None
        lines = self._lines("mlsd", f"MLSD {folder}".rstrip())
        return None if lines is None else [one for line in lines if (one := parse_mlsd(line)) is not None]

    def _list(self, folder: str) -> list[Line] | None:
        if not self._features["list"]:
            return None
        # A folder's name with a blank, or one like an option, is safest when it is the current one.
        lines = self._lines("list", "LIST", folder)
        if lines is None:
            return None
        parsed = [parse_line(line) for line in lines if line.strip() and not line.startswith("total ")]
        if any(one is None for one in parsed):
            self._features["list"] = False  # a dialect that is not understood: names alone, then
            return None
        return [one for one in parsed if one is not None and one.kept]

    def _nlst(self, folder: str) -> list[Line]:
        names = self._lines("", "NLST", folder) or []
        found = []
        for name in names:
            bare = name.rstrip("/").rsplit("/", 1)[-1]
            path = f"{folder}/{bare}" if folder else bare
            size = self._size(path)
            if size is not None:  # folders have none
                found.append(Line(bare, int(size) if size.isdigit() else None, self._asked(f"MDTM {path}") or ""))
        return found

    def _size(self, path: str) -> str | None:
        self._asked("TYPE I")  # many tell no sizes while text is transferred
        return self._asked(f"SIZE {path}")

    def _asked(self, command: str) -> str | None:
        def ask() -> str | None:
            try:
                return self._client.sendcmd(command)[3:].strip()
            except ftplib.error_perm:
                return None

        answer: str | None = self.tell(ask)
        return answer

    def _lines(self, feature: str, command: str, folder: str | None = None) -> list[str] | None:
        """What the server lists; None when it does not know how to. An empty folder may be refused with 550."""
        found: list[str] = []

        def ask() -> list[str] | None:
            try:
                if folder is not None:
                    self._client.cwd(self._home())
                    if folder:
                        self._client.cwd(folder)
                self._client.retrlines(command, found.append)
                return found
            except ftplib.error_perm as error:
                if feature and str(error)[:3] in _NOT_KNOWN:
                    self._features[feature] = False
                    return None
                if str(error)[:3] == "550" and command == "NLST":
                    return []
                raise
            finally:
                if folder is not None and self._client.sock is not None:
                    self._client.cwd(self._home())

        lines: list[str] | None = self.tell(ask)
        return lines

    def _home(self) -> str:
        if not self._login_folder:
            self._login_folder = self._client.pwd()
        return self._login_folder

    def resumes(self) -> bool:
        """Whether the server has not refused REST yet."""
        return self._features["rest"]

    def read(self, name: str, offset: int) -> Generator[bytes, None, None]:
        """The bytes from there on; one that is closed early leaves the connection as it was."""
        conn = self._opened(name, offset)
        try:
            while True:
                piece = self.tell(lambda: conn.recv(_BLOCK))
                if not piece:
                    break
                yield piece
            if isinstance(conn, ssl.SSLSocket):
                _part(conn)
        except GeneratorExit:
            conn.close()
            with suppress(*ftplib.all_errors):
                self._client.voidresp()  # whatever it says of the transfer that was broken off
            raise
        finally:
            conn.close()
        self.tell(self._client.voidresp)

    def _opened(self, name: str, offset: int) -> socket.socket:
        command = f"RETR {self._path(name)}"

        def begin() -> socket.socket:
            try:
                self._client.voidcmd("TYPE I")  # listings are asked for as text
                return self._client.transfercmd(command, offset or None)
            except ftplib.error_perm as error:
                if offset and str(error)[:3] in _NOT_KNOWN:
                    self._features["rest"] = False
                    todo = "the file is fetched from its beginning"
                    raise BrokenOffError("the server cannot resume", where=self._place.shown, todo=todo) from error
                raise

        conn: socket.socket = self.tell(begin)
        return conn

    def move(self, name: str, target: str) -> None:
        """RNFR and RNTO; the folders are made where they are not there."""
        folder = target.rpartition("/")[0]
        made = ""
        for part in folder.split("/") if folder else ():
            made = f"{made}/{part}" if made else part
            self._asked(f"MKD {self._path(made)}")  # refused when it is there
        if self._size(self._path(target)) is not None:
            raise TransportError(f"{target} is there already", where=self._place.shown)
        self.tell(lambda: self._client.rename(self._path(name), self._path(target)))

    def delete(self, name: str) -> None:
        """DELE."""
        self.tell(lambda: self._client.delete(self._path(name)))

    def close(self) -> None:
        """QUIT, and no waiting for the answer of a dead line."""
        try:
            if self._client.sock is not None:
                self._client.sock.settimeout(2.0)
                self._client.quit()
        except (OSError, EOFError, ftplib.Error):
            pass
        finally:
            self._client.close()

    def _path(self, name: str) -> str:
        folder = self._place.folder
        path = f"{folder.rstrip('/')}/{name}" if folder and name else folder or name
        return _wire(path)


def _wire(text: str) -> str:
    """A name as the command line takes it: its bytes, as Latin-1."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _text(raw: str) -> str:
    return raw.encode("latin-1", "replace").decode("utf-8", "surrogateescape")


def _part(conn: ssl.SSLSocket) -> None:
    try:
        conn.unwrap()
    except (OSError, ValueError):
        return  # many servers just close: the answer on the control connection tells whether all came


def _words(error: BaseException) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return words.splitlines()[0][:200] if words else ""


def _refusal(words: str, where: str) -> TransportError:
    code = words[:3]
    if code in ("530", "331", "332"):
        todo = "mend the user in `from`, or the password"
        return TransportError(f"the server does not let us in: {words}", where=where, todo=todo, status=int(code))
    if code == "550":
        return MissingError(f"it is not there, or not for us: {words}", where=where, todo="mend the path in `from`")
    return TransportError(
        f"the server refuses: {words}", where=where, todo="ask the sender", status=int(code) if code.isdigit() else 0
    )
