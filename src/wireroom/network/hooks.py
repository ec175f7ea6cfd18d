"""Who is told, outside of the network, that pages changed or are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Hooks:
    """The ways, each "" where it is not wanted.

    Secrets are named as a source's are: a file from the network's folder, or a variable. `ask_public` says that
    receipts ask the site's public address, too, and look into the folders `exports`.
    """

    hub: str = ""
    indexnow: str = ""
    indexnow_key: str = ""
    purge: str = ""
    purge_command: tuple[str, ...] = ()
    token_file: str = ""
    token_env: str = ""
    ca_file: str = ""
    allow_private: bool = False
    ask_public: bool = False
    exports: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether anybody is told at all."""
        return bool(self.hub or self.indexnow or self.purge or self.purge_command)


def hooks_of(whole: dict[str, Any], own: dict[str, Any] | None = None) -> Hooks:
    """As read from the network's table, and from the site's own where that says otherwise."""
    return Hooks(**_merged(whole, own))


def problems(whole: dict[str, Any], own: dict[str, Any] | None = None) -> Iterator[tuple[str, str, str]]:
    """What the keys contradict each other in: a key, what is wrong, what to do."""
    one = _merged(whole, own)
    if one.get("indexnow") and not one.get("indexnow_key"):
        yield "indexnow", "IndexNow needs a key", 'add indexnow_key = "…", 8 to 128 letters, digits and hyphens'
    if one.get("token_file") and one.get("token_env"):
        yield "token_env", "the secret is named twice", "name a file or a variable"


def _merged(whole: dict[str, Any], own: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for table in (whole, own or {}) for name, value in table.items() if value is not None}
