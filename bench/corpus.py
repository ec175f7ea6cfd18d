"""A deterministic archive of made-up stories, as wire bytes, for benchmarks."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.rig import NETWORK
from tests.wires import g2

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SLUGS = ("launch", "missile", "grid", "other")
_WORDS = (
    "harbour signal northern council budget engine valley research committee station winter contract border "
    "orbit minister satellite pipeline election station turbine forecast morning agreement region company report "
    "people water system launch energy market school river airport storm border island crew mission project the "
    "of and to in a for on with after before near under over while its their new first last"
).split()


def uri(number: int) -> str:
    """The uri of the story with this number."""
    return f"urn:newsml:mpa.example:2026:{number}"


def sentence(rng: random.Random, words: int) -> str:
    """A sentence-like run of words."""
    return " ".join(rng.choices(_WORDS, k=words)).capitalize() + "."


def story(number: int, created: datetime) -> bytes:
    """One story of about 400 words as NewsML-G2."""
    rng = random.Random(number)
    return g2(
        uri(number),
        1,
        f"{sentence(rng, 8)[:-1]} {number}",
        paragraphs=tuple(sentence(rng, rng.randint(35, 60)) for _ in range(9)),
        created=created,
        slugline=SLUGS[number % 4],
        byline="By A. Writer",
        subjects=("medtop:20000735",),
    )


def archive_time(number: int, of: int) -> datetime:
    """When the story of this number came out: evenly over the two years before now."""
    return NOW - timedelta(days=730) * (of - number) / of


def network_folder(folder: Path) -> Path:
    """A network folder for benchmarks; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "network.toml"
    rails = "".join(
        f'[[sites.orbit.rails]]\ntitle = "Rail {place}"\nfrom = "{place}"\nlength = 8\n\n'
        for place in ("shield", "shield/missiles", "current/grid", "orbit/planets")
    )
    file.write_text(NETWORK.replace("[sites.shield]\n", rails + "[sites.shield]\n", 1), encoding="utf-8")
    return file
