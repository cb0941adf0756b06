"""What sealed content of this room is for, see keys.seal."""

from typing import Final

BAN: Final = "guarding.ban"
LIST: Final = "guarding.list"
