"""What the tests of the ways in over HTTP share: a server with faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.transports.faulty import Server


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()
