"""What the tests of remote folders share: an agency's outbox, a clock, and a source opened as the newsroom does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.wires import g2
from wireroom.formats import Hint
from wireroom.network.carried import Files
from wireroom.network.model import Source
from wireroom.transports.remote import Pull, open_remote

USER, PASSWORD = "wire", "open sesame"
STORY = g2("urn:newsml:mpa.example:20261122:1", 1, "Ferry back in service")
LONG = g2(
    "urn:newsml:mpa.example:20261122:2", 1, "Ferry", paragraphs=tuple(f"Paragraph {n}. " * 40 for n in range(700))
)


class Time:
    """Seconds that pass when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: Callable[[], object] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept()

    def __call__(self) -> float:
        return self.now


Make = Callable[..., Pull]


def source(address: str, **files: object) -> Source:
    """A source whose password stands in MPA_PASSWORD."""
    manner = Files(**{"done": "keep", **files})  # type: ignore[arg-type]
    return Source("mpa", "MPA", address, "mpa", password_env="MPA_PASSWORD", allow_private=True, files=manner)


def opener(home: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Opens a source as the newsroom does, but for its clock."""
    monkeypatch.setenv("MPA_PASSWORD", PASSWORD)
    opened: list[Pull] = []

    def made(address: str, *, ca_file: Path | None = None, private: bool = True, **files: object) -> Pull:
        named = replace(source(address, **files), allow_private=private, ca_file=str(ca_file or ""))
        pull = open_remote(named, home, Hint(provider="MPA"))
        pull._clock, pull._sleep = time, time.sleep
        opened.append(pull)
        return pull

    yield made
    for pull in opened:
        pull.close()


def names(pull: Pull) -> list[str]:
    return [delivery.key for delivery in pull.deliveries()]


def take(pull: Pull) -> list[str]:
    deliveries = pull.deliveries()
    for delivery in deliveries:
        pull.done(delivery)
    return [delivery.key for delivery in deliveries]


def put(folder: Path, name: str, data: bytes = STORY, *, at: int = 1_790_000_000) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (at, at))
    return path


def there(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
