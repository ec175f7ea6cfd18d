"""Real FTP servers for tests: pyftpdlib with faults on demand, and Debian's vsftpd for TLS."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    # On Python 3.11 it uses asyncore, whose end was announced; on later ones a copy of its own.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.filesystems import AbstractedFS
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

from tests.transports.outbox import PASSWORD, USER


@dataclass
class Faults:
    """What goes wrong, and what was asked. Each `…_at` happens once, at that byte of a file."""

    drop_at: int | None = None
    end_early_at: int | None = None
    replace_at: int | None = None
    replace: Callable[[], object] = lambda: None
    told_size: Callable[[int], int] = lambda size: size
    asked: list[str] = field(default_factory=list)


class Ftpd:
    """A server on a folder, in a thread."""

    def __init__(self, folder: Path, *, perm: str = "elradfmwMT", without: tuple[str, ...] = (), port: int = 0) -> None:
        self.folder = folder
        self.faults = faults = Faults()
        authorizer = DummyAuthorizer()
        authorizer.add_user(USER, PASSWORD, str(folder), perm=perm)

        class Handler(FTPHandler):  # type: ignore[misc]
            abstracted_fs = _faulty(faults)
            unicode_errors = "surrogateescape"
            auth_failed_timeout = 0

            def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
                faults.asked.append(line)
                super().pre_process_command(line, cmd, arg)

        Handler.authorizer = authorizer
        Handler.proto_cmds = {name: facts for name, facts in FTPHandler.proto_cmds.items() if name not in without}
        self._loop = IOLoop()
        self._server = FTPServer(("127.0.0.1", port), Handler, ioloop=self._loop)
        self.port = int(self._server.socket.getsockname()[1])
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"ftp://{USER}@127.0.0.1:{self.port}/"

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._loop.loop(timeout=0.01, blocking=False)

    def close(self) -> None:
        if not self._stop.is_set():
            self._stop.set()
            self._thread.join()
            self._server.close_all()


def _faulty(faults: Faults) -> type:
    class Fs(AbstractedFS):  # type: ignore[misc]
        def open(self, filename: str, mode: str) -> Any:
            return _File(super().open(filename, mode), faults, self.cmd_channel)

        def format_mlsx(self, *args: Any, **keys: Any) -> Iterator[bytes]:
            for line in super().format_mlsx(*args, **keys):
                facts = [_told(fact, faults) for fact in line.split(b";")]
                yield b";".join(facts)

    return Fs


def _told(fact: bytes, faults: Faults) -> bytes:
    name, _, value = fact.partition(b"=")
    return b"size=%d" % faults.told_size(int(value)) if name == b"size" else fact


class _File:
    def __init__(self, file: Any, faults: Faults, channel: Any) -> None:
        self._file, self._faults, self._channel = file, faults, channel
        self.name, self.closed = file.name, False

    def read(self, size: int) -> bytes:
        faults, at = self._faults, self._file.tell()
        if faults.drop_at is not None:
            if at >= faults.drop_at:
                faults.drop_at = None
                self._channel.data_channel.socket.shutdown(socket.SHUT_RDWR)
                self._channel.socket.shutdown(socket.SHUT_RDWR)
                raise OSError("the line is cut")
            size = min(size, faults.drop_at - at)
        if faults.end_early_at is not None:
            if at >= faults.end_early_at:
                faults.end_early_at = None
                return b""
            size = min(size, faults.end_early_at - at)
        if faults.replace_at is not None and at >= faults.replace_at:
            faults.replace_at = None
            faults.replace()
        data: bytes = self._file.read(size)
        return data

    def seek(self, offset: int, *rest: int) -> int:
        return int(self._file.seek(offset, *rest))

    def write(self, data: bytes) -> int:
        return int(self._file.write(data))

    def close(self) -> None:
        self.closed = True
        self._file.close()


VSFTPD = shutil.which("vsftpd") or ("/usr/sbin/vsftpd" if Path("/usr/sbin/vsftpd").exists() else None)

_CONF = """\
listen=YES
listen_port={port}
listen_address=127.0.0.1
background=NO
run_as_launching_user=YES
anonymous_enable=YES
anon_root={folder}
no_anon_password=NO
write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_world_readable_only=NO
seccomp_sandbox=NO
one_process_model=YES
secure_chroot_dir={empty}
ssl_enable=YES
allow_anon_ssl=YES
force_anon_data_ssl=YES
force_anon_logins_ssl=YES
require_ssl_reuse=YES
implicit_ssl={implicit}
ssl_tlsv1=YES
ssl_sslv2=NO
ssl_sslv3=NO
rsa_cert_file={certificate}
rsa_private_key_file={key}
pasv_address=127.0.0.1
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def vsftpd(folder: Path, work: Path, certificate: Path, key: Path, *, implicit: bool = False) -> Iterator[int]:
    """Debian's vsftpd with TLS demanded, for anonymous users; its port."""
    assert VSFTPD is not None
    port = free_port()
    empty = work / "empty"
    empty.mkdir(exist_ok=True)
    conf = work / "vsftpd.conf"
    text = _CONF.format(
        port=port, folder=folder, empty=empty, certificate=certificate, key=key, implicit="YES" if implicit else "NO"
    )
    conf.write_text(text, encoding="utf-8")
    conf.chmod(0o600)
    process = subprocess.Popen([VSFTPD, str(conf)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ)
    try:
        await_port(port, process)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=300)


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Waits until the server listens."""
    for _ in range(3000):
        if process.poll() is not None:
            assert process.stdout
            raise AssertionError(f"the server ended: {process.stdout.read().decode(errors='replace')}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("the server does not listen")
