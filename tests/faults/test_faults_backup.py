"""Backup and restore: taken while copy streams in, whole or nothing, and never a way for killed copy to come back."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.faults import world
from tests.faults.works import void
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2, ninjs
from wireroom.cli import group
from wireroom.errors import LedgerError, NotFoundError, WireroomError
from wireroom.ledger.archive import unpack
from wireroom.ledger.originals import digest_of
from wireroom.ledger.verify import verify
from wireroom.news import LICENCES, End, Hold, Kill, Reinstate
from wireroom.newsroom.backup import Backup, backup
from wireroom.newsroom.home import LEDGER, Home
from wireroom.newsroom.receipts_places import announce, serving
from wireroom.newsroom.restore import Restored, restore

URI = "urn:newsml:mpa.example:20261122:5001"
OTHER = "urn:newsml:mpa.example:20261122:5002"


def story(number: int = 1, uri: str = URI, **facts: object) -> bytes:
    made = NOW - timedelta(minutes=30 - number)
    return g2(uri, number, "Rocket qxzzy", paragraphs=("Of wqkkj.",), created=made, **facts)  # type: ignore[arg-type]


def pack(rig: Rig, name: str = "backup.tar.zst") -> Path:
    backup(rig.home, rig.folder.parent / name, lambda: rig.now, void)
    return rig.folder.parent / name


def unpacked(rig: Rig, file: Path, *kills: Path, incomplete: bool = False) -> tuple[Rig, Restored]:
    folder = rig.folder.parent / f"restored-{len(list(rig.folder.parent.iterdir()))}"
    made = restore(file, folder, kills, lambda: rig.now, void, incomplete=incomplete)
    return Rig(folder, (folder / "network.toml").read_text(), rig.now), made


@pytest.fixture
def room(tmp_path: Path) -> Rig:
    """A newsroom in a folder of its own, with room beside it."""
    (tmp_path / "network").mkdir()
    rig = Rig(tmp_path / "network", NETWORK)
    rig.take("mpa", story(), story(1, OTHER), b"<weather/>")
    return rig


def alone(rig: Rig) -> None:
    """The machine with the network is gone."""
    rig.close()
    rig.folder.rename(rig.folder.parent / "elsewhere")


def showing(rig: Rig, uri: str = URI) -> bool:
    return rig.get("orbit", rig.url(uri, "orbit")).status == 200


def test_everything_comes_back(room: Rig) -> None:
    room.home.vault.put(b"a picture", "jpg")
    for name in ("templates/orbit/x.html", "static/a.css", "state/mpa.json"):
        (room.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (room.folder / name).write_text(name)
    before = world.outcome(room.folder)
    pages = {url: page.body for url, page in room.crawl().items()}
    file = pack(room)
    kept = {name: data for name, data in world.files(room.folder).items() if ".sqlite" not in name}
    alone(room)
    again, made = unpacked(room, file)
    assert world.outcome(again.folder) == before
    assert {name: data for name, data in world.files(again.folder).items() if ".sqlite" not in name} == kept
    assert {url: page.body for url, page in again.crawl().items()} == pages
    assert (made.carried, made.places, made.absent) == (0, (), 0)
    assert again.home.ledger.original(digest_of(story())) == story()


def test_the_copy_takes_no_running_server_for_its_own(room: Rig) -> None:
    announce(room.folder, "http://127.0.0.1:9")
    file = pack(room)
    alone(room)
    assert serving(unpacked(room, file)[0].folder) == ""


def test_other_programs_open_it(room: Rig) -> None:
    file = pack(room)
    command = f"zstd -dcq {file} | tar t" if not subprocess.call(["which", "zstd"], stdout=subprocess.DEVNULL) else ""
    if not command:
        pytest.skip("zstd is not here")
    names = subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout.split()
    assert names[-1] == "backup.json"
    assert {"network.toml", "ledger.sqlite"} <= set(names)


def test_a_byte_that_changed_is_found(room: Rig) -> None:
    file = pack(room)
    whole = file.read_bytes()
    folder = room.folder.parent / "restored"
    # The last few bytes end the frame: where they are wrong, all that was packed has been read and proven.
    for at in range(0, len(whole) - 16, max(1, len(whole) // 60)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(WireroomError):
            restore(file, folder, [], lambda: NOW, void)
        file.write_bytes(whole[:at])
        with pytest.raises(WireroomError):
            restore(file, folder, [], lambda: NOW, void)
        assert not folder.exists()
    assert not list(room.folder.parent.glob(".restored*")), "something was left behind"


def test_a_folder_that_is_not_empty_is_refused(room: Rig) -> None:
    with pytest.raises(WireroomError, match="not empty"):
        restore(pack(room), room.folder, [], lambda: NOW, void)
    assert showing(room)


def test_without_a_ledger_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    (tmp_path / "network.toml").write_text(NETWORK)
    with pytest.raises(NotFoundError, match="no ledger"):
        backup(Home(tmp_path / "network.toml"), tmp_path / "b", lambda: NOW, void)


def test_a_member_may_not_lead_out_of_the_folder(room: Rig, tmp_path: Path) -> None:
    from wireroom.ledger.archive import Pack

    for name in ("../out", "/etc/out", "a/../../out", "c:\\out"):
        with (tmp_path / "bad").open("wb") as file:
            pack = Pack(file, void)
            pack.add(name, room.folder / "network.toml")
            pack.finish({})
        with pytest.raises(LedgerError, match="by the name"):
            unpack(tmp_path / "bad", tmp_path / "into", void)


def test_an_old_backup_undoes_no_kill_where_the_ledger_still_stands(room: Rig) -> None:
    file = pack(room)
    room.take("mpa", story(2, status="canceled"))
    room.home.ledger.append(Kill(uri=OTHER, by="Ana", at=NOW, why="wrong city"), at=NOW)
    again, made = unpacked(room, file)
    assert made.carried == 2
    assert [showing(again), showing(again, OTHER)] == [False, False]
    assert again.showing("qxzzy") == []
    assert [fate.outcome for fate in again.take("mpa", story(3))] == ["dark"]


@pytest.mark.parametrize("place", ["folder", "ledger", "backup", "list"])
def test_kills_are_read_wherever_they_were_kept(room: Rig, place: str) -> None:
    old = pack(room)
    room.take("mpa", story(2, status="canceled"))
    room.home.ledger.append(Kill(uri=OTHER, by="Ana", at=NOW, why="wrong city"), at=NOW)
    newer = pack(room, "newer.tar.zst")
    listed = _run("log", "--outcome", "killed", "--last", "0", "--json", "-n", str(room.folder)).output
    (room.folder.parent / "kills.jsonl").write_text(listed)
    alone(room)
    elsewhere = room.folder.parent / "elsewhere"
    kills = {
        "folder": elsewhere,
        "ledger": elsewhere / LEDGER,
        "backup": newer,
        "list": room.folder.parent / "kills.jsonl",
    }[place]
    again, made = unpacked(room, old, kills)
    assert made.carried == 2
    assert again.showing("qxzzy") == []
    final, _ = unpacked(room, pack(again, "third.tar.zst"), kills)
    assert final.showing("qxzzy") == []
    assert world.outcome(final.folder) == world.outcome(again.folder), "kills were carried over twice"


def test_what_was_reinstated_after_the_backup_is_so_again(room: Rig) -> None:
    room.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW), at=NOW)
    old = pack(room)
    for order in (Reinstate, Kill, Reinstate):
        room.later(minutes=1)
        room.home.ledger.append(order(uri=URI, by="Ben", at=room.now), at=room.now)
    room.home.ledger.append(Hold(uri=OTHER, by="Ben", at=room.now), at=room.now)
    again, made = unpacked(room, old)
    assert made.carried == 4
    assert [showing(again), showing(again, OTHER)] == [True, False]


def test_a_contract_that_was_ended_after_the_backup_has_ended(room: Rig) -> None:
    old = pack(room)
    room.home.ledger.append(End(uri=LICENCES, by="Ana", at=NOW, provider="MPA", until=NOW), at=NOW)
    again, made = unpacked(room, old)
    assert made.carried == 1
    assert again.showing("qxzzy") == []


def test_a_damaged_place_of_kills_stops_the_restore_until_a_person_says_so(room: Rig) -> None:
    old = pack(room)
    room.take("mpa", story(2, status="canceled"))
    alone(room)
    ledger = room.folder.parent / "elsewhere" / LEDGER
    data = ledger.read_bytes()
    ledger.write_bytes(data[:4096] + bytes(len(data) - 4096))
    with pytest.raises(LedgerError, match="kills cannot be read to their end"):
        unpacked(room, old, ledger)
    again, made = unpacked(room, old, ledger, incomplete=True)
    assert made.troubles
    assert showing(again)


def test_a_list_with_a_line_that_is_none_is_refused(room: Rig) -> None:
    old = pack(room)
    (room.folder.parent / "kills").write_text("not a line\n")
    with pytest.raises(LedgerError, match="line 1"):
        unpacked(room, old, room.folder.parent / "kills")
    with pytest.raises(WireroomError, match="kills cannot be read there"):
        unpacked(room, old, room.folder.parent / "nowhere")


def test_what_no_place_knows_is_told(room: Rig) -> None:
    file = pack(room)
    room.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW), at=NOW)
    alone(room)
    done = _run("restore", str(file), str(room.folder.parent / "restored"))
    assert done.exit_code == 0
    assert "Kills given after the backup, and known to no place named, are not in it" in done.output


def _run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), prog_name="wireroom")


_LOAD = """
import sys
from pathlib import Path
from tests.faults.test_faults_backup import story
from tests.wires import ninjs
from tests.rig import NOW
from wireroom.newsroom.home import Home
from wireroom.transports import Delivery, hint_for
home = Home(Path(sys.argv[1]))
source = home.network.sources["mpa"]
intake = home.intake(lambda: NOW)
number = 0
while not Path(sys.argv[2]).exists():
    number += 1
    batch = [ninjs(f"urn:{number}:{one}", 1, f"Rocket {number}", versioncreated=NOW) for one in range(5)]
    noise = b"<weather>%d</weather>" % number
    intake.take(source, [Delivery("a.json", data, hint_for(source)) for data in [*batch, noise]])
    if number % 3 == 0:
        kill = ninjs(f"urn:{number}:1", 2, "", pubstatus="canceled")
        intake.take(source, [Delivery("k.json", kill, hint_for(source))])
    print(number, flush=True)
home.close()
"""


@pytest.mark.slow
def test_a_backup_taken_under_load_is_one_moment_of_the_ledger(room: Rig) -> None:
    """Another process takes six deliveries after the other in; each backup holds all that came before it."""
    stop = room.folder.parent / "stop"
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _LOAD, str(room.folder), str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as load:
        assert load.stdout is not None
        made: list[tuple[Path, int, Backup]] = []
        for number in range(4):
            done = [int(load.stdout.readline()) for _ in range(10)][-1]
            file = room.folder.parent / f"{number}.tar.zst"
            made.append((file, done, backup(room.home, file, lambda: NOW, void)))
        stop.touch()
        load.stdout.read()
    assert load.returncode == 0
    for file, done, held in made:
        folder = room.folder.parent / f"restored-{file.name}"
        unpack(file, folder, void)
        home = Home(folder)
        entries = list(home.ledger.entries())
        uris = {entry.uri for entry in entries}
        assert {f"urn:{number}:{one}" for number in range(1, done + 1) for one in range(5)} <= uris
        assert [entry.seq for entry in entries] == list(range(1, held.seq + 1))
        assert [one.seq for one in room.home.ledger.entries() if one.seq <= held.seq] == [one.seq for one in entries]
        for entry in entries:
            assert home.ledger.original(entry.digest) is not None, "an entry without its original"
        noise = {digest_of(b"<weather>%d</weather>" % number) for number in range(1, done + 1)}
        assert noise <= {case.digest for case in home.quarantine.list()}
        assert verify(folder / LEDGER, home.network).difference == ""
        home.close()
    assert made[-1][2].seq > made[0][2].seq + 100


def test_the_facts_inside(room: Rig) -> None:
    file = pack(room)
    facts = unpack(file, room.folder.parent / "into", void)
    assert facts["seq"] == room.home.ledger.seq()
    assert facts["folder"] == str(room.folder)
    listed = json.loads(_run("backup", str(file), "-n", str(room.folder), "--json").output)
    assert (listed["entries"], listed["absent"]) == (facts["seq"], 0)


def test_an_original_that_is_gone_is_counted(room: Rig) -> None:
    room.home.close()
    import sqlite3

    with sqlite3.connect(room.folder / LEDGER) as base:
        base.execute("DELETE FROM original WHERE digest = ?", (bytes.fromhex(digest_of(story())),))
    base.close()
    room.restart()
    assert backup(room.home, room.folder.parent / "b", lambda: NOW, void).absent == 1


def test_pictures_and_late_copy_are_none_of_the_recalls(room: Rig) -> None:
    """What is carried over takes back; copy that came after the backup comes from its sender again."""
    old = pack(room)
    room.take("mpa", ninjs("https://mpa.example/9", 1, "Rocket of later", versioncreated=NOW))
    again, made = unpacked(room, old)
    assert made.carried == 0
    assert again.showing("Rocket of later") == []
