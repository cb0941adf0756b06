"""Makes the fonts of the documents from the WOFF2 files of the KERN package: typst reads only TTF and OTF.

    python -m modellkommune.foundation.documents.fontbuild <folder of the fonts of KERN>

Fira Sans is the font of KERN; Noto Sans has the letters of DIN 91379 that Fira Sans lacks.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).with_name("fonts")
SOURCES = (
    "fira-sans/FiraSans-Regular.woff2",
    "fira-sans/FiraSans-SemiBold.woff2",
    "fira-sans/FiraSans-Bold.woff2",
    "noto-sans/NotoSans-Regular.woff2",
    "noto-sans/NotoSans-Bold.woff2",
)


def build_fonts(source: Path, target: Path = FONTS) -> None:
    """Unpack the fonts that documents use; replaces what is there."""
    target.mkdir(exist_ok=True)
    for name in SOURCES:
        font = TTFont(source / name)
        font.flavor = None
        font.save(target / Path(name).with_suffix(".ttf").name)


if __name__ == "__main__":
    build_fonts(Path(sys.argv[1]))
