"""Parsing without trust, one fact a test: encodings that lie, files that are broken, DTDs that attack."""

from __future__ import annotations

import pytest

from wireroom.errors import UnreadableError
from wireroom.formats import xml


def _text(data: bytes) -> str:
    return xml.text(xml.parse(data).root)


@pytest.mark.parametrize(
    "data",
    [
        "<a>Åre</a>".encode(),
        b"\xef\xbb\xbf" + "<a>Åre</a>".encode(),
        '<?xml version="1.0" encoding="iso-8859-1"?><a>Åre</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="iso-8859-1"?><a>Åre</a>'.encode(),
        '<?xml version="1.0" encoding="utf-8"?><a>Åre</a>'.encode("cp1252"),
        '<?xml version="1.0" encoding="iso-8859-15"?><a>Åre</a>'.encode("iso-8859-15"),
        '<?xml version="1.0" encoding="klingon"?><a>Åre</a>'.encode("cp1252"),
        '<?xml version="1.0" encoding="utf-16"?><a>Åre</a>'.encode("utf-16"),
        "<a>Åre</a>".encode("utf-16-le"),
        "<a>Åre</a>".encode("utf-16-be"),
        '<?xml version="1.0" encoding="utf-16"?><a>Åre</a>'.encode(),
        '\n <?xml version="1.0"?><a>Åre</a>'.encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "latin-1",
        "lying",
        "undeclared",
        "latin-9",
        "unknown",
        "utf-16",
        "le",
        "be",
        "no-16",
        "space",
    ],
)
def test_the_bytes_decide_the_encoding(data: bytes) -> None:
    assert _text(data) == "Åre"


def test_a_declaration_that_lies_is_noted() -> None:
    (note,) = xml.parse('<?xml version="1.0" encoding="iso-8859-1"?><a>Å</a>'.encode()).notes
    assert "read as UTF-8" in note.problem


def test_windows_punctuation_under_a_latin_declaration_is_read() -> None:
    assert _text('<?xml version="1.0" encoding="iso-8859-1"?><a>“Å”</a>'.encode("cp1252")) == "“Å”"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"<a>x?a=1&b=2</a>", "x?a=1&b=2"),
        (b"<a>R & D</a>", "R & D"),
        (b"<a>x\x01y&#2;z</a>", "xyz"),
        (b"<a><p>one<p>two</p></a>", "onetwo"),
    ],
)
def test_what_is_not_well_formed_is_mended_and_says_so(data: bytes, text: str) -> None:
    parsed = xml.parse(data)
    assert (xml.text(parsed.root), parsed.repaired) == (text, True)
    assert parsed.notes[-1].where.startswith("line ")


def test_what_cannot_be_mended_without_losing_text_is_refused() -> None:
    with pytest.raises(UnreadableError, match="losing text"):
        xml.parse(b"<a b=1>Ships sail</a>")


def test_an_ampersand_in_cdata_is_no_fault() -> None:
    parsed = xml.parse(b"<a><![CDATA[R & D]]></a>")
    assert (xml.text(parsed.root), parsed.repaired) == ("R & D", False)


@pytest.mark.parametrize("data", [b"", b"  \n", b"hello", b'{"a": 1}', b"<>", b"\x00\x01\x02"])
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        xml.parse(data)


def test_a_document_cut_short_anywhere_is_refused() -> None:
    whole = "<nitf><body><p>Ships & tides</p><p>Åre</p></body></nitf>".encode()
    for end in range(len(whole)):
        with pytest.raises(UnreadableError):
            xml.parse(whole[:end])
    assert _text(whole) == "Ships & tidesÅre"


def test_the_refusal_names_the_line() -> None:
    with pytest.raises(UnreadableError) as refused:
        xml.parse(b"<a>\n<b>\n</b>\n")
    assert refused.value.where == "line 4"


def test_html_names_of_characters_are_understood() -> None:
    assert _text(b'<!DOCTYPE a SYSTEM "a.dtd"><a>caf&eacute; &lt;&nbsp;1</a>') == "café < 1"


def test_entities_of_a_dtd_are_never_expanded() -> None:
    data = b'<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY y SYSTEM "file:///etc/hostname">]><a>1&x;&y;2</a>'
    assert _text(data) == "1&x;&y;2"


def test_entities_are_not_expanded_in_attributes_either() -> None:
    parsed = xml.parse(b'<!DOCTYPE a [<!ENTITY x "boom"><!ATTLIST a c CDATA "default">]><a b="&x;"></a>')
    assert (parsed.root.get("b"), parsed.root.get("c")) == ("&x;", None)


def test_a_bomb_stays_small() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE a [<!ENTITY l0 "lol">{levels}]><a>&l11;</a>'.encode()
    assert len(_text(data)) < 100


def test_brackets_and_quotes_in_a_doctype_do_not_end_it() -> None:
    data = b'<!DOCTYPE a [<!-- ]> --><!ENTITY x "]>"> <?p ]>?> ]>\n<a>1</a>'
    assert _text(data) == "1"


def test_the_lines_of_a_doctype_still_count() -> None:
    assert str(xml.parse(b"<!DOCTYPE a [\n\n]>\n<a>1</a>").root.sourceline) == "4"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<nitf/>", "nitf"),
        (b'<?xml version="1.0"?><!-- <x> --><!DOCTYPE nitf [<!ENTITY a "<b>">]><nitf a="1">', "nitf"),
        (b"\xef\xbb\xbf<ns0:newsItem>", "newsitem"),
        ("<NewsML>".encode("utf-16"), "newsml"),
        (b"text", ""),
        (b"", ""),
    ],
)
def test_the_root_is_told_from_the_first_bytes(data: bytes, name: str) -> None:
    assert xml.root_name(data) == name


def test_names_match_whatever_the_namespace() -> None:
    root = xml.parse(b'<x:a xmlns:x="urn:x" xmlns="urn:y"><x:b><c>1</c></x:b></x:a>').root
    assert xml.text(xml.child(root, "b", "c")) == "1"
    assert [xml.local(one) for one in xml.descendants(root, "c")] == ["c"]


def test_html_of_an_element_has_no_prefixes() -> None:
    root = xml.parse(b'<h:body xmlns:h="urn:x"><h:p>a<h:br/>b: c</h:p></h:body>').root
    assert "<p>a<br>b: c</p>" in xml.html_of(root)


def test_an_element_taken_out_leaves_the_text_behind_it() -> None:
    root = xml.parse(b"<a>1<b>2</b>3<b>4</b>5</a>").root
    for one in list(xml.children(root, "b")):
        xml.drop(one)
    assert xml.text(root) == "135"


@pytest.mark.parametrize("reference", ["&#xD800;", "&#55296;", "&#xDFFF;", "&#57343;", "&#0;", "&#x1f;"])
def test_a_reference_to_what_is_no_character_goes_and_the_rest_stays(reference: str) -> None:
    # The stray end makes it go through the parser that forgives, which would let half a pair through.
    parsed = xml.parse(f"<a><b>Ships{reference} sail at noon, and return at night.</b></i></a>".encode())
    assert (xml.text(parsed.root), parsed.repaired) == ("Ships sail at noon, and return at night.", True)


def test_a_reference_beside_the_half_pairs_is_a_character() -> None:
    assert xml.text(xml.parse(b"<a>Ships &#xD7FF;&#57344;</a>").root) == "Ships \ud7ff\ue000"
