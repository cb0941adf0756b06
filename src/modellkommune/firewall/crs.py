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
    *(930120, 932110, 932115, 932235, 932370, 933160, 933210),
    *(941310, 942100, 942140, 942151, 942190, 942220, 942360),
)
"""Rules that ours replace: these take "Max (Moritz)", "Rand (links)", "(Select Reisen) GmbH", the number
2147483647 and "3--4" for SQL, "System (Haus) GmbH" and "Schmidt (sen.) (Hof)" for PHP, "More & More AG"
and "Find & Sort KG" for a command, Cyrillic letters for brackets, a text named ".htaccess" for the file.
Those of release 4 were tried with 64,640 harmless values.
"""
TOO_SLOW: Final = (932100, 932105, 932150, 932230, 932250, 932260, 932261, 941160)
"""Rules that ours replace too: these look at values of one sign ("|", "{", line breaks, "<?") for seconds to
minutes, however short each value is.
"""
LACKING: Final = (920300, 920320)
"""Rules of higher levels against requests without Accept or User-Agent: what a browser sends each time is
shown once."""
SLOW_WHEN_LONG: Final = (
    *(932125, 932130, 932140, 932380, 934200),
    *(941140, 941170, 941200, 941350, 941370),
    *(942230, 942240, 942270, 942500),
)
"""Rules that ours replace where something is longer than LONG: at each step they go over the rest of it."""
LONG: Final = 500
"""Characters: few attacks need so many, and few fields take them."""
_LEFT_OUT_WHEN_LONG: Final = (
    "SecRule ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_COOKIES_NAMES|REQUEST_HEADERS|REQUEST_FILENAME|XML:/*"
    rf'|XML://@* "@rx ^[\s\S]{{{LONG}}}" "id:20020,phase:2,t:none,pass,nolog,'
    + ",".join(f"ctl:ruleRemoveById={rule}" for rule in SLOW_WHEN_LONG)
    + '"'
)


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
    without = f"SecRuleRemoveById {' '.join(map(str, REPLACED + TOO_SLOW + LACKING))}"
    return "\n".join((_LEFT_OUT_WHEN_LONG, *lines, without)) + "\n"
