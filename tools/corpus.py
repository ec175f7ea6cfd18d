"""Reads sample files and compares what was read with their EXPECTED.jsonl: the share right per format and field."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wireroom.errors import UnreadableError
from wireroom.formats import markup, read
from wireroom.formats.finish import signals
from wireroom.formats.model import UTC, Hint, Reading
from wireroom.formats.profiles import profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Version

FORMATS = (
    "newsml-g2",
    "newsml-1",
    "nitf",
    "ninjs",
    "ap-media-json",
    "dpa-digitalwires-json",
    "rss",
    "atom",
    "rss1",
    "jsonfeed",
    "wxr",
    "feed-other",
    "iptc7901",
    "anpa1312",
    "email",
)
# Their files state no uri: it is made of what they do state.
UNNAMED = ("iptc7901", "anpa1312", "email")
Facts = dict[str, Any]


def words(value: Any) -> str:
    return markup.plain(str(value))


def moment(value: Any, zone: ZoneInfo = UTC) -> Any:
    return parse_time(str(value), zone) if value else None


def many(value: Any) -> list[str]:
    """A fact that may stand as one string or as several, and as {"qcode": …} or the like."""
    if value is None:
        return []
    found = value if isinstance(value, list) else [value]
    return [words(one.get("uri") or one.get("name") or "") if isinstance(one, dict) else words(one) for one in found]


def base_uri(expect: Facts) -> str:
    """NewsML 1's public identifier carries the revision, the story's uri does not; AP's uri carries the request."""
    uri = str(expect.get("itemid") or expect.get("uri", ""))
    if "item_id" in expect:
        uri = uri.removesuffix(f":{expect.get('version')}")
        uri = "urn:newsml:" + uri[11:] if uri.lower().startswith("urn:newsml:") else uri
    return uri


def holds(version: Version, expect: Facts) -> Iterator[tuple[str, Any, Any]]:
    """(field, expected, found) for every fact that a version can be held against."""
    if expect.get("uri"):
        yield "uri", base_uri(expect), version.uri
    # A time without a zone is in the agency's own.
    at = partial(moment, zone=profile_of(version.provider).zone_for(UTC))
    checks: dict[str, tuple[Callable[[Any], Any], Any]] = {
        "version": (lambda value: int(value) if str(value).isdigit() else value, version.number),
        "pubstatus": (str, str(version.status)),
        "embargoed": (at, version.embargoed_until),
        "expires": (at, version.expires),
        "firstcreated": (at, version.first_created),
        "versioncreated": (at, version.version_created),
        "language": (lambda value: str(value).lower(), version.language.lower()),
        "headline": (words, version.headline),
        "slugline": (words, version.slugline),
        "urgency": (int, version.urgency),
        "copyrightnotice": (words, version.rights.notice),
        "creditline": (words, version.rights.credit_line),
    }
    for name, (as_read, found) in checks.items():
        if name in expect and expect[name] not in (None, ""):
            yield name, as_read(expect[name]), found
    if "embargoed" not in expect:
        yield "no embargo", None, version.embargoed_until
    yield from _texts(version, expect)
    if version.format in UNNAMED:
        yield from _of_text_wire(version, expect)


def _of_text_wire(version: Version, expect: Facts) -> Iterator[tuple[str, Any, Any]]:
    """What text wires and mails state in places of their own."""
    names = {
        "service": version.services[0] if version.services else "",
        "subject": version.headline,
        "dateline_city": version.dateline.place,
        "dateline_source": version.dateline.provider,
        "signal": f"sig:{version.signal}",
        "message-id": "<" + version.uri.removeprefix("mid:") + ">",
    }
    for name, found in names.items():
        if expect.get(name):
            yield name, words(expect[name]) if name != "message-id" else expect[name], found
    if expect.get("sequence"):
        yield "sequence", True, f"{expect['service']}{expect['sequence']}" in version.alt_ids
    if expect.get("category"):
        yield "category", True, f"{version.format}:{expect['category'].lower()}" in version.subjects
    if expect.get("takekey"):
        yield "takekey", words(expect["takekey"]), " ".join(one for one in version.signals if one in expect["takekey"])
    if expect.get("ednote"):
        yield "ednote", True, all(one in version.ed_note for one in many(expect["ednote"]))
    if expect.get("photos"):
        yield "photos", expect["photos"], [one.uri.rpartition(":")[2] for one in version.associations]


def _listed(value: Any) -> list[str]:
    """Codes with all their digits, and a list in one string ("A/B/C/") as a list."""
    found = []
    for one in many(value):
        scheme, _, digits = one.partition(":")
        if scheme == "subj" and digits.isdigit():
            one = f"{scheme}:{digits:0>8}"
        found += one.strip("/").split("/") if one.endswith("/") and "://" not in one else [one]
    return found


def _texts(version: Version, expect: Facts) -> Iterator[tuple[str, Any, Any]]:
    if expect.get("dateline"):
        wanted = words(expect["dateline"])
        # A time in the field is no dateline when the copy itself begins with one.
        found = wanted if version.dateline.provider and moment(wanted) else version.dateline.text
        yield "dateline", wanted, found
    if expect.get("byline"):
        yield "byline", ", ".join(many(expect["byline"])), version.byline
    if expect.get("copyrightholder"):
        # A holder given as a concept stands there with its definition; the name is the fact.
        wanted, found = words(expect["copyrightholder"]), version.rights.holder
        yield "copyrightholder", wanted, wanted if found and wanted.startswith(found) else found
    if expect.get("usageterms"):
        terms = " ".join(version.rights.usage_terms)
        yield "usageterms", True, all(one[:80] in terms for one in many(expect["usageterms"]))
    for name, values in (("subjects", version.subjects), ("genre", version.genre), ("keywords", version.keywords)):
        if expect.get(name):
            missing = [one for one in _listed(expect[name]) if one not in values]
            yield name, [], missing
    if expect.get("signals"):
        meant, _ = signals(many(expect["signals"]), profile_of(version.provider))
        yield "signals", [], [one for one in meant if one not in version.signals]
    body = expect.get("body")
    if isinstance(body, dict) and body.get("first"):
        parts = [version.summary, version.byline, version.dateline.text, version.correction_note]
        text = words(" ".join([*parts, *markup.paragraphs(version.body)]))
        # Without its spaces: a line break is one to a reader, and none to who counted.
        # ANPA writes a dash as "_".
        first = body["first"].replace(" _ ", " — ") if version.format == "anpa1312" else body["first"]
        yield "body begins", True, "".join(words(first)[-25:].split()) in "".join(text.split())
        if body.get("words"):
            # What is repeated elsewhere goes (dateline, byline, sign-off), what is copy stays.
            yield "body words", True, len(text.split()) >= 0.9 * body["words"] - 4


def expected(folder: Path) -> Iterator[tuple[str, str, list[Facts]]]:
    for line in (folder / "EXPECTED.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        facts = record.get("expect_items") or [record["expect"]]
        yield (
            record["path"],
            record["format"],
            list(of_export(record["expect"])) if record["format"] == "wxr" else facts,
        )


def of_export(expect: Facts) -> Iterator[Facts]:
    """The facts of an export's first item, in the words of all other formats; an attachment is no copy."""
    first = expect.get("first", {})
    if first.get("guid") and set(expect["types"]) <= {"post", "page"}:
        time = first.get("post_date_gmt")
        keywords = [markup.plain(one) for one in first.get("categories", ())]
        yield {
            "uri": words(first["guid"]),
            "headline": first["title"],
            "firstcreated": f"{time}Z" if time else "",
            "keywords": keywords,
        }


def is_story(facts: Facts) -> bool:
    return bool(facts.get("item", "newsItem") == "newsItem")


def compare(
    folder: Path, formats: tuple[str, ...]
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]], list[str]]:
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    misses: list[str] = []

    def count(form: str, field: str, wanted: Any, found: Any, path: str) -> None:
        asked[form, field] += 1
        if wanted == found:
            right[form, field] += 1
        else:
            misses.append(f"{form}  {field}  {path}\n    expected {str(wanted)[:200]}\n    found    {str(found)[:200]}")

    for path, form, items in expected(folder):
        if form not in formats or not (folder / path).is_file():
            continue
        reading = _read(folder / path)
        if isinstance(reading, str):
            count(form, "read", "read", reading, path)
            continue
        count(form, "read", form, reading.format, path)
        # What holds no story (an index of references alone) is noted; what has no uri of its own is named by rule.
        if not reading.versions and any("no story in it" in note.problem for note in reading.notes):
            continue
        wanted = [facts for facts in items if is_story(facts) and (facts.get("uri") or form in UNNAMED)]
        if len(wanted) > len(reading.versions):
            count(form, "items", len(wanted), len(reading.versions), path)
        for facts, version in zip(wanted, reading.versions, strict=False):
            for field, want, got in holds(version, facts):
                count(form, field, want, got, path)
    return right, asked, misses


def _read(path: Path) -> Reading | str:
    try:
        return read(path.read_bytes(), Hint(name=path.name))
    except UnreadableError as problem:
        return str(problem)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="list every fact that was not met")
    parser.add_argument("--format", action="append", choices=FORMATS, help="only this format (may be repeated)")
    options = parser.parse_args()
    if not (options.folder / "EXPECTED.jsonl").is_file():
        print(f"{options.folder}: there is no EXPECTED.jsonl in it.", file=sys.stderr)
        return 2
    right, asked, misses = compare(options.folder, tuple(options.format or FORMATS))
    if options.misses:
        print("\n".join(misses))
    for form in sorted({form for form, _ in asked}):
        print(form)
        for _, field in sorted(key for key in asked if key[0] == form):
            good, all_of_them = right[form, field], asked[form, field]
            print(f"  {field:16} {good:5} of {all_of_them:5}  {good / all_of_them:7.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
