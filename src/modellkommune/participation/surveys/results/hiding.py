"""Which counts are hidden, so that nobody can narrow a hidden one to fewer than k candidates.

Every rule here rests on one argument: a hidden count has k candidates if there are k different sets of
answers that all give exactly what is published. They are found by letting people trade answers: "x" and "y"
change places, so that every published sum stays. How many could trade is the *room* of a cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Room = Mapping[str, int]
"""How many could trade, by stratum: people trade within one only, so that other tables stay as they are."""
Spot = tuple[int, int]
"""Row and column of a cell."""


def hidden_rows(counts: Sequence[int], room: Sequence[int], k: int) -> frozenset[int] | None:
    """Rows to hide of a table whose sum is known; None if that would be all of them.

    Counts below k are hidden, zeros as well; then the smallest others, until those who could have answered
    otherwise among the hidden rows are k - 1. Then each hidden row has k candidates.
    """
    hidden = {row for row, number in enumerate(counts) if number < k}
    waiting = sorted(set(range(len(counts))) - hidden, key=lambda row: (counts[row], row))
    while hidden and waiting and (len(hidden) == 1 or sum(room[row] for row in hidden) < k - 1):
        hidden.add(waiting.pop(0))
    enough = not hidden or (len(hidden) > 1 and sum(room[row] for row in hidden) >= k - 1)
    return frozenset(hidden) if enough and len(hidden) < len(counts) else None


def grouped(bases: Mapping[str, int], apart: frozenset[str], k: int) -> tuple[tuple[str, ...], ...]:
    """The columns of a split: each group that is large enough, and one of all others together.

    `apart` are the groups whose own size is hidden. Fewer than two columns: there is nothing to compare.
    """
    names = [name for name, base in bases.items() if base or name in apart]
    together = [name for name in names if name in apart or bases[name] < k]
    waiting = sorted((name for name in names if name not in together), key=lambda name: (bases[name], name))
    while together and waiting and sum(bases[name] for name in together) < k:
        together.append(waiting.pop(0))
    single = [(name,) for name in names if name not in together]
    return (*single, *((tuple(together),) if together else ()))


@dataclass(slots=True)
class Grid:
    """A two-way table whose margins are known: `values`, `rooms` and the hidden spots.

    `open_rows` are rows with counts to publish; another row (that of the hidden choices together) is never
    shown, but known as a difference wherever its whole column is.
    """

    values: list[list[int]]
    rooms: list[list[Room]]
    open_rows: int
    k: int

    def hidden(self) -> frozenset[Spot] | None:
        """The spots to hide, None if no choice of spots protects all of them."""
        hidden = self._never_shown()
        targets = [spot for spot in self._spots() if self._is_small(spot)]
        hidden |= {(row, column) for row, column in targets if row < self.open_rows}
        while targets:
            spot = targets.pop()
            if self._protected(spot, hidden):
                continue
            added = self._cheapest(spot, hidden)
            if added is None:
                return None
            hidden |= added
            targets += added
        return frozenset(spot for spot in hidden if spot[0] < self.open_rows)

    def _spots(self) -> list[Spot]:
        return [(row, column) for row in range(len(self.values)) for column in range(len(self.values[0]))]

    def _never_shown(self) -> set[Spot]:
        return {spot for spot in self._spots() if spot[0] >= self.open_rows}

    def _is_small(self, spot: Spot) -> bool:
        row, column = spot
        if row < self.open_rows:
            return self.values[row][column] < self.k
        return sum(self.rooms[row][column].values()) < self.k - 1

    def _protected(self, spot: Spot, hidden: set[Spot]) -> bool:
        """Whether one pair of lines among the hidden spots lets the spot take k values."""
        return any(
            self._candidates(spot, other, across, self._usable(spot, other, across, hidden)) >= self.k
            for other, across in self._pairs(spot)
        )

    def _pairs(self, spot: Spot) -> list[tuple[int, bool]]:
        """Other rows (across: other columns) with which the spot's own can trade."""
        row, column = spot
        rows = [(other, False) for other in range(len(self.values)) if other != row]
        return rows + [(other, True) for other in range(len(self.values[0])) if other != column]

    def _usable(self, spot: Spot, other: int, across: bool, hidden: set[Spot]) -> list[int]:
        """The places along the pair of lines where both spots are hidden; none if the spot's own is not."""
        if _beside(spot, other, across) not in hidden:
            return []
        own, along = _turned(spot, across)
        return [
            place
            for place in range(self._length(across))
            if place != along and {_at(own, place, across), _at(other, place, across)} <= hidden
        ]

    def _length(self, across: bool) -> int:
        return len(self.values) if across else len(self.values[0])

    def _candidates(self, spot: Spot, other: int, across: bool, places: Sequence[int]) -> int:
        """How many values the spot can take by trades between its line and another at these places.

        One up: somebody at a place of its own line trades with somebody beside the spot on the other line.
        One down: the other way round. Every sum of a row and of a column stays.
        """
        own, _ = _turned(spot, across)
        here, beside = self._room(spot), self._room(_beside(spot, other, across))
        mine = [self._room(_at(own, place, across)) for place in places]
        theirs = [self._room(_at(other, place, across)) for place in places]
        up = sum(min(n, sum(room.get(s, 0) for room in mine)) for s, n in beside.items())
        down = sum(min(n, sum(room.get(s, 0) for room in theirs)) for s, n in here.items())
        return 1 + up + down

    def _room(self, spot: Spot) -> Room:
        return self.rooms[spot[0]][spot[1]]

    def _cheapest(self, spot: Spot, hidden: set[Spot]) -> set[Spot] | None:
        """What to hide as well, so that the spot is protected: as few people's counts as possible."""
        found = [self._bought(spot, other, across, hidden) for other, across in self._pairs(spot)]
        offers = [offer for offer in found if offer is not None]
        if not offers:
            return None
        return min(offers, key=lambda offer: (self._price(offer), sorted(offer)))

    def _price(self, spots: set[Spot]) -> int:
        # A hidden count costs its size, and a little for being one more.
        return sum(self.values[row][column] + self.k for row, column in spots)

    def _bought(self, spot: Spot, other: int, across: bool, hidden: set[Spot]) -> set[Spot] | None:
        own, along = _turned(spot, across)
        corner = _beside(spot, other, across)
        prices = sorted(
            (self._price({_at(own, place, across), _at(other, place, across)} - hidden), place)
            for place in range(self._length(across))
            if place != along
        )
        places: list[int] = []
        for _, place in prices:
            places.append(place)
            if self._candidates(spot, other, across, places) >= self.k:
                lines = {_at(line, place, across) for line in (own, other) for place in places}
                return ({corner} | lines) - hidden
        return None


def _turned(spot: Spot, across: bool) -> Spot:
    """Its line and its place along it: row and column, or column and row."""
    return (spot[1], spot[0]) if across else spot


def _at(line: int, place: int, across: bool) -> Spot:
    return (place, line) if across else (line, place)


def _beside(spot: Spot, other: int, across: bool) -> Spot:
    """The spot at the same place of another line."""
    return _at(other, _turned(spot, across)[1], across)


@dataclass(slots=True)
class Line:
    """One choice of several, by groups: who chose it (`given` of `bases`), and who could trade it.

    less: chose it and could leave it out; more: did not and could. Other choices do not change by that.
    """

    given: list[int]
    bases: list[int]
    less: list[Room]
    more: list[Room]
    k: int

    def is_small(self) -> bool:
        """Whether all together, those who chose it or those who did not are fewer than k."""
        return _small(sum(self.given), sum(self.bases), self.k)

    def candidates_alone(self) -> int:
        """How many values the whole count can take while it is hidden."""
        return 1 + sum(sum(room.values()) for room in (*self.less, *self.more))

    def hidden(self, whole_hidden: bool) -> frozenset[int] | None:
        """The groups to hide; with `whole_hidden` (the count of all is) every one. None: not to be done."""
        if whole_hidden:
            every = range(len(self.given))
            rooms = (sum(self.less[at].values()) + sum(self.more[at].values()) for at in every)
            return frozenset(every) if all(room >= self.k - 1 for room in rooms) else None
        hidden = {at for at, number in enumerate(self.given) if _small(number, self.bases[at], self.k)}
        waiting = sorted(set(range(len(self.given))) - hidden, key=lambda at: (self.given[at], at))
        while any(self._candidates(at, hidden) < self.k for at in hidden):
            if not waiting:
                return None
            hidden.add(waiting.pop(0))
        return frozenset(hidden)

    def _candidates(self, at: int, hidden: set[int]) -> int:
        others = hidden - {at}
        up = _traded(self.more[at], [self.less[other] for other in others])
        down = _traded(self.less[at], [self.more[other] for other in others])
        return 1 + up + down


def _small(number: int, base: int, k: int) -> bool:
    return number < k or base - number < k


def _traded(mine: Room, theirs: Sequence[Room]) -> int:
    return sum(min(n, sum(room.get(stratum, 0) for room in theirs)) for stratum, n in mine.items())
