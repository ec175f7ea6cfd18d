"""Hostile JSON through every reader of it: a version or a reason, in bounded time, and nothing else."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import Hint

_MIB = 1 << 20
_READERS = ("ninjs", "ap-media-json", "dpa-digitalwires-json", "jsonfeed")
_KEYS = (
    "uri guid urn version type pubstatus pubStatus embargoed embargoedUntil expires headline headlines bodies role "
    "value body_html body_text descriptions subjects subject code scheme literal name associations renditions href "
    "width altids itemid signals editorialtypes bylines by data items item entries categories qcode ednotes "
    "ednote notepad public_html usageterms rightsinfo linkedrights standard language urgency versioncreated id "
    "version_created"
).split()
_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["2026-01-10T12:00:00Z", "9999-99-99", "<p>x", "&#x110000;", "\ud800", "canceled", "medtop:1"])
)
_values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    max_leaves=25,
)
_named = st.dictionaries(st.sampled_from(_KEYS), _values, max_size=12).map(
    lambda item: {**item, "uri": "urn:a", "urn": "urn:a", "altids": {"itemid": "a"}, "title": "x"}
)


def _read(data: bytes, format: str) -> formats.Reading | str:
    """What was read, or why not; a defect of the reader is neither."""
    try:
        return formats.read(data, Hint(), format=format)
    except UnreadableError as error:
        assert "defect" not in error.todo, error
        return error.what


@pytest.mark.parametrize("format", _READERS)
@settings(max_examples=30, deadline=None)
@given(item=_named)
def test_any_item_is_read_or_refused_with_a_reason(format: str, item: dict[str, Any]) -> None:
    for sent in (item, [item], {"items": [item]}, {"entries": [item]}, {"data": {"items": [{"item": item}]}}):
        assert _read(json.dumps(sent).encode(), format)


@pytest.mark.parametrize("format", _READERS)
@settings(max_examples=30, deadline=None)
@given(item=_named, data=st.data())
def test_cut_and_bent_bytes_are_read_or_refused_with_a_reason(format: str, item: dict[str, Any], data: Any) -> None:
    whole = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
    at = data.draw(st.integers(0, len(whole)))
    put = data.draw(st.sampled_from([b"", b'"', b"}", b"\xff", b"\x00", b"\\", b",", b"\\ud83d"]))
    assert _read(whole[:at] + put + whole[at + 1 :], format)


def _huge() -> dict[str, bytes]:
    many = b",".join([b'{"uri":"urn:abc","urn":"urn:abc","altids":{"itemid":"a"},"id":"a"}'] * 4_000)
    return {
        "deep lists": b'{"uri":"urn:a","x":' + b"[" * 400_000 + b"]" * 400_000 + b"}",
        "deep and unclean": b'{"uri":"urn:a\n","x":' + b"[" * 900 + b"]" * 900 + b"}",
        "digits": b'{"uri":"urn:a","version":"' + b"9" * _MIB + b'","urgency":"' + b"9" * 5000 + b'"}',
        "items": b"[" + many + b"]",
        "entries": b'{"entries":[' + many + b"]}",
        "answer": b'{"api_version":"1","data":{"items":[' + many + b"]}}",
        "associations": b'{"uri":"urn:a","associations":[' + b",".join([b"{}"] * 300_000) + b"]}",
        "keywords": b'{"uri":"urn:a","keywords":[' + b",".join([b'"a b"'] * 170_000) + b"]}",
        "the same key": b'{"uri":"urn:a",' + b",".join([b'"k":1'] * 170_000) + b"}",
        "half pairs": b'{"uri":"urn:a","headline":"' + b"\\ud800" * 170_000 + b'"}',
        "open divisions": json.dumps({"uri": "urn:a", "body_html": "<div>" * 200_000}).encode(),
        "open details": json.dumps({"uri": "urn:a", "body_html": "<details>" * 100_000}).encode(),
        "open brackets": json.dumps({"uri": "urn:a", "body_html": f"<p>{'(' * _MIB}</p>"}).encode(),
        "extension": json.dumps(
            {"uri": "urn:a", "descriptions": [{"role": "urn:wireroom:facts", "value": "[" * _MIB}]}
        ).encode(),
    }


@pytest.mark.slow
@pytest.mark.parametrize("what", _huge())
def test_a_mebibyte_of_anything_takes_neither_time_nor_memory(what: str) -> None:
    data = _huge()[what]
    began = time.process_time()
    for format in _READERS:
        _read(data, format)
    # A second each is the promise; ten times that is what a loaded machine may make of it.
    assert time.process_time() - began < 40
    tracemalloc.start()
    for format in _READERS:
        _read(data, format)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * _MIB
