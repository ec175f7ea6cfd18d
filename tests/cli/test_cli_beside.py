"""What commands say of a server that runs beside them, and of a source that failed just now."""

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from tests.rig import NETWORK
from wireroom.cli import group
from wireroom.newsroom.presence import present
from wireroom.transports.health import Records


def told(folder: Path, *words: str) -> str:
    (folder / "network.toml").write_text(NETWORK, encoding="utf-8")
    return CliRunner().invoke(group, [*words, "-n", str(folder)], prog_name="wireroom").output


def test_a_second_server_hears_of_the_first(tmp_path: Path) -> None:
    with present(tmp_path):
        output = told(tmp_path, "run", "--port", "99999")
    assert "serves this network too; wireroom reload reaches it alone" in output


def test_the_first_server_hears_of_none(tmp_path: Path) -> None:
    assert "serves this network too" not in told(tmp_path, "run", "--port", "99999")


def test_the_doctor_tells_of_a_source_whose_last_try_failed(tmp_path: Path) -> None:
    health = Records(tmp_path)
    line = health.of("mpa", "folder:inbox/mpa")
    line.failed(datetime.now(UTC), "the server answered 404\n  → open it in a browser")
    health.close()
    output = told(tmp_path, "doctor")
    assert "notice   sources: the last try at mpa failed: the server answered 404\n  → wireroom sources" in output
    assert "nothing to tell of nln, pws" in output
