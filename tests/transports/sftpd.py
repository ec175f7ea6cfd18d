"""A real SFTP server for tests, by asyncssh, with faults on demand."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh

from tests.transports.outbox import PASSWORD, USER


@dataclass
class Sftpd:
    """A running server: what goes wrong, and what was asked. `drop_at` happens once, at that byte of a file."""

    port: int = 0
    host_key: Any = None
    drop_at: int | None = None
    replace_at: int | None = None
    replace: Callable[[], object] = lambda: None
    told_size: Callable[[int], int] = lambda size: size
    read_only: bool = False
    offsets: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"sftp://{USER}@127.0.0.1:{self.port}/"

    def known_hosts(self, folder: Path) -> Path:
        """Writes the file that knows this server."""
        file = folder / "known_hosts"
        public = self.host_key.export_public_key().decode().strip()
        file.write_text(f"[127.0.0.1]:{self.port} {public}\n", encoding="utf-8")
        return file


@contextmanager
def sftpd(folder: Path, *, port: int = 0, host_key: Any = None, user_key: Any = None) -> Iterator[Sftpd]:
    """Serves the folder to the user, by password or the key given."""
    state = Sftpd(port=port, host_key=host_key or asyncssh.generate_private_key("ssh-ed25519"))
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(_listen(state, folder, user_key))
    state.port = server.get_port()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield state
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(state: Sftpd, folder: Path, user_key: Any) -> Any:
    class Login(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return user_key is None

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

        def public_key_auth_supported(self) -> bool:
            return user_key is not None

        def validate_public_key(self, username: str, key: Any) -> bool:
            return bool(key == user_key.convert_to_public())

    return await asyncssh.listen(
        "127.0.0.1",
        state.port,
        server_host_keys=[state.host_key],
        server_factory=Login,
        sftp_factory=lambda channel: _Files(channel, state, folder),
        reuse_address=True,
    )


async def _end(server: Any) -> None:
    server.close()
    await server.wait_closed()
    for task in asyncio.all_tasks():
        if task is not asyncio.current_task():
            task.cancel()
    await asyncio.sleep(0)


class _Files(asyncssh.SFTPServer):
    def __init__(self, channel: Any, state: Sftpd, folder: Path) -> None:
        super().__init__(channel, chroot=os.fsencode(folder))
        self._state = state

    def read(self, file_obj: Any, offset: int, size: int) -> bytes:
        state = self._state
        state.offsets.append(offset)
        if state.drop_at is not None and offset + size > state.drop_at:
            if offset >= state.drop_at:
                state.drop_at = None
                self.channel.get_connection().abort()
                raise asyncssh.SFTPConnectionLost("the line is cut")
            size = state.drop_at - offset
        if state.replace_at is not None and offset >= state.replace_at:
            state.replace_at = None
            state.replace()
        data = super().read(file_obj, offset, size)
        assert isinstance(data, bytes)
        return data

    def lstat(self, path: bytes) -> Any:
        told = super().lstat(path)
        assert isinstance(told, os.stat_result)
        attrs = asyncssh.SFTPAttrs.from_local(told)
        if attrs.size is not None:
            attrs.size = self._state.told_size(attrs.size)
        return attrs

    def remove(self, path: bytes) -> None:
        if self._state.read_only:
            raise asyncssh.SFTPPermissionDenied("not for you")
        super().remove(path)
