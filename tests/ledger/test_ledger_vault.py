"""The vault gives back what it was given, the quarantine loses nothing, and names lead nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.newsroom import START, hours
from wireroom.errors import LedgerError, NotFoundError
from wireroom.ledger.originals import digest_of
from wireroom.ledger.quarantine import Quarantine
from wireroom.ledger.vault import Vault


def test_pictures_are_files_named_by_their_digest(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    name = vault.put(b"\xff\xd8 a picture", ".JPG")
    assert name == digest_of(b"\xff\xd8 a picture") + ".jpg"
    assert vault.get(name) == b"\xff\xd8 a picture"
    assert (tmp_path / "vault" / "media" / name[:2] / name).read_bytes() == b"\xff\xd8 a picture"
    assert vault.put(b"\xff\xd8 a picture", "jpg") == name
    assert [one.name for one in (tmp_path / "vault" / "media").rglob("*.*")] == [name], "no half file stays behind"


@pytest.mark.parametrize(
    "name", ["", "..", "../originals.sqlite", "ab/../x.jpg", "/etc/passwd", "0" * 64, "0" * 64 + ".", "0" * 64 + "./a"]
)
def test_names_lead_nowhere_else(tmp_path: Path, name: str) -> None:
    vault = Vault(tmp_path / "vault")
    assert vault.get(name) is None
    with pytest.raises(LedgerError, match="no ending"):
        vault.put(b"x", f"/../{name}")


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
