"""Never a worse reading than feedparser's: its own test files, and other readers', where the samples are at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tools import feeds

_SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"

# What feedparser finds in these and this house does not, and why it should not.
_EXPLAINED = {
    ("title", "v5.xml"): "an item inside an item's list of conflicts, which is not the item's own title",
    ("content", "duplicate_description.xml"): "two descriptions of one medium: the first stands",
    ("content", "full.atom"): "three contents of one entry: the first that is markup stands (RFC 4287 allows one)",
    ("content", "entry_content_div_escaped_markup.xml"): "markup escaped inside XHTML is text, not markup",
}


@pytest.mark.samples
@pytest.mark.slow
@pytest.mark.skipif(not _SAMPLES.is_dir(), reason="the samples are not here")
@pytest.mark.parametrize("folder", ["rss", "rss1", "atom", "feed-other"])
def test_nothing_is_lacking_that_feedparser_finds(folder: str) -> None:
    unexplained = Counter[tuple[str, str]]()
    for path in feeds.files([_SAMPLES / folder]):
        if path.is_file():
            data = path.read_bytes()
            for field, _, _ in feeds.compare(feeds.theirs(data), feeds.ours(data)):
                if (field, path.name) not in _EXPLAINED:
                    unexplained[field, path.name] += 1
    assert unexplained == {}


def test_the_comparison_tells_what_is_lacking() -> None:
    data = b"<rss><channel><item><title>Ferry</title><guid>urn:a</guid><category>sea</category></item></channel></rss>"
    other = data.replace(b"Ferry", b"Fog").replace(b"urn:a", b"urn:b").replace(b"sea", b"air")
    assert list(feeds.compare(feeds.theirs(data), feeds.ours(data))) == []
    assert {field for field, _, _ in feeds.compare(feeds.theirs(data), feeds.ours(other))} == {"title", "id", "tag"}
    assert [one for one, _, _ in feeds.compare(feeds.theirs(data), "unreadable")] == ["read"]
