"""What agencies put in words because their formats have no field for it; each function is pure, for any reader.

`kill` and `hold` read banners and sentences about the item itself, `orders` those about other items; `embargo`,
`advisory` and `restrictions` say what may not be shown, `mark_of` and `signal` which version of the story this is.
Give them what stands apart from running copy (headline, lines above it, notes to editors): copy is never searched.
"""

from wireroom.formats.words.advisories import advisory
from wireroom.formats.words.embargo import Embargo, embargo
from wireroom.formats.words.marks import Mark, mark_of, signal
from wireroom.formats.words.orders import orders
from wireroom.formats.words.restrictions import restrictions
from wireroom.formats.words.status import hold, kill

__all__ = ["Embargo", "Mark", "advisory", "embargo", "hold", "kill", "mark_of", "orders", "restrictions", "signal"]
