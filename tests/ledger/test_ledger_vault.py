"""The vault gives back what it was given, the quarantine loses nothing, and names lead nowhere else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.ledger.newsroom import START, hours
from wireroom.errors import LedgerError, NotFoundError
from wireroom.ledger.quarantine import Quarantine
from wireroom.ledger.vault import Vault, digest_of


def test_originals_come_back_by_digest_also_after_a_restart(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    originals = [b"", b"<newsItem/>" * 5000, bytes(range(256)), b"<newsItem/>" * 5000]
    digests = vault.put_all(originals)
    assert digests == [digest_of(one) for one in originals]
    assert vault.put(originals[1]) == digests[1]
    vault.close()
    vault = Vault(tmp_path / "vault")
    assert [vault.get(one) for one in digests] == originals
    assert vault.get(digest_of(b"never seen")) is None
    assert vault.get("../../etc/passwd") is None
    vault.close()
    assert (tmp_path / "vault" / "originals.sqlite").stat().st_size < 50_000, "originals are compressed"


def test_a_damaged_original_is_told(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    one, two = vault.put_all([b"one", b"two"])
    with sqlite3.connect(tmp_path / "vault" / "originals.sqlite") as raw:
        raw.execute("UPDATE original SET data = (SELECT data FROM original WHERE number = 1)")
        raw.execute("UPDATE original SET data = x'00' WHERE number = 1")
    raw.close()
    for digest in (one, two):
        with pytest.raises(LedgerError, match="is damaged"):
            vault.get(digest)
    vault.close()


def test_pictures_are_files_named_by_their_digest(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    name = vault.put_media(b"\xff\xd8 a picture", ".JPG")
    assert name == digest_of(b"\xff\xd8 a picture") + ".jpg"
    assert vault.media(name) == b"\xff\xd8 a picture"
    assert (tmp_path / "vault" / "media" / name[:2] / name).read_bytes() == b"\xff\xd8 a picture"
    assert vault.put_media(b"\xff\xd8 a picture", "jpg") == name
    assert [one.name for one in (tmp_path / "vault" / "media").rglob("*.*")] == [name], "no half file stays behind"
    vault.close()


@pytest.mark.parametrize(
    "name", ["", "..", "../originals.sqlite", "ab/../x.jpg", "/etc/passwd", "0" * 64, "0" * 64 + ".", "0" * 64 + "./a"]
)
def test_names_lead_nowhere_else(tmp_path: Path, name: str) -> None:
    vault = Vault(tmp_path / "vault")
    assert vault.media(name) is None
    with pytest.raises(LedgerError, match="no ending"):
        vault.put_media(b"x", f"/../{name}")
    vault.close()


def test_quarantine_keeps_bytes_and_reasons(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine")
    assert quarantine.list() == []
    late = quarantine.add(
        b"\x00broken", source="mpa", name="b\udcff.xml", reason="cut short", where="line 3", at=hours(2)
    )
    early = quarantine.add(b"<html>", source="nln", name="a.xml", reason="no reader knows it", at=START)
    assert [one.digest for one in quarantine.list()] == [early.digest, late.digest]
    assert quarantine.list()[0] == early
    assert quarantine.read(late.digest) == b"\x00broken"
    quarantine.add(b"<html>", source="nln", name="a.xml", reason="still unknown", at=hours(1))
    assert [one.reason for one in quarantine.list()] == ["still unknown", "cut short"]
    quarantine.remove(late.digest)
    assert [one.digest for one in quarantine.list()] == [early.digest]
    assert sorted(one.suffix for one in (tmp_path / "quarantine").iterdir()) == [".bin", ".json"]


def test_quarantine_refuses_what_is_not_there(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine")
    for digest in ("0" * 64, "../ledger", ""):
        with pytest.raises(NotFoundError):
            quarantine.read(digest)
        with pytest.raises(NotFoundError):
            quarantine.remove(digest)


def test_spoiled_facts_are_told_and_hide_no_other_case(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine")
    case = quarantine.add(b"x", source="mpa", name="x", reason="why", at=START)
    quarantine.add(b"y", source="mpa", name="y", reason="why", at=START)
    (tmp_path / "quarantine" / f"{case.digest}.json").write_text("{", encoding="utf-8")
    reasons = {one.digest: one.reason for one in quarantine.list()}
    assert "cannot be read" in reasons[case.digest]
    assert len(reasons) == 2
