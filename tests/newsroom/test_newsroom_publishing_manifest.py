"""The memory of a destination: many slots are remembered at once, as if it had been one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig import NOW
from wireroom.newsroom.publishing.manifest import File, Key, Manifest, Record

ONE, TWO = ("orbit", "/launch"), ("shield", "/launch")
OLD, NEW = b"\x01" * 16, b"\x02" * 16


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Manifest]:
    made = Manifest(tmp_path / "m.sqlite")
    yield made
    made.close()


def record(slot: Key, *names: str, digest: bytes = OLD, uses: tuple[str, ...] = ()) -> Record:
    return Record(slot, NOW, uses=uses, files=[(name, digest, False) for name in names])


def take(manifest: Manifest, *records: Record, round: int = 1) -> None:
    known = manifest.known(one.slot for one in records)
    with manifest.writing():
        manifest.expect({one.slot: [name for name, _, _ in one.files] for one in records})
    with manifest.writing():
        manifest.record(records, round, known.values())


def test_slots_of_one_key_are_told_apart_by_their_sites(manifest: Manifest) -> None:
    take(manifest, record(ONE, "orbit/launch.html"))
    assert list(manifest.known([ONE, TWO])) == [ONE]
    assert manifest.made([ONE, TWO], 1) == {ONE}
    assert not manifest.made([ONE, TWO], 2)


def test_a_file_that_goes_to_another_slot_of_the_batch_stays_known(manifest: Manifest) -> None:
    take(manifest, record(ONE, "a"), record(TWO, "b"))
    take(manifest, record(ONE, "b", digest=NEW), record(TWO, "a", digest=NEW))
    assert manifest.named(["a", "b"]) == {"a": File("a", NEW, False), "b": File("b", NEW, False)}
    numbers = manifest.known([ONE, TWO])
    files = manifest.files_of(numbers.values())
    assert {slot: [one.name for one in files[n]] for slot, n in numbers.items()} == {ONE: ["b"], TWO: ["a"]}


def test_what_was_remembered_of_a_slot_goes_when_it_is_made_again(manifest: Manifest) -> None:
    take(manifest, record(ONE, "a", uses=("story:x",)), record(TWO, "b", uses=("story:x",)))
    take(manifest, record(ONE, "a", uses=("story:y",)))
    assert manifest.using("story:x") == [TWO]
    assert manifest.using("story:y") == [ONE]


def test_files_that_were_about_to_be_touched_are_in_doubt(manifest: Manifest) -> None:
    take(manifest, record(ONE, "a"), record(TWO, "b"))
    with manifest.writing():
        manifest.expect({ONE: ["a", "c"], ("orbit", "/new"): ["d"]})
    assert sorted(manifest.unsure()) == [ONE, ("orbit", "/new")]
    assert manifest.named("abcd")["b"].digest == OLD
