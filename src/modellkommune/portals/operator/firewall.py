"""Whom the firewall turns away and why: bans, lists of networks, test modes; explain a number."""

import argparse
from typing import Any, Final

from modellkommune.foundation.guarding import commands, deciding, queries
from modellkommune.foundation.guarding.models import OPERATOR, Ban
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.pages.visitors import network_typed
from modellkommune.portals.operator.installation.blocklists import read_source
from modellkommune.portals.operator.installation.errors import Refused

SELF: Final = Actor("operator", "firewall")


def register(subparsers: Any) -> None:
    """Add `firewall status | bans | import | end-list | explain | test-mode`."""
    parser = subparsers.add_parser("firewall", help=__doc__)
    orders = parser.add_subparsers(required=True, metavar="order")
    _order(orders, "status", _status, "what holds in each municipality")
    _register_bans(orders)
    bring = _order(orders, "import", _import, "let the networks of a list hold, all of it or nothing")
    bring.add_argument("source", metavar="FILE|URL", help="a plain list: one address or network a line")
    bring.add_argument("--days", type=_days, default=30, help="after so many days it ends (default: 30)")
    end = _order(orders, "end-list", _end_list, "let a list hold no more")
    end.add_argument("reference", help="as `status` shows it")
    ask = _order(orders, "explain", _explain, "why was this turned away?")
    ask.add_argument("reference", help="the number on the page of the refusal")
    test = _order(orders, "test-mode", _test_mode, "let rules only say what they would do")
    test.add_argument("switch", choices=("on", "off"))
    test.add_argument("--rule", type=int, default=0, help="the number of one rule (default: all)")
    test.add_argument("--days", type=_days, default=7, help="it ends by itself (default: 7)")


def _register_bans(orders: Any) -> None:
    bans = orders.add_parser("bans", help="list, add and lift bans").add_subparsers(required=True)
    listing = _order(bans, "list", _list_bans, "those that hold now")
    listing.add_argument("--networks", action="store_true", help="with the networks: personal data")
    add = _order(bans, "add", _add_ban, "shut out new visitors from a network")
    add.add_argument("network", help="like 203.0.113.7 or 2001:db8::/64")
    add.add_argument("--reason", required=True, help="a sentence that staff read")
    lift = _order(bans, "lift", _lift_ban, "let somebody in again")
    lift.add_argument("reference")


def _order(orders: Any, name: str, run: Any, what: str) -> Any:
    parser = orders.add_parser(name, help=what)
    parser.add_argument("--municipality", metavar="KEY", help="only this one; otherwise all")
    parser.set_defaults(run=run)
    return parser


def _days(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 365:
        raise argparse.ArgumentTypeError("write a number of days from 1 to 365")
    return int(text)


def _towns(arguments: argparse.Namespace) -> tuple[str, ...]:
    towns, wanted = municipality_keys(), arguments.municipality
    if wanted is None:
        return towns
    if wanted not in towns:
        raise Refused(f"There is no municipality {wanted}; there are: {', '.join(towns) or 'none'}.")
    return (wanted,)


def _status(arguments: argparse.Namespace) -> None:
    for town in _towns(arguments):
        with municipality(town):
            today = queries.by_day(1)
            said = f"{sum(each.count for each in today if each.verdict == 'blocked')} turned away today"
            print(f"{town}: {said}, {len(queries.bans())} bans, {len(queries.exemptions())} exemptions")
            for each in queries.blocklists():
                print(
                    f"  list {each.reference}: {each.source}, {each.count} networks, until {each.until:%F %R}"
                )
            for mode in queries.test_modes():
                print(f"  test mode: {mode.rule or 'all rules'}, until {mode.until:%F %R}")


def _list_bans(arguments: argparse.Namespace) -> None:
    for town in _towns(arguments):
        with municipality(town):
            for banned in queries.bans():
                network = f"  {queries.network_of(banned)}" if arguments.networks else ""
                print(f"{town}  {_ban_line(banned)}{network}")


def _ban_line(banned: Ban) -> str:
    whom = "one session" if banned.visitor else "new visitors of a network"
    return f"{banned.reference}  {banned.since:%F %R} to {banned.until:%F %R}  {banned.reason}  {whom}"


def _add_ban(arguments: argparse.Namespace) -> None:
    network = network_typed(arguments.network)
    if not network:
        raise Refused(f"{arguments.network} is no address and no network that can be shut out.")
    for town in _towns(arguments):
        with municipality(town):
            made = commands.shut_out(network, "", OPERATOR, by=SELF, note=arguments.reason[:300])
            print(f"{town}  {_ban_line(made)}")


def _lift_ban(arguments: argparse.Namespace) -> None:
    for town in _towns(arguments):
        with municipality(town):
            banned = queries.ban(arguments.reference)
            if banned is not None:
                done = commands.lift(banned, SELF)
                print(f"{town}: {'lifted' if done else 'was lifted before'}")
                return
    raise Refused(f"There is no ban {arguments.reference}.")


def _import(arguments: argparse.Namespace) -> None:
    source, networks = read_source(arguments.source)
    for town in _towns(arguments):
        with municipality(town):
            made = deciding.import_list(source, networks, arguments.days, SELF)
        print(f"{town}: list {made.reference}, {made.count} networks, until {made.until:%F %R}")


def _end_list(arguments: argparse.Namespace) -> None:
    for town in _towns(arguments):
        with municipality(town):
            listed = queries.blocklist(arguments.reference)
            if listed is not None and deciding.end_list(listed, SELF):
                print(f"{town}: {listed.source} holds no more")
                return
    raise Refused(f"No list {arguments.reference} holds.")


def _explain(arguments: argparse.Namespace) -> None:
    for town in _towns(arguments):
        with municipality(town):
            lines = _explained(arguments.reference)
        if lines:
            print("\n".join([f"{town}: {lines[0]}", *lines[1:]]))
            return
    raise Refused(f"Nothing is known of {arguments.reference}; incidents are kept for 30 days.")


def _explained(reference: str) -> list[str]:
    found, banned = queries.incident(reference), queries.ban(reference)
    if found is not None:
        place = f"{found.method} {found.route or 'no page'}, field {found.field or 'none'}"
        lines = [f"{found.at:%F %T} {found.verdict}", f"  rule {found.rule}: {found.looks_for}", f"  {place}"]
        return [*lines, *(f"  its sender is shut out: {_ban_line(each)}" for each in queries.bans_of(found))]
    if banned is not None:
        ended = f"lifted {banned.lifted_at:%F %R}" if banned.lifted_at else banned.note or "a ban"
        return [_ban_line(banned), f"  {ended}"]
    return []


def _test_mode(arguments: argparse.Namespace) -> None:
    for town in _towns(arguments):
        with municipality(town):
            if arguments.switch == "on":
                mode = commands.begin_test(arguments.rule, arguments.days, SELF)
                print(f"{town}: nothing is turned away by {mode.rule or 'any rule'} until {mode.until:%F %R}")
            else:
                done = commands.end_test(arguments.rule, SELF)
                print(f"{town}: {'ended' if done else 'there was none'}")
