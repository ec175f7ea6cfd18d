from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.rights.rights_helper import DAY, NOW, SECOND, headline, licence, network, standing
from wireroom.network.model import Surface
from wireroom.rights import Remembered, Verdict, show_headline

NETWORK = network(licence())
ROW = headline()


def test_the_same_row_gets_the_same_answer_without_asking_again() -> None:
    cleared = Remembered(NETWORK, "orbit")
    first = cleared.show(ROW, Surface.LIST, NOW)
    assert first == show_headline(ROW, NETWORK, "orbit", Surface.LIST, NOW)
    again = cleared.show(ROW, Surface.LIST, NOW + DAY)
    assert again[0] is first[0]


def test_an_answer_ends_in_the_very_moment_it_was_given_to() -> None:
    cleared = Remembered(NETWORK, "orbit")
    row = headline(standing(expires=NOW + DAY))
    shown, clearance = cleared.show(row, Surface.LIST, NOW)
    assert shown is not None
    assert clearance.changes_at == NOW + DAY
    assert cleared.show(row, Surface.LIST, NOW + DAY - SECOND)[0] is shown
    over, clearance = cleared.show(row, Surface.LIST, NOW + DAY)
    assert over is None
    assert clearance.verdict is Verdict.EXPIRED


def test_a_clock_that_jumps_back_finds_no_answer_of_later() -> None:
    cleared = Remembered(NETWORK, "orbit")
    row = headline(standing(embargoed_until=NOW))
    assert cleared.show(row, Surface.LIST, NOW)[0] is not None
    assert cleared.show(row, Surface.LIST, NOW - SECOND)[0] is None


def test_a_refusal_is_asked_for_again() -> None:
    cleared = Remembered(NETWORK, "orbit")
    row = headline(standing(embargoed_until=NOW))
    assert cleared.show(row, Surface.LIST, NOW - SECOND)[0] is None
    assert cleared.show(row, Surface.LIST, NOW)[0] is not None


def test_a_killed_row_is_another_row() -> None:
    cleared = Remembered(NETWORK, "orbit")
    assert cleared.show(ROW, Surface.LIST, NOW)[0] is not None
    killed = replace(ROW, standing=replace(ROW.standing, killed_at=NOW))
    assert cleared.show(killed, Surface.LIST, NOW)[1].verdict is Verdict.KILLED


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Surface)), st.integers(-40, 40)), max_size=30))
def test_nothing_tells_it_from_the_gate(asked: list[tuple[int, Surface, int]]) -> None:
    """Whatever is asked in whatever order, at moments that go forwards and backwards."""
    marks = (None, NOW - 20 * DAY, NOW, NOW + 20 * DAY)
    rows = [
        headline(standing(embargoed_until=opens, expires=closes))
        for opens, closes in ((marks[n % 4], marks[(n + 1 + n // 3) % 4]) for n in range(6))
    ]
    cleared = Remembered(NETWORK, "orbit")
    for number, surface, days in asked:
        at = NOW + days * DAY
        told, clearance = cleared.show(rows[number], surface, at)
        expected, verdict = show_headline(rows[number], NETWORK, "orbit", surface, at)
        assert (told, clearance) == (expected, verdict)
