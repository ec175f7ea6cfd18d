"""Pictures in mails: attached or within the HTML, with their captions, whichever way the mail came."""

from __future__ import annotations

import random
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from tests.images import plain, written
from tests.rig import Rig
from tests.textwires import mail
from tests.wires import ninjs
from wireroom import formats
from wireroom.formats import Reading, mail_pictures
from wireroom.news import Association

URI = "mid:20261122.1@mpa.example"
TEXT = "NORDHAVEN (MPA) - The ferry is back in service after a week of storms, the harbour office said."


def photo(seed: int = 1, kind: str = "JPEG") -> bytes:
    """Something with so much in it as a photograph."""
    made = random.Random(seed)
    picture = Image.frombytes("RGB", (160, 120), made.randbytes(160 * 120 * 3))
    return written(picture, kind)


PHOTO, OTHER = photo(1), photo(2)


def jpeg(name: str = "harbour.jpg", data: bytes = PHOTO) -> tuple[str, str, bytes]:
    return ("image/jpeg", name, data)


def inline(html: str, *pictures: tuple[str, bytes], text: str = "") -> bytes:
    """A mail of HTML with pictures in it, each with its Content-ID."""
    message = EmailMessage()
    message["From"], message["Subject"] = "desk@mpa.example", "Ferry back"
    message["Message-ID"] = "<20261122.1@mpa.example>"
    if text:
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        body = message.get_payload()[1]  # type: ignore[index]
    else:
        message.set_content(html, subtype="html")
        body = message
    for content_id, data in pictures:
        body.add_related(data, "image", "jpeg", cid=f"<{content_id}>")  # type: ignore[union-attr]
    return message.as_bytes()


def read(data: bytes) -> Reading:
    return formats.read(data, format="email")


def shown(data: bytes) -> tuple[Association, ...]:
    (version,) = read(data).versions
    return version.associations


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    found = Rig(tmp_path)
    yield found
    found.close()


def stored(rig: Rig, uri: str = URI) -> list[Association]:
    with rig.home.ledger.snapshot(rig.now) as snapshot:
        story = snapshot.story(uri)
    assert story is not None and story.shown is not None
    return list(story.shown.version.associations)


def test_an_attached_picture_lies_in_the_vault_and_is_the_storys(rig: Rig) -> None:
    rig.take("mpa", mail(text=TEXT, attached=(jpeg(),)))
    (picture,) = stored(rig)
    assert (picture.width, picture.height) == (160, 120)
    assert rig.home.vault.get(picture.media) == PHOTO


def test_a_picture_within_the_html_lies_in_the_vault(rig: Rig) -> None:
    html = f'<p>{TEXT}</p><img src="cid:p1@mpa" alt="A ferry at the pier">'
    rig.take("mpa", inline(html, ("p1@mpa", PHOTO)))
    (picture,) = stored(rig)
    assert rig.home.vault.get(picture.media) == PHOTO
    assert (picture.alt, picture.uri) == ("A ferry at the pier", "cid:p1@mpa")


def test_a_wire_file_in_a_mail_finds_its_picture_in_the_mail(rig: Rig) -> None:
    linked = {"main": {"uri": "p1", "type": "picture", "renditions": {"a": {"href": "img/harbour.jpg"}}}}
    inner = ninjs("https://mpa.example/1", 1, "Ferry", associations=linked)
    rig.take("mpa", mail("copy", attached=(("application/json", "a.json", inner), jpeg())))
    (picture,) = stored(rig, "https://mpa.example/1")
    assert rig.home.vault.get(picture.media) == PHOTO


def test_a_picture_of_a_mail_within_a_mail_is_found(rig: Rig) -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"], outer["Message-ID"] = "x@mpa.example", "Fwd", "<2@mpa.example>"
    outer.set_content("see below")
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Message-ID"] = "x@mpa.example", "Ferry", "<20261122.1@mpa.example>"
    inner.set_content(TEXT)
    inner.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="a.jpg")
    outer.add_attachment(inner)
    rig.take("mpa", outer.as_bytes())
    assert stored(rig)[0].media


def test_what_cannot_be_decoded_is_not_stored(rig: Rig) -> None:
    rig.take("mpa", mail(text=TEXT, attached=(jpeg(data=b"\xff\xd8\xff" + b"x" * 20_000),)))
    assert stored(rig)[0].media == ""


def test_two_pictures_of_one_name_are_both_there(rig: Rig) -> None:
    rig.take("mpa", mail(text=TEXT, attached=(jpeg(), jpeg(data=OTHER))))
    assert [rig.home.vault.get(one.media) for one in stored(rig)] == [PHOTO, OTHER]


def test_a_name_that_two_pictures_share_finds_none() -> None:
    found = mail_pictures.enclosed(mail(attached=(jpeg(), jpeg(data=OTHER))))
    assert "harbour.jpg" not in found
    assert set(found.values()) == {PHOTO, OTHER}


def test_a_file_name_is_no_caption() -> None:
    assert [one.caption for one in shown(mail(attached=(jpeg(),)))] == [""]


@pytest.mark.parametrize(
    "label",
    ["Caption", "Photo caption", "CUTLINE", "Bildunterschrift", "Légende", "Pie de foto", "写真説明", "사진설명"],
)
def test_a_caption_in_the_text_goes_to_the_picture_and_not_to_the_copy(label: str) -> None:
    data = mail(text=f"{TEXT}\n\n{label}: The ferry at the pier\non Sunday.\n\nMore of it.", attached=(jpeg(),))
    (version,) = read(data).versions
    assert version.associations[0].caption == "The ferry at the pier on Sunday."
    assert "pier" not in version.body
    assert "More of it." in version.body


def test_captions_by_number_and_by_name() -> None:
    text = f"{TEXT}\n\nCaption 2: The second.\nharbour.jpg: The first.\nPhoto credit: Anna Berg / MPA"
    found = shown(mail(text=text, attached=(jpeg(), jpeg("pier.jpg", OTHER))))
    assert [(one.caption, one.credit) for one in found] == [
        ("The first.", "Anna Berg / MPA"),
        ("The second.", "Anna Berg / MPA"),
    ]


def test_a_caption_without_a_picture_stays_copy() -> None:
    assert "Caption: none" in read(mail(text=f"{TEXT}\n\nCaption: none")).versions[0].body


def test_the_parts_own_description_is_its_caption() -> None:
    data = mail(attached=(jpeg(),)).replace(
        b"Content-Disposition: attachment",
        b"Content-Description: =?utf-8?q?F=C3=A4hre?=\nContent-Disposition: attachment",
    )
    assert shown(data)[0].caption == "Fähre"


def test_a_figures_caption_is_the_pictures_and_no_copy() -> None:
    figure = '<figure><img src="cid:a@b"><figcaption>At the <b>pier</b>.</figcaption></figure>'
    (version,) = read(inline(f"<p>{TEXT}</p>{figure}", ("a@b", PHOTO))).versions
    assert version.associations[0].caption == "At the pier."
    assert "pier" not in version.body and "harbour office" in version.body


def test_the_html_beside_the_text_tells_of_the_pictures_too() -> None:
    html = f'<p>{TEXT}</p><img src="CID:a@b" alt="Pier">'
    assert [one.alt for one in shown(inline(html, ("a@b", PHOTO), text=TEXT))] == ["Pier"]


@pytest.mark.parametrize("data", [b"<svg onload='x()'/>", b"MZ\x90\0", b"<html>", b"", b"RIFF1234WAVE"])
def test_what_only_says_that_it_is_a_picture_is_left_out_with_a_note(data: bytes) -> None:
    reading = read(mail(text=TEXT, attached=(jpeg(data=data),)))
    assert reading.versions[0].associations == ()
    assert [note.where for note in reading.notes] == ["harbour.jpg"]


def test_a_logo_in_the_html_is_no_picture_of_the_story() -> None:
    reading = read(inline(f'<p>{TEXT}</p><img src="cid:a@b">', ("a@b", plain(20, 20))))
    assert reading.versions[0].associations == ()
    assert "ornament" in reading.notes[0].problem


def test_so_many_pictures_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_pictures, "MOST", 3)
    pictures = tuple(jpeg(f"{number}.jpg", PHOTO + bytes([number])) for number in range(5))
    reading = read(mail(text=TEXT, attached=pictures))
    assert (len(reading.versions[0].associations), len(reading.notes)) == (3, 2)


@pytest.mark.parametrize(("limit", "left"), [("LARGEST", 0), ("MOST_BYTES", 1)])
def test_so_many_bytes_and_no_more(monkeypatch: pytest.MonkeyPatch, limit: str, left: int) -> None:
    monkeypatch.setattr(mail_pictures, limit, len(PHOTO) * 3 // 2 if left else len(PHOTO) - 1)
    reading = read(mail(text=TEXT, attached=(jpeg(), jpeg("b.jpg", PHOTO + b"\xff\xd9"))))
    assert len(reading.versions[0].associations) == left


def test_the_same_picture_twice_is_one() -> None:
    assert len(shown(mail(attached=(jpeg(), jpeg("again.jpg"))))) == 1
