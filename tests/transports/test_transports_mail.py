"""Copy that comes by mail: a real IMAP server, a maildir, and who is let in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.transports.dovecot import DOVECOT, Mailbox, dovecot
from wireroom.errors import TransportError
from wireroom.formats import Hint
from wireroom.network import carried
from wireroom.network.model import Source
from wireroom.transports import Paced, Roused, Transport
from wireroom.transports.mail import Gate, imap, maildir, open_mail
from wireroom.transports.mail import model as mail_model

PASSWORD = "open-sesame"


def mail(subject: str = "Ferry back", sender: str = "desk@mpa.example", **headers: str) -> bytes:
    lines = {"From": f"MPA Desk <{sender}>", "To": "copy@desk.example", "Subject": subject}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{head}\r\nLINDHOLM (MPA) - The ferry is back.\r\n".encode()


def words(transport: Transport) -> list[str]:
    """The subjects of the mails that are there."""
    return [one.data.partition(b"Subject: ")[2].partition(b"\r")[0].decode() for one in transport.deliveries()]


def take(transport: Transport) -> list[str]:
    deliveries = transport.deliveries()
    for one in deliveries:
        transport.done(one)
    return [one.data.partition(b"Subject: ")[2].partition(b"\r")[0].decode() for one in deliveries]


Make = Callable[..., Transport]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Opens a source as the newsroom does."""
    monkeypatch.setenv("MPA_PASSWORD", PASSWORD)
    opened: list[Transport] = []

    def made(
        address: str,
        *,
        done: str = "keep",
        ca_file: Path | None = None,
        private: bool = True,
        auth: str = "",
        **named: object,
    ) -> Transport:
        source = Source(
            *("mpa", "MPA", address, "mpa"),
            password_env="MPA_PASSWORD",
            auth=auth,
            allow_private=private,
            ca_file=str(ca_file or ""),
            files=carried.Files(done=done),
            mail=carried.Mail(**named),  # type: ignore[arg-type]
        )
        transport = open_mail(source, tmp_path, Hint(provider="MPA"))
        opened.append(transport)
        return transport

    yield made
    for one in opened:
        if isinstance(one, maildir.Maildir):
            one.close()
        elif isinstance(one, Roused):
            one.rouse()
            one.wait(0.0)  # lets go of what it holds


def needs_dovecot(test: Callable[..., None]) -> Callable[..., None]:
    absent = pytest.mark.skipif(DOVECOT is None, reason="Debian's dovecot-imapd is not installed (.ci/run installs it)")
    marked: Callable[..., None] = pytest.mark.slow(absent(test))
    return marked


@pytest.fixture(scope="module")
def started() -> Iterator[Mailbox]:
    with dovecot(PASSWORD) as made:
        yield made


@pytest.fixture
def box(started: Mailbox) -> Iterator[Mailbox]:
    """One server for all tests, with an empty mailbox for each: its UIDs begin anew, under another UIDVALIDITY."""
    yield started
    shutil.rmtree(started.mail, ignore_errors=True)


@needs_dovecot
def test_a_mail_comes_once_and_is_marked_read(make: Make, box: Mailbox) -> None:
    box.put("1", mail())
    transport = make(box.address(), ca_file=box.authority)
    assert isinstance(transport, Paced)
    (delivery,) = transport.deliveries()
    assert (delivery.data, delivery.hint.media_type, delivery.hint.provider) == (mail(), "message/rfc822", "MPA")
    transport.done(delivery)
    assert transport.interval(news=True) == 0.0
    assert transport.deliveries() == []
    (path,) = (box.mail / "cur").iterdir()
    assert path.name.endswith("S")


@needs_dovecot
def test_what_somebody_has_read_already_comes_all_the_same(make: Make, box: Mailbox) -> None:
    path = box.put("1", mail())
    path.rename(box.mail / "cur" / "1:2,S")
    assert words(make(box.address(), ca_file=box.authority)) == ["Ferry back"]


@needs_dovecot
def test_what_was_taken_is_known_after_a_restart(make: Make, box: Mailbox) -> None:
    for number in range(3):
        box.put(str(number), mail(f"Story {number}"), at=1_790_000_000 + number)
    assert take(make(box.address(), ca_file=box.authority)) == ["Story 0", "Story 1", "Story 2"]
    box.put("9", mail("Story 9"))
    assert take(make(box.address(), ca_file=box.authority)) == ["Story 9"]
    assert take(make(box.address(), ca_file=box.authority)) == []


@needs_dovecot
def test_what_the_ledger_did_not_take_comes_again_and_no_other(make: Make, box: Mailbox) -> None:
    for number in range(3):
        box.put(str(number), mail(f"Story {number}"), at=1_790_000_000 + number)
    transport = make(box.address(), ca_file=box.authority)
    first, _, third = transport.deliveries()
    transport.done(first)
    transport.done(third)
    assert words(transport) == ["Story 1"]
    assert words(make(box.address(), ca_file=box.authority)) == ["Story 1"]


@needs_dovecot
def test_new_uids_for_the_same_mails_lose_nothing(make: Make, box: Mailbox) -> None:
    """A mailbox made anew has another UIDVALIDITY: its first UID is no longer the mail that was taken."""
    box.begin(1_700_000_001)
    box.put("1", mail("Old"))
    transport = make(box.address(), ca_file=box.authority)
    assert take(transport) == ["Old"]
    transport.deliveries()
    shutil.rmtree(box.mail)
    box.begin(1_700_000_002)
    box.put("1", mail("New"))
    assert take(transport) == ["New"]


@needs_dovecot
@pytest.mark.parametrize("more", ["", "imap_capability = IMAP4rev1 UIDPLUS", "imap_capability = IMAP4rev1"])
def test_moved_and_deleted_is_what_the_ledger_has(make: Make, more: str) -> None:
    with dovecot(PASSWORD, more=f"protocol imap {{\n  {more}\n}}") as box:
        box.put("1", mail("Move"))
        mover = make(box.address(), ca_file=box.authority, done="move")
        (delivery,) = mover.deliveries()
        assert len(box.there()) == 1
        mover.done(delivery)
        assert mover.deliveries() == []
        assert len(box.there(".taken")) == 1
        plus = "UIDPLUS" in more or not more
        assert len(box.there()) == (0 if plus else 1)
        box.put("2", mail("Delete"))
        remover = make(box.address("taken"), ca_file=box.authority, done="delete")
        assert take(remover) == ["Move"]
        assert take(remover) == []
        assert len(box.there(".taken")) == (0 if plus else 1)


@needs_dovecot
def test_a_mailbox_of_any_name(make: Make, box: Mailbox) -> None:
    box.put("1", mail(), folder=".R&AOk-gion &- co")
    assert words(make(box.address("R%C3%A9gion%20&%20co"), ca_file=box.authority)) == ["Ferry back"]
    with pytest.raises(TransportError, match="Nowhere is not there"):
        make(box.address("Nowhere"), ca_file=box.authority).deliveries()


@needs_dovecot
def test_a_mail_too_large_is_told_and_not_fetched_whole(
    make: Make, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (imap, mail_model):
        monkeypatch.setattr(module, "LARGEST", 5000)
        monkeypatch.setattr(module, "KEPT_OF_TOO_LARGE", 1000)
    box.put("1", mail() + b"x" * 6000)
    (delivery,) = make(box.address(), ca_file=box.authority).deliveries()
    assert (len(delivery.data), "larger than" in delivery.problem) == (1000, True)


@needs_dovecot
def test_a_batch_is_followed_by_the_next_at_once(make: Make, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "BATCH", 2)
    for number in range(5):
        box.put(str(number), mail(f"Story {number}"), at=1_790_000_000 + number)
    transport = make(box.address(), ca_file=box.authority)
    assert isinstance(transport, Paced)
    taken: list[str] = []
    while True:
        taken += take(transport)
        if transport.interval(news=True) > 0:
            break
    assert taken == [f"Story {number}" for number in range(5)]


@needs_dovecot
def test_who_we_talk_to_is_checked(make: Make, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TransportError, match="certificate is not trusted"):
        make(box.address()).deliveries()
    with pytest.raises(TransportError, match="allow_private"):
        make(box.address(), ca_file=box.authority, private=False).deliveries()
    monkeypatch.setenv("MPA_PASSWORD", "a wrong word")
    with pytest.raises(TransportError, match="does not let us in") as told:
        make(box.address(), ca_file=box.authority).deliveries()
    assert "a wrong word" not in str(told.value)


@needs_dovecot
def test_a_server_that_was_away_is_asked_again(make: Make, tmp_path: Path) -> None:
    with dovecot(PASSWORD) as first:
        authority = tmp_path / "kept.pem"
        authority.write_bytes(first.authority.read_bytes())
        transport = make(first.address(), ca_file=authority)
        assert transport.deliveries() == []
    with pytest.raises(TransportError, match="no connection"):
        transport.deliveries()


@needs_dovecot
def test_a_mail_that_is_not_let_in_is_left_lying(make: Make, box: Mailbox) -> None:
    box.put("1", mail("Spam", "anybody@else.example"))
    box.put("2", mail("Ferry"))
    transport = make(box.address(), ca_file=box.authority, done="delete", senders=("*@mpa.example",))
    assert take(transport) == ["Ferry"]
    assert take(transport) == []
    assert "anybody@else.example is not among the senders" in transport.remarks["refused"]  # type: ignore[attr-defined]
    assert len(box.there()) == 1


def to(folder: Path, name: str, data: bytes, part: str = "new") -> Path:
    for one in ("cur", "new", "tmp"):
        (folder / one).mkdir(parents=True, exist_ok=True)
    (folder / part / name).write_bytes(data)
    return folder / part / name


def test_a_maildir_gives_each_mail_once_and_marks_it_read(make: Make, tmp_path: Path) -> None:
    to(tmp_path / "box", "1.a.host", mail("One"))
    to(tmp_path / "box", "2.b.host", b"half a ma", "tmp")
    transport = make("maildir:box", done="move")
    assert isinstance(transport, Paced)
    assert words(transport) == ["One"]
    assert take(transport) == ["One"]
    assert take(transport) == []
    assert [path.name for path in (tmp_path / "box" / "cur").iterdir()] == ["1.a.host:2,S"]


def test_a_mail_that_a_person_read_first_is_taken_and_keeps_its_flags(make: Make, tmp_path: Path) -> None:
    to(tmp_path / "box", "1.a.host:2,FS", mail("One"), "cur")
    transport = make("maildir:box", done="move")
    assert take(transport) == ["One"]
    assert [path.name for path in (tmp_path / "box" / "cur").iterdir()] == ["1.a.host:2,FS"]


@pytest.mark.parametrize(("done", "left"), [("keep", 1), ("delete", 0)])
def test_a_maildir_is_known_after_a_restart(make: Make, tmp_path: Path, done: str, left: int) -> None:
    to(tmp_path / "box", "1.a.host", mail("One"))
    assert take(make("maildir:box", done=done)) == ["One"]
    assert len(list((tmp_path / "box" / "new").iterdir())) == left
    assert take(make("maildir:box", done=done)) == []


def test_names_in_a_maildir_lead_nowhere_and_links_are_not_followed(make: Make, tmp_path: Path) -> None:
    to(tmp_path / "box", "1.a.host", mail("One")).unlink()
    (tmp_path / "secret").write_bytes(mail("Secret"))
    (tmp_path / "box" / "new" / "1").symlink_to(tmp_path / "secret")
    with open(os.fsencode(tmp_path) + b"/box/new/\xe9\n2", "wb") as file:  # noqa: PTH123
        file.write(mail("Odd"))
    transport = make("maildir:box", done="move")
    assert take(transport) == ["Odd"]
    assert take(transport) == []


def test_a_folder_that_is_no_maildir_is_told(make: Make, tmp_path: Path) -> None:
    with pytest.raises(TransportError, match="maildir"):
        make("maildir:nowhere").deliveries()


def gate(senders: tuple[str, ...] = (), token: str = "", dkim: str = "") -> Gate:
    return Gate(senders, lambda: token, dkim)


@pytest.mark.parametrize(
    ("sender", "taken"),
    [
        ("desk@mpa.example", True),
        ("DESK@MPA.EXAMPLE", True),
        ("desk@mpa.example.evil.example", False),
        ("mpa.example@evil.example", False),
        ("desk@notmpa.example", False),
    ],
)
def test_senders_are_a_filter(sender: str, taken: bool) -> None:
    assert (not gate(("*@mpa.example",)).refusal(mail(sender=sender))) is taken


def test_a_name_that_looks_like_an_address_is_none() -> None:
    forged = mail().replace(b"MPA Desk <desk@mpa.example>", b'"desk@mpa.example" <x@evil.example>')
    assert gate(("*@mpa.example",)).refusal(forged)


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, False),
        ({"To": "copy+w0rd@desk.example"}, True),
        ({"Delivered_To": "copy+w0rd@desk.example"}, True),
        ({"X_Wireroom_Token": "w0rd"}, True),
        ({"X_Wireroom_Token": "w0rd2"}, False),
        ({"Subject": "w0rd"}, False),
        ({"To": "w0rd@desk.example"}, False),
    ],
)
def test_a_token_is_wanted_in_its_place_and_never_told(headers: dict[str, str], taken: bool) -> None:
    why = gate(token="w0rd").refusal(mail(**headers))
    assert (not why) is taken
    assert "w0rd" not in why


OURS = "mx.desk.example"


@pytest.mark.parametrize(
    ("results", "taken"),
    [
        ([f"{OURS}; dkim=pass header.d=mpa.example"], True),
        ([f"{OURS}; spf=fail; dkim=pass (2048-bit; header.d=x) header.i=@mpa.example"], True),
        ([f"{OURS}; dmarc=pass (p=NONE) header.from=mpa.example"], True),
        ([f"{OURS}; dkim=pass header.d=evil.example"], False),
        ([f"{OURS}; dkim=fail header.d=mpa.example"], False),
        ([f"{OURS}; dkim=pass header.d=example"], False),
        ([f"{OURS}; spf=pass smtp.mailfrom=mpa.example"], False),
        ([f'{OURS}; dkim=none; comment="dkim=pass header.d=mpa.example"'], False),
        (["mx.else.example; dkim=pass header.d=mpa.example"], False),
        ([f"{OURS}; dkim=none", f"{OURS}; dkim=pass header.d=mpa.example"], False),
        (["mx.else.example; dkim=none", f"{OURS}; dkim=pass header.d=mpa.example"], False),
        ([], False),
    ],
)
def test_only_the_owners_own_server_vouches_and_only_on_top(results: list[str], taken: bool) -> None:
    head = "".join(f"Authentication-Results: {one}\r\n" for one in results).encode()
    assert (not gate(dkim=OURS).refusal(head + mail())) is taken


def test_two_senders_are_nobody() -> None:
    head = f"Authentication-Results: {OURS}; dkim=pass header.d=mpa.example\r\nFrom: x@evil.example\r\n".encode()
    assert gate(dkim=OURS).refusal(head + mail())


def test_all_conditions_that_are_named_must_be_met() -> None:
    both = gate(("*@mpa.example",), "w0rd")
    assert both.refusal(mail())
    assert both.refusal(mail(sender="x@evil.example", X_Wireroom_Token="w0rd"))
    assert not both.refusal(mail(X_Wireroom_Token="w0rd"))


@pytest.mark.parametrize(
    "data", [b"", b"\0\xff\n\n", b"From: \xff\xfe\n\n", b"From: =?x?q?=\n", b"From:" + b"<" * 5000]
)
def test_any_bytes_are_refused_and_break_nothing(data: bytes) -> None:
    assert gate(("*@mpa.example",), "w0rd", OURS).refusal(data)
