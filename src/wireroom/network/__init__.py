"""What the owner wrote: network.toml read, checked and turned into frozen values."""

from wireroom.network.advice import secrets_missing, warnings
from wireroom.network.beside import file_problems
from wireroom.network.file import load
from wireroom.network.handbook import reference
from wireroom.network.read import parse
from wireroom.network.starter import scaffold

__all__ = ["file_problems", "load", "parse", "reference", "scaffold", "secrets_missing", "warnings"]
