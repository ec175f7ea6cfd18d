from __future__ import annotations

import io

import pytest
from PIL import Image

from wireroom.demo import easel, pictures


def check(name: str) -> None:
    data = pictures.draw(name)
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG"
        assert image.size == easel.SIZE
        colours = image.convert("RGB").resize((64, 40)).getcolors(4096)
        assert colours is not None
        assert len(colours) > 200, "a picture, not a plain sheet"
    assert len(data) < 150_000


def test_there_are_pictures_enough_for_every_theme() -> None:
    assert len(pictures.names()) >= 24


def test_a_picture_is_a_picture() -> None:
    check("railway")


@pytest.mark.slow
@pytest.mark.parametrize("name", pictures.names())
def test_every_picture_can_be_drawn(name: str) -> None:
    check(name)


def test_a_picture_is_drawn_the_same_way_every_time() -> None:
    assert pictures.draw.__wrapped__("museum") == pictures.draw.__wrapped__("museum")


def test_a_picture_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        pictures.draw("unicorn")


def test_colours_mix() -> None:
    assert easel.mix("#000000", "#ffffff", 0.5) == "#808080"
    assert easel.mix("#102030", "#405060", 0.0) == "#102030"


def test_a_smooth_curve_goes_through_its_points() -> None:
    points: list[easel.Point] = [(0, 0), (10, 20), (30, 5), (50, 40)]
    curve = easel.smooth(points)
    assert all(any(abs(x - cx) < 1e-9 and abs(y - cy) < 1e-9 for cx, cy in curve) for x, y in points)
