"""What XML wires can do to a reader at worst: the same few characters over and over. Nothing may take long over it."""

from __future__ import annotations

import time
from xml.sax.saxutils import escape

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError

_SIZE = 256 * 1024  # bytes: work that grows with the square of it takes minutes
_PIECES = (
    "<!--", "<![CDATA[", "<?", "&", "&amp;", "&#", "<script>", "<p>", "<", "]]>", "]", '"', "'", "(", ")-", "-", ".",
    "\n  x", "\n", " ", "a", "a ", "A, ", "1 jan ", "a/", "<a href=\"", "</nitf>", "&lt;p", "(a", "By A",
)  # fmt: skip
_PLACES = {
    "nitf": (
        '<nitf><head><title>{0}</title><docdata><doc-id id-string="a:b:c"/><date.issue norm="20260305T120000Z"/>'
        "<ed-msg info={1}/><keyword key={1}/></docdata></head><body><body.head><hedline><hl1>{0}</hl1></hedline>"
        "<byline>{0}</byline><dateline>{0}</dateline></body.head><body.content><p>{0}</p><p>x</p></body.content></body></nitf>"
    ),
    "newsml-g2": (
        '<newsItem guid="a:b:c"><itemMeta><edNote>{0}</edNote><versionCreated>{0}</versionCreated></itemMeta>'
        "<contentMeta><headline>{0}</headline><by>{0}</by><dateline>{0}</dateline><slugline>{0}</slugline></contentMeta><contentSet>"
        "<inlineXML><html><body><p>{0}</p></body></html></inlineXML></contentSet></newsItem>"
    ),
    "newsml-1": (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a.example</ProviderId><NewsItemId>b</NewsItemId>"
        "<PublicIdentifier>{0}</PublicIdentifier></NewsIdentifier></Identification><NewsComponent><NewsLines>"
        "<HeadLine>{0}</HeadLine><ByLine>{0}</ByLine><DateLine>{0}</DateLine><RightsLine>{0}</RightsLine></NewsLines>"
        '<ContentItem><MediaType FormalName="Text"/><DataContent><p>{0}</p></DataContent></ContentItem>'
        "</NewsComponent></NewsItem></NewsML>"
    ),
}


def seconds(data: bytes, reader: str) -> float:
    """The CPU time of one reading; it may be refused, and never for a defect of the reader."""
    began = time.process_time()
    try:
        formats.read(data, format=reader)
    except UnreadableError as error:
        assert "defect" not in error.todo, error
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("piece", _PIECES)
@pytest.mark.parametrize("reader", sorted(_PLACES))
def test_the_same_over_and_over(reader: str, piece: str) -> None:
    many = piece * (_SIZE // len(piece))
    field = escape(many[: _SIZE // 8])
    whole = _PLACES[reader].format(field, f'"{escape(field, {chr(34): "&quot;"})}"')
    root = whole[1 : whole.index(">")].split()[0]
    documents = [
        whole,
        f"<{root}>{many}</{root}>",
        f"<!DOCTYPE {root} [{many}]><{root}/>",
        f'<?xml version="1.0"?>{many}<{root}>',
    ]
    assert max(seconds(one.encode(), reader) for one in documents) < 10
