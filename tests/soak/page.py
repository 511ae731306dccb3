"""What a soak found, as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tests.soak.inputs import Tried

Line = Mapping[str, object]
ENDINGS = {
    "equal": "equal",
    "told": "differs, told",
    "refused": "refused",
    "unforeseen": "refused as unforeseen",
    "read": "read",
    "differs": "differs silently",
    "raw": "raw exception",
    "died": "killed",
}
OPENING = """\
# What a soak finds

`{command}` draws everything from its seed, so each case can be repeated. What ran here:

"""
INPUTS = """\
## Changed files

A change keeps the meaning (rows or columns in another order, another separator, encoding, line end or container, total
lines, rows and columns twice, blank lines, signs that nobody sees in headers) or breaks it (cells, headers, bytes,
JSON, YAML). After the first kind the values are the unchanged ones, or the file is refused, or a note tells of it;
after the second kind it is read, or refused in words. Each process may map 2 GiB beyond what it has mapped when idle.

"""


def page(
    command: str, inputs: Mapping[str, Tried], kills: Sequence[Line], pairs: Sequence[Line], strangers: Sequence[Line]
) -> str:
    """The whole page."""
    parts = [OPENING.format(command=command)]
    parts += [INPUTS, _inputs(inputs)] if inputs else []
    parts += [_kills(kills)] if kills else []
    parts += [_pairs(pairs)] if pairs else []
    parts += [_strangers(strangers)] if strangers else []
    return "".join(parts)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines) + "\n"


def _inputs(inputs: Mapping[str, Tried]) -> str:
    rows = [[door, sum(one.ended.values()), *(one.ended[key] for key in ENDINGS)] for door, one in inputs.items()]
    total = [sum(int(str(row[place])) for row in rows) for place in range(1, len(ENDINGS) + 2)]
    wrong = [line for one in inputs.values() for line in one.wrong]
    found = [
        f"- {one['door']} {one['number']} ({one['ended']}): {', '.join(map(str, one['changes']))}\n" for one in wrong
    ]
    return _table(["door", "cases", *ENDINGS.values()], [*rows, ["all", *total]]) + "".join(found) + "\n" * bool(found)


def _kills(kills: Sequence[Line]) -> str:
    ran = Counter(str(one["command"]) for one in kills)
    inside = Counter(str(one["command"]) for one in kills if one["inside"])
    faults = Counter(str(one["command"]) for one in kills if one["faults"])
    rows = [[name, ran[name], inside[name], faults[name]] for name in ran]
    head = ["command", "kills", "inside a write", "something lost, or elsewhere when run again"]
    return "## Kills\n\n" + _table(head, rows)


def _pairs(pairs: Sequence[Line]) -> str:
    rows = [[one["pair"], one["rounds"], len(list(one["faults"]))] for one in pairs]
    return "## Two at once\n\n" + _table(["pair", "rounds", "lost or failed"], rows)


def _strangers(strangers: Sequence[Line]) -> str:
    traps = Counter(trap.strip("_") for one in strangers for trap in list(one["traps"]))
    faults = sum(bool(one["faults"]) for one in strangers)
    told = ", ".join(f"{name} {count}" for name, count in sorted(traps.items()))
    found = f"{len(strangers)} workspaces ({told}): {faults} of them ran or touched something.\n"
    return f"## Strangers' workspaces\n\n{found}"
