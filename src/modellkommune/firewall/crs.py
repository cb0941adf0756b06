"""The OWASP Core Rule Set beside our own rules: a release that the operator names, else Debian's package.

It works by points, at paranoia level 1, as its own setup says; what it counts is answered by its rule 949110.
"""

from pathlib import Path
from typing import Final

from modellkommune.firewall.engine import RulesRefused

DEBIAN_RULES: Final = Path("/usr/share/modsecurity-crs/rules")
DEBIAN_SETUP: Final = Path("/etc/modsecurity/crs/crs-setup.conf")
SETUPS: Final = ("crs-setup.conf", "crs-setup.conf.example")
NOT_OURS: Final = ("REQUEST-903", "REQUEST-910", "REQUEST-912")
"""Exceptions for other applications; addresses by country (the library cannot); counting of requests."""
REPLACED: Final = (
    *(930120, 932110, 932115, 932150, 932230, 932235, 932250, 932260, 932261, 932370, 933160, 933210),
    *(941160, 941170, 941310, 942100, 942140, 942151, 942190, 942220, 942230, 942360),
)
"""Rules that ours replace: these take "Max (Moritz)", "Rand (links)", "(Select Reisen) GmbH", the number
2147483647 and "3--4" for SQL, "System (Haus) GmbH" and "Schmidt (sen.) (Hof)" for PHP, "More & More AG"
and "Find & Sort KG" for a command, Cyrillic letters for brackets, a text named ".htaccess" for the file;
941160, 941170 and 942230 look at 20 kB of quotation marks, brackets or "select a" for up to four seconds;
932150, 932230, 932250, 932260 and 932261 look at 20 kB of "|", "(" or "{" for seconds to minutes. Those of
release 4 were tried with 64,640 harmless values; without them 930 of 938 attacks are still turned away.
"""


def crs_rules(folder: Path | None) -> str:
    """The rule set in `folder`, else the machine's, as a text for the engine; empty where there is none.

    Raises RulesRefused where `folder` holds no release.
    """
    if folder is not None:
        setup = next((folder / name for name in SETUPS if (folder / name).is_file()), None)
        if setup is None or not any((folder / "rules").glob("REQUEST-9*.conf")):
            raise RulesRefused(
                f"CRS_DIR {folder}: no crs-setup.conf and rules/REQUEST-9*.conf; name a release"
            )
        if " " in str(folder):
            raise RulesRefused(
                f"CRS_DIR {folder}: the engine cannot read a path with blanks; rename the folder"
            )
        return _including(setup, folder / "rules")
    if DEBIAN_SETUP.is_file() and DEBIAN_RULES.is_dir():
        return _including(DEBIAN_SETUP, DEBIAN_RULES)
    return ""


def _including(setup: Path, rules: Path) -> str:
    """Answers are not looked at here, so the rules for requests are enough."""
    found = (file for file in sorted(rules.glob("REQUEST-9*.conf")) if not file.name.startswith(NOT_OURS))
    files = (setup, *found)
    lines = [f'Include "{file}"' for file in files]
    return "\n".join((*lines, f"SecRuleRemoveById {' '.join(map(str, REPLACED))}")) + "\n"
