"""Reads feeds both ways, by feedparser and by this house, and lists what feedparser finds and this house lacks."""

from __future__ import annotations

import argparse
import calendar
import io
import sys
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from wireroom.errors import UnreadableError
from wireroom.formats import markup, read
from wireroom.formats.model import Hint, Reading
from wireroom.news import Version

Miss = tuple[str, str, str]
"""A field, what feedparser found, what this house did."""


def letters(text: str) -> str:
    """What of a text counts: its letters and digits, without markup, marks of punctuation and their many spellings."""
    folded = unicodedata.normalize("NFKC", markup.text_of(markup.clean(text)))
    return "".join(char for char in folded.casefold() if char.isalnum())


def said(plain: str) -> str:
    """The same of a text that holds no markup, whatever it looks like."""
    return letters(escape(plain))


def moment(stated: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(stated), UTC) if stated else None
    except (ValueError, OverflowError, TypeError):
        return None


def theirs(data: bytes) -> list[Any]:
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return list(feedparser.parse(io.BytesIO(data)).entries)
        except Exception:  # it trips over some feeds; then there is nothing to be worse than
            return []


def ours(data: bytes) -> Reading | str:
    try:
        return read(data, Hint())
    except UnreadableError as problem:
        return str(problem)


def compare(entries: list[Any], reading: Reading | str) -> Iterator[Miss]:
    """What of feedparser's entries the reading lacks."""
    if isinstance(reading, str):
        if any(says_something(one) for one in entries):
            yield "read", f"{len(entries)} entries", reading
        return
    found = [one for one in entries if says_something(one)]
    live = [one for one in reading.versions if one.status != "canceled"]
    if len(found) > len(live):
        yield "entries", str(len(found)), str(len(live))
    if len(found) == len(live):
        for entry, version in zip(found, live, strict=True):
            yield from lacking(entry, version)


def says_something(entry: Any) -> bool:
    """Whether there is anything to know it by, or to read; a title of one picture is neither."""
    texts = (
        entry.get("title", ""),
        entry.get("summary", ""),
        *(one.get("value", "") for one in entry.get("content", ())),
    )
    return bool(entry.get("id") or entry.get("link") or any(letters(one) for one in texts))


def lacking(entry: Any, version: Version) -> Iterator[Miss]:
    everything = said(version.headline) + said(version.summary) + letters(version.body)
    for field, texts in (
        ("title", [entry.get("title_detail", {})]),
        ("summary", [entry.get("summary_detail", {})]),
        ("content", entry.get("content", [])),
    ):
        for one in texts:
            value = one.get("value", "")
            wanted = said(value) if one.get("type") == "text/plain" else letters(value)
            if is_text(one) and wanted not in everything and letters(value) not in everything:
                yield field, value, everything
    for field, values, held in (
        ("author", [one.get("name", "") for one in entry.get("authors", ())], said(version.byline)),
        ("rights", [entry.get("rights", "")], said(version.rights.notice)),
        ("source", [entry.get("source", {}).get("title", "")], said(version.rights.credit_line)),
    ):
        yield from ((field, value, held) for value in values if letters(value) not in held)
    yield from addresses(entry, version)
    yield from times(entry, version)
    terms = letters(" ".join((*version.keywords, *version.subjects)))
    for tag in entry.get("tags", ()):
        if not any(letters(stated) in terms for key in ("term", "label") if (stated := tag.get(key))):
            yield "tag", str(tag), ", ".join(version.keywords)
    if (entry.get("content") or [{}])[0].get("language") not in (None, "", version.language):
        yield "language", str(entry["content"][0]["language"]), version.language


def is_text(content: Any) -> bool:
    kind = str(content.get("type", ""))
    return kind in ("", "text/plain", "text/html", "application/xhtml+xml")


def addresses(entry: Any, version: Version) -> Iterator[Miss]:
    ids = (version.uri, *version.alt_ids)
    if entry.get("id") and not any(
        one == entry["id"].strip() or one.endswith(":" + entry["id"].strip()) for one in ids
    ):
        yield "id", entry["id"], version.uri
    if entry.get("link", "").startswith("http") and entry["link"] not in ids:
        yield "link", entry["link"], " ".join(ids)
    held = {one.href for one in version.associations}
    for one in (*entry.get("enclosures", ()), *entry.get("media_content", ())):
        href = one.get("href") or one.get("url") or ""
        if href.startswith("http") and href not in held and not (held and "media_content" in entry):
            yield "enclosure", href, " ".join(held)


def times(entry: Any, version: Version) -> Iterator[Miss]:
    held = (version.first_created, version.version_created)
    for field in ("published_parsed", "updated_parsed", "created_parsed"):
        wanted = moment(dict.get(entry, field))
        if wanted and not any(one and abs(one - wanted) < timedelta(seconds=1.5) for one in held):
            yield field.removesuffix("_parsed"), wanted.isoformat(), " ".join(str(one) for one in held)


def files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.rglob("*")) if folder.is_dir() else [folder]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="files, or folders of them")
    parser.add_argument("--field", action="append", help="list the misses of this field only (may be repeated)")
    options = parser.parse_args()
    count = compared = 0
    by_field: Counter[str] = Counter()
    for path in files(options.folders):
        if not path.is_file() or path.suffix == ".py":
            continue
        data = path.read_bytes()
        entries = theirs(data)
        count += 1
        compared += bool(entries)
        for field, wanted, found in compare(entries, ours(data)):
            by_field[field] += 1
            if not options.field or field in options.field:
                print(f"{field}  {path}\n    feedparser  {wanted[:300]!r}\n    ours        {found[:300]!r}")
    print(f"{count} files, {compared} with entries")
    for field, number in sorted(by_field.items()):
        print(f"  {field:12} {number:5} lacking")
    return bool(by_field)


if __name__ == "__main__":
    sys.exit(main())
