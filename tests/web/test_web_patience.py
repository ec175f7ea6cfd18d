"""Waiting for slow readers: what counts as taking something."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from typing import cast

import pytest

from wireroom.web.patience import Patience

WAITING = 1_000_000  # bytes kept here, more than the kernel would take


class Writing:
    """A transport that keeps bytes for its reader and a socket that keeps more."""

    def __init__(self, kept: socket.socket) -> None:
        self.kept = kept
        self.waiting = WAITING

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def get_extra_info(self, name: str) -> socket.socket:
        assert name == "socket"
        return self.kept


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        reader = socket.create_connection(listening.getsockname())
        writer, _ = listening.accept()
    with reader, writer:
        writer.setblocking(False)
        yield writer, reader


def fill(writer: socket.socket) -> None:
    """Writes until the kernel takes no more."""
    try:
        while True:
            writer.send(b"x" * 65536)
    except BlockingIOError:
        pass


def watched(writing: Writing) -> Patience:
    return Patience(cast(asyncio.Transport, writing))


def test_a_reader_that_takes_of_what_the_kernel_keeps_gets_on(ends: tuple[socket.socket, socket.socket]) -> None:
    writer, reader = ends
    fill(writer)
    reader.settimeout(10)
    patience = watched(Writing(writer))
    assert not patience.is_over(0.0), "the first look only remembers"
    taken = 0
    while not taken or patience.is_over(0.0):  # until an acknowledgement has come back
        taken += len(reader.recv(1 << 20))


def test_a_reader_that_takes_nothing_does_not(ends: tuple[socket.socket, socket.socket]) -> None:
    fill(ends[0])
    patience = watched(Writing(ends[0]))
    for _ in range(2):
        patience.is_over(0.0)
    assert patience.is_over(0.0)
    assert not patience.is_over(1.0), "it sent something"


def test_a_socket_that_is_gone_tells_nothing(ends: tuple[socket.socket, socket.socket]) -> None:
    writing = Writing(ends[0])
    ends[0].close()
    patience = watched(writing)
    assert not patience.is_over(0.0)
    assert patience.is_over(0.0)
    writing.waiting = 0
    assert not patience.is_over(0.0)
    assert not patience.waiting
