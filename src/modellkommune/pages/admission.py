"""Who comes in at all, asked before anything is looked at: bans, lists of networks, programs by name.

Whoever has a valid session goes on, whatever list her network is on. No list keeps out those who watch
over the portal, nor a payment service that reports back.
"""

from dataclasses import replace
from typing import Final

from modellkommune.firewall.networks import Address
from modellkommune.firewall.policy import Environ, Incident, new_reference
from modellkommune.firewall.robots import SCANNER as OF_SCANNERS
from modellkommune.firewall.robots import SEARCH, Robot, robot_of
from modellkommune.foundation.guarding import queries
from modellkommune.foundation.guarding.models import BARRED, FALSE_ENGINE, LISTED, SCANNER
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.doorkeeping import (
    ALWAYS_OPEN,
    Standing,
    admit,
    ruling,
    sender_of,
    standings,
    town_of,
    visitor_of,
)
from modellkommune.pages.engines import Truth, engines
from modellkommune.pages.incidents import note
from modellkommune.pages.visitors import address_of

OPEN: Final = (*ALWAYS_OPEN, "/healthz", "/metrics", "/rueckmeldung/", "/robots.txt", "/.well-known/")
"""For programs that work for the portal, and what programs shall read before all else."""


def admitted(environ: Environ) -> Incident | None:
    """The incident of somebody who is turned away here; None for everybody else."""
    return admit(environ) or _of_stranger(environ)


def is_known_engine(environ: Environ) -> bool:
    """Whether this is a search engine that the DNS has confirmed."""
    robot, address = robot_of(str(environ.get("HTTP_USER_AGENT", ""))), address_of(environ)
    if robot is None or robot.kind != SEARCH or address is None:
        return False
    return engines.truth(robot, address) is Truth.CONFIRMED


def _of_stranger(environ: Environ) -> Incident | None:
    town, path = town_of(environ), str(environ.get("PATH_INFO", "/"))
    if town is None or path.startswith(OPEN):
        return None
    standing = standings.of(town.key)
    rule, looks_for = _against(environ, standing)
    if not rule or _is_forgiven(environ, town.key, standing, rule):
        return None
    found = Incident(new_reference(), str(environ["REQUEST_METHOD"]), path, rule, looks_for, 403)
    found = replace(found, verdict=ruling(environ, found))
    note(environ, found)
    return None if found.passes else found


def _against(environ: Environ, standing: Standing) -> tuple[int, str]:
    """The rule that speaks against whoever comes, and what it looks for; 0 where none does."""
    robot, address = robot_of(str(environ.get("HTTP_USER_AGENT", ""))), address_of(environ)
    if robot is not None:
        if standing.robots.get(robot.token, robot.barred):
            return SCANNER if robot.kind == OF_SCANNERS else BARRED, robot.name
        truth = _truth(robot, address)
        if truth is not Truth.UNKNOWN:
            return (FALSE_ENGINE, f"not {robot.name}") if truth is Truth.FALSE else (0, "")
    if address is None:
        return 0, ""
    now = clock.now()
    on_list = any(each.until > now and address in each.networks for each in standing.lists)
    return (LISTED, "a network on a list") if on_list else (0, "")


def _truth(robot: Robot, address: Address | None) -> Truth:
    return engines.truth(robot, address) if robot.kind == SEARCH and address is not None else Truth.UNKNOWN


def _is_forgiven(environ: Environ, town: str, standing: Standing, rule: int) -> bool:
    """Staff have let this sender in, or she has a valid session and is only on a list."""
    _town, network, cookies = sender_of(environ)
    if rule != LISTED and not standing.guests:
        return False
    visitor = visitor_of(town, cookies)
    if visitor and rule == LISTED:
        return True
    with municipality(town):
        clients = {queries.client_digest(network), queries.client_digest(network, visitor)}
    now = clock.now()
    return any(until > now for client, until in standing.guests.items() if network and client in clients)
