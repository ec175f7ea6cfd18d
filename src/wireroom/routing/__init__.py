"""Which site and section a story belongs to, and which rule or editor said so."""

from wireroom.routing.check import check
from wireroom.routing.handbook import reference
from wireroom.routing.router import Explained, Router

__all__ = ["Explained", "Router", "check", "reference"]
