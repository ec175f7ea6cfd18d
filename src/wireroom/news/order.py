"""What one item of copy orders about another: a kill, hold or release in words, before anybody knows of which story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Act(StrEnum):
    """What is ordered."""

    KILL = "kill"
    HOLD = "hold"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Order:
    """An order in words, with what they say of the story that is meant; "" and None for what they leave out.

    `service` and `number` are the wire's (`eca` and `0123` of "eca0123"), `on` is the day the story was sent, `start`
    how its text begins when the order repeats it. `sure` is False when the words may mean something else: such an
    order holds. `text` are the order's own words, for the ledger and the desk; they reach no public byte.
    """

    act: Act
    service: str = ""
    number: str = ""
    slugline: str = ""
    headline: str = ""
    start: str = ""
    on: date | None = None
    sure: bool = True
    text: str = ""
