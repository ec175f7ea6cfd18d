"""`wireroom run` beside real servers: what lies at an FTP server and in a maildir is on the front."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.newsroom.test_newsroom_running import Running, until
from tests.rig import NETWORK
from tests.transports.ftpd import Ftpd
from tests.transports.outbox import PASSWORD
from tests.wires import g2

MAIL = (
    b"From: NLN <desk@nln.example>\r\nTo: copy+w0rd@desk.example\r\nMessage-ID: <1@nln.example>\r\n"
    b"Subject: Train by mail\r\nDate: Sun, 22 Nov 2026 09:00:00 +0000\r\n\r\nLINDHOLM (NLN) - The train is back.\r\n"
)


@pytest.mark.slow
def test_ftp_and_maildir_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPA_PASSWORD", PASSWORD)
    monkeypatch.setenv("NLN_TOKEN", "w0rd")
    outbox, home = tmp_path / "agency", tmp_path / "home"
    for folder in (outbox, home, *(home / "mail" / part for part in ("new", "cur", "tmp"))):
        folder.mkdir(parents=True)
    ftpd = Ftpd(outbox)
    keys = 'password_env = "MPA_PASSWORD"\nallow_private = true\nevery = "1 s"\ndone = "delete"'
    text = NETWORK.replace('from = "folder:inbox/mpa"', f'from = "{ftpd.address}"\n{keys}')
    text = text.replace('from = "folder:inbox/nln"', 'from = "maildir:mail"\ntoken_env = "NLN_TOKEN"\nevery = "1 s"')
    (home / "network.toml").write_text(text, encoding="utf-8")
    running = Running(home)
    try:
        made = datetime.now(UTC)
        (outbox / "a.xml").write_bytes(g2("urn:newsml:mpa.example:20261122:1", 1, "Ferry by wire", created=made))
        (home / "mail" / "new" / "1.a").write_bytes(MAIL)
        (home / "mail" / "new" / "2.b").write_bytes(MAIL.replace(b"+w0rd", b"").replace(b"Train", b"Spam"))
        until(lambda: "Ferry by wire" in running.get("/@orbit/")[1], 90)
        until(lambda: "Train by mail" in running.log.read_text(), 90)
        until(lambda: list(outbox.iterdir()) == [], 90)
        until(lambda: "1.a:2,S" in {path.name for path in (home / "mail" / "cur").iterdir()}, 90)
        assert "Spam" not in running.log.read_text()
        assert running.stop() == 0
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.communicate()
        ftpd.close()
