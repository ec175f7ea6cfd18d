"""SportsML in a NewsML-G2 item as tables that people can read: standings, and the scores of events by period."""

from __future__ import annotations

from html import escape

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.formats.walk import plain_body
from wireroom.news import Body

# SportsML 3.0, outcomeTotals: the attributes of a table of standings in its usual order, and the heads over them.
_TOTALS = {
    "events-played": "Played",
    "wins": "Won",
    "ties": "Drawn",
    "losses": "Lost",
    "points-scored-for": "For",
    "points-scored-against": "Against",
    "standing-points": "Points",
    "winning-percentage": "Pct",
}
_ALL_EVENTS = frozenset({"", "events-all"})


def sports_body(content: etree._Element) -> Body:
    """The standings, the scores and the articles in a `sports-content`; empty when there are none of them.

    Statistics of players and the course of play are data for programs: no table of them is made.
    """
    html = []
    for one in content:
        name = xml.local(one)
        if name == "standing":
            html.append(_standing(one))
        elif name in ("sports-event", "schedule", "tournament"):
            events = [one] if name == "sports-event" else list(xml.descendants(one, "sports-event"))
            html += [_event(event) for event in events]
        elif name == "article":
            html += [plain_body(text, lambda _: True) or "" for text in xml.descendants(one, "body.content")]
    return markup.clean("".join(html))


def _standing(standing: etree._Element) -> str:
    rows = [(_name(team), _totals(team), _rank(team)) for team in xml.children(standing, "team", "player")]
    columns = [key for key in _TOTALS if any(key in totals for _, totals, _ in rows)]
    if not columns:
        return ""
    head = _row("th", ["#", "", *(_TOTALS[key] for key in columns)])
    body = "".join(_row("td", [rank, name, *(totals.get(key, "") for key in columns)]) for name, totals, rank in rows)
    title = standing.get("content-label", "")
    return f"{_heading(title)}<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _event(event: etree._Element) -> str:
    """One event: a row for each side with what it scored, by periods where they are given."""
    sides = [_side(one) for one in xml.children(event, "team", "player")]
    if not any(score for _, _, score in sides):
        return ""
    periods = max(len(parts) for _, parts, _ in sides)
    rows = [
        _row("td", [name, *(parts + [""] * (periods - len(parts)) if periods > 1 else ()), score])
        for name, parts, score in sides
    ]
    metadata = xml.child(event, "event-metadata")
    title = _name_in(metadata) or (metadata.get("event-name", "") if metadata is not None else "")
    return f"{_heading(title)}<table><tbody>{''.join(rows)}</tbody></table>"


def _side(side: etree._Element) -> tuple[str, list[str], str]:
    """A side's name, its scores by period, and its score."""
    periods: list[str] = []
    score = ""
    for stats in xml.children(side, "team-stats", "player-stats"):
        score = score or stats.get("score", "") or _stat(stats, "score")
        periods = periods or [one.get("score", "") for one in xml.children(stats, "sub-score")]
    return _name(side), periods, score


def _stat(stats: etree._Element, wanted: str) -> str:
    """A value of SportsML's generic form, where the name of the statistic is data."""
    for one in xml.descendants(stats, "stat"):
        if one.get("stat-type", "").rpartition(":")[2] == wanted and not one.get("period-value"):
            return one.get("value", "")
    return ""


def _totals(team: etree._Element) -> dict[str, str]:
    """What a team has won and lost in all its events, at home and away."""
    for stats in xml.children(team, "team-stats", "player-stats"):
        for totals in xml.children(stats, "outcome-totals"):
            if totals.get("alignment-scope", "") in _ALL_EVENTS:
                return {str(key): str(value) for one in (stats, totals) for key, value in one.items()}
    return {}


def _rank(team: etree._Element) -> str:
    for stats in xml.children(team, "team-stats", "player-stats"):
        for rank in xml.children(stats, "rank"):
            return rank.get("value", "")
    return ""


def _name(side: etree._Element) -> str:
    """The full name of a team or player."""
    for metadata in xml.children(side, "team-metadata", "player-metadata"):
        if name := _name_in(metadata):
            return name
    return ""


def _name_in(metadata: etree._Element | None) -> str:
    found = list(xml.children(metadata, "name")) if metadata is not None else []
    full = [one for one in found if one.get("role", "").rpartition(":")[2] == "full"]
    for one in full or found:
        first, last = one.get("first", ""), one.get("last", "")
        return xml.text(one) or one.get("full", "") or f"{first} {last}".strip()
    return ""


def _heading(title: str) -> str:
    return f"<h3>{escape(title)}</h3>" if title else ""


def _row(cell: str, values: list[str]) -> str:
    return "<tr>" + "".join(f"<{cell}>{escape(value)}</{cell}>" for value in values) + "</tr>"
