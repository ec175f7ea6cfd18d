"""Reading feeds, beside feedparser with its output cleaned by nh3; interleaved, medians, contents checked first."""

from __future__ import annotations

import io
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from html import escape

import feedparser
import nh3
from lxml import etree

from bench.corpus import sentence
from wireroom.formats import markup
from wireroom.formats.fresh import Seen, fresh
from wireroom.formats.model import Hint, Reading

ENTRIES = 50
ROUNDS = 15
_SANITISER = nh3.Cleaner()
_HINT = Hint(provider="NLN", language="en")
_NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def _headlines(number: int) -> str:
    """An item as newspapers send them: a headline, a sentence or two, a picture."""
    rng = random.Random(number)
    return (
        f"<item><title>{sentence(rng, 9)[:-1]}</title><link>https://nln.example/2026/{number}?utm_source=rss</link>"
        f"<description><![CDATA[{sentence(rng, 25)}]]></description><dc:creator><![CDATA[Ada Nilsen]]></dc:creator>"
        f"<pubDate>Sun, 22 Nov 2026 {number % 24:02}:{number % 60:02}:00 GMT</pubDate>"
        f'<guid isPermaLink="false">urn:nln:{number}</guid><category><![CDATA[Sea]]></category>'
        f'<category><![CDATA[Ferries]]></category><media:content url="https://nln.example/{number}.jpg" width="800" '
        'height="450" medium="image">'
        "<media:credit>B. Foto</media:credit></media:content></item>"
    )


def _whole(number: int) -> str:
    """An item as blogs and small agencies send them: the whole text, in the markup that their program makes."""
    rng = random.Random(number)
    paragraphs = "".join(
        f'<p class="wp-block-paragraph">{sentence(rng, 40)} <a href="https://nln.example/{number}/{n}" '
        f'target="_blank" rel="noopener">{sentence(rng, 4)}</a> It&#8217;s <strong>{sentence(rng, 3)}</strong></p>\n'
        for n in range(8)
    )
    picture = (
        f'<figure class="wp-block-image size-large"><img decoding="async" width="1024" height="683" '
        f'src="https://nln.example/{number}.jpg" alt="The quay" srcset="https://nln.example/{number}-300.jpg 300w"/>'
        '<figcaption class="wp-element-caption">The quay</figcaption></figure>\n'
    )
    return (
        f"<item><title>{sentence(rng, 9)[:-1]}</title><link>https://nln.example/2026/{number}</link>"
        "<dc:creator><![CDATA[Ada Nilsen]]></dc:creator><category><![CDATA[Sea]]></category>"
        f"<pubDate>Sun, 22 Nov 2026 {number % 24:02}:00:00 +0000</pubDate><category><![CDATA[Ferries]]></category>"
        f'<guid isPermaLink="false">https://nln.example/?p={number}</guid>'
        f"<description><![CDATA[<p>{sentence(rng, 40)}</p>]]></description>"
        f"<content:encoded><![CDATA[{picture}{paragraphs}]]></content:encoded></item>"
    )


def _entry(number: int) -> str:
    """An entry in Atom, its text as escaped markup."""
    rng = random.Random(number)
    text = "".join(f"<p>{sentence(rng, 40)} <a href='/{number}/{n}'>{sentence(rng, 4)}</a></p>" for n in range(5))
    return (
        f"<entry><id>tag:nln.example,2026:{number}</id><title>{sentence(rng, 9)[:-1]}</title>"
        f'<link rel="alternate" type="text/html" href="https://nln.example/2026/{number}"/>'
        f"<published>2026-11-22T{number % 24:02}:00:00Z</published>"
        f"<updated>2026-11-22T{number % 24:02}:30:00Z</updated><author><name>Ada Nilsen</name></author>"
        f'<category term="ferries"/><content type="html">{escape(text)}</content></entry>'
    )


def _rss(item: Callable[[int], str], first: int) -> bytes:
    items = "\n".join(item(number) for number in range(first + ENTRIES - 1, first - 1, -1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {_NAMESPACES}><channel><title>Nordlicht</title>'
        '<link>https://nln.example/</link><atom:link href="https://nln.example/feed" rel="self" '
        'type="application/rss+xml"/><description>News of the north</description><language>en</language>'
        f"<lastBuildDate>Sun, 22 Nov 2026 12:00:{first % 60:02} GMT</lastBuildDate><copyright>NLN</copyright>{items}"
        "</channel></rss>\n"
    ).encode()


def _atom(first: int) -> bytes:
    entries = "\n".join(_entry(number) for number in range(first + ENTRIES - 1, first - 1, -1))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Nordlicht</title>'
        '<id>tag:nln.example,2026:feed</id><link href="https://nln.example/"/>'
        f"<updated>2026-11-22T12:00:{first % 60:02}Z</updated>{entries}</feed>\n"
    ).encode()


FEEDS: dict[str, Callable[[int], bytes]] = {
    "RSS, headlines": lambda first: _rss(_headlines, first),
    "RSS, whole texts": lambda first: _rss(_whole, first),
    "Atom, whole texts": _atom,
}


def theirs(data: bytes) -> list[tuple[str, str, str, list[str]]]:
    """What a reader of feeds does who knows no other way: feedparser, and its markup through a sanitiser."""
    found = []
    for entry in feedparser.parse(io.BytesIO(data)).entries:
        markups = [one["value"] for one in entry.get("content", ())] or [entry.get("summary", "")]
        found.append((entry.id, entry.link, entry.title, [nh3.clean(one) for one in markups]))
    return found


def floor(data: bytes) -> None:
    """The two things that every safe reading of the whole has to do: parse it, and sanitise its markup."""
    for element in etree.fromstring(data).iter("{*}encoded", "{*}content", "description"):
        _SANITISER.clean(element.text or "")


def ours(data: bytes, seen: Seen | None) -> tuple[Reading, Seen | None]:
    found = fresh(data, _HINT, seen)
    assert found is not None
    return found


def check(data: bytes, reading: Reading) -> None:
    """Both find the same: ids, links, titles, and every word of the copy."""
    sent = theirs(data)
    assert len(sent) == len(reading.versions)
    for (name, link, title, markups), version in zip(sent, reading.versions, strict=True):
        assert (name, title) == (version.uri, version.headline)
        assert link in (version.uri, *version.alt_ids)
        assert [_words(one) for one in markups] == [_words(version.body)]


def _words(html: str) -> str:
    return "".join("".join(markup.paragraphs(markup.clean(html))).split())


def run() -> None:
    """Measures and prints, for each kind of feed: the first reading, and a poll with one new entry of fifty."""
    feedparser.parse(io.BytesIO(b"<rss/>"))
    for name, make in FEEDS.items():
        before, after = make(0), make(1)
        reading, seen = ours(before, None)
        check(before, reading)
        polled, _ = ours(after, seen)
        assert polled.versions == ours(after, None)[0].versions[:1]
        works = (
            (partial(theirs, after), 1),
            (partial(ours, after, None), 5),
            (partial(ours, after, seen), 20),
            (partial(floor, after), 5),
        )
        rounds = [[_time(work, times) for work, times in works] for _ in range(ROUNDS)]
        slow, first, poll, least = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(
            f"{name:<18} {ENTRIES} entries, {len(after) / 1000:4.0f} kB   feedparser + nh3 {slow * 1e3:6.1f} ms   "
            f"first {first * 1e3:5.2f} ms {slow / first:5.1f}×   poll {poll * 1e3:5.2f} ms {slow / poll:6.1f}×   "
            f"lxml + nh3 alone {least * 1e3:5.2f} ms {slow / least:5.1f}×"
        )


def _time(work: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


if __name__ == "__main__":
    run()
