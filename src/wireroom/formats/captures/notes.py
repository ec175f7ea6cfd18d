"""What reading a page leaves for the desk, as notes: doubts, rails and lines that no role was found for."""

from __future__ import annotations

from wireroom.formats.captures.model import Role
from wireroom.formats.model import Capture, Note


def notes_of(capture: Capture) -> tuple[Note, ...]:
    """Notes for one capture, each with its place."""
    where = capture.url
    notes = [Note(where, doubt) for doubt in capture.doubts]
    notes += [Note(where, f"rail “{rail.title}”: {'; '.join(rail.headlines)}") for rail in capture.rails]
    left = [(line, text) for line, role, text in capture.roles if role == Role.LEFT_OVER]
    if left:
        shown = "; ".join(f"line {line}: {text[:60]}" for line, text in left[:5])
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        notes.append(Note(where, f"{len(left)} lines without a role: {shown}{more}"))
    return tuple(notes)
