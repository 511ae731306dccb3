"""What happens to files: changes that keep their meaning, and changes that break it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.soak.saved import Cells, Saved

HOSTILE = (
    *("", " ", "--", "nan", "NaN", "inf", "-inf", "Infinity", "1e999", "-1", "0x10", "1_000", "1e5", "true", "None"),
    *(
        "9" * 20,
        "9" * 400,
        "1" * 5000,
        "1.175",
        "1,175",
        "1.234,5.6",
        "1,234.5,6",
        "5.5K",
        "1,2 Mio.",
        "12 %",
        "½",
        "²",
    ),
    *("١٢٣", "１２", "𝟙𝟚", "1\u00a0234", "1\u202f234", "\u202e123", "\u200b5", "\x00", "\x07", "\x1b[31m", "\ufeff7"),
    *('"', "'", '""', "=1+1", "+1", "@anna", "-\t", "\r", "a\nb", "sep=;", ";;;", "[]", "{}", "[" * 500, "x" * 40_000),
    *("2026-13-45", "0000-00-00", "9999-12-31 23:59", "25:99", "29.02.2025", "30 February", "03/04/2026", "1" * 13),
    *("12:61 PM", "2026-03-02T18:00:00+99:00", "1899-12-31", "-0001-01-01", "2026-03-29 02:30", "1e12", "253402300800"),
    *("https://www.tiktok.com/@x/video/1", "https://[::1", "https://a/" + "9" * 19, "18446744073709551616", "Total"),
)
TOTALS = ("Total", "Gesamt", "Summe", "TOTAL", "Grand total")
Keep = Callable[[Cells, Saved, Random], tuple[Cells, Saved]]
Break = Callable[[Cells, Random], Cells]


def rows_in_another_order(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    return (cells[0], *rng.sample(cells[1:], len(cells) - 1)), saved


def two_rows_swapped(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    rows = list(cells)
    if len(rows) > 2:
        one, other = rng.sample(range(1, len(rows)), 2)
        rows[one], rows[other] = rows[other], rows[one]
    return tuple(rows), saved


def columns_in_another_order(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    order = rng.sample(range(len(cells[0])), len(cells[0]))
    return tuple(tuple(row[i] if i < len(row) else "" for i in order) for row in cells), saved


def another_separator(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    return cells, replace(saved, separator=rng.choice(",;\t|"), first="")


def another_encoding(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    return cells, replace(saved, encoding=rng.choice(["utf-8", "utf-8-sig", "utf-16"]))


def other_line_ends(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    return cells, replace(saved, newline=rng.choice(["\n", "\r\n", "\r"]))


def other_quotes(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    return cells, replace(saved, quoted=not saved.quoted)


def first_line_of_excel(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    return cells, replace(saved, first=f"sep={saved.separator}")


def in_a_container(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    return cells, replace(saved, container=rng.choice(["xlsx", "gz", "zip"]))


def a_total_line(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    total = [rng.choice(TOTALS), *[""] * (len(cells[0]) - 1)]
    for column in range(1, len(total)):
        texts = [row[column] for row in cells[1:] if column < len(row)]
        if texts and all(text.isdecimal() and text.isascii() and len(text) < 12 for text in texts):
            total[column] = str(sum(map(int, texts)))
    place = rng.choice([1, len(cells), rng.randint(1, len(cells))])
    return (*cells[:place], tuple(total), *cells[place:]), saved


def a_row_twice(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    place, row = rng.randint(1, len(cells)), rng.choice(cells[1:] or cells)
    return (*cells[:place], row, *cells[place:]), saved


def a_column_twice(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    column, place = rng.randrange(len(cells[0])), rng.randint(0, len(cells[0]))
    return tuple((*row[:place], *row[column : column + 1], *row[place:]) for row in cells), saved


def blank_lines(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    place = rng.randint(1, len(cells))
    return (*cells[:place], ("",) * len(cells[0]), *cells[place:]), saved


def an_empty_column(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    return tuple((*row, "") for row in cells), saved


def signs_in_headers(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    ways = (
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: name.replace(" ", "\u00a0"),
        lambda name: name[:2] + "\u200b" + name[2:],
        lambda name: name[:1] + "\u00ad" + name[1:],
        lambda name: f" {name} ",
    )
    way = rng.choice(ways)
    return (tuple(map(way, cells[0])), *cells[1:]), saved


def the_header_again(cells: Cells, saved: Saved, rng: Random) -> tuple[Cells, Saved]:
    place = rng.randint(1, len(cells))
    return (*cells[:place], cells[0], *cells[place:]), saved


KEEPING: tuple[Keep, ...] = (
    rows_in_another_order,
    two_rows_swapped,
    columns_in_another_order,
    another_separator,
    another_encoding,
    other_line_ends,
    other_quotes,
    first_line_of_excel,
    in_a_container,
    a_total_line,
    a_row_twice,
    a_column_twice,
    blank_lines,
    an_empty_column,
    signs_in_headers,
    the_header_again,
)
"""No number and no day means anything else after them. What they do to a file may be refused, never misread."""


def _cell(cells: Cells, rng: Random, text: str, first: int = 0) -> Cells:
    rows = [list(row) for row in cells]
    row = rows[rng.randrange(min(first, len(rows) - 1), len(rows))]
    if row:
        row[rng.randrange(len(row))] = text
    return tuple(map(tuple, rows))


def a_hostile_cell(cells: Cells, rng: Random) -> Cells:
    return _cell(cells, rng, rng.choice(HOSTILE), 1)


def a_hostile_column(cells: Cells, rng: Random) -> Cells:
    column = rng.randrange(max(1, len(cells[0])))
    text = rng.choice(HOSTILE)
    return (cells[0], *((*row[:column], text, *row[column + 1 :]) for row in cells[1:]))


def a_hostile_header(cells: Cells, rng: Random) -> Cells:
    return (_cell(cells[:1], rng, rng.choice(HOSTILE))[0], *cells[1:])


def a_row_gone(cells: Cells, rng: Random) -> Cells:
    place = rng.randrange(len(cells))
    return (*cells[:place], *cells[place + 1 :]) or (("",),)


def a_column_gone(cells: Cells, rng: Random) -> Cells:
    place = rng.randrange(max(1, len(cells[0])))
    return tuple((*row[:place], *row[place + 1 :]) for row in cells)


def cells_swapped(cells: Cells, rng: Random) -> Cells:
    one, other = rng.choice(rng.choice(cells) or ("",)), rng.choice(rng.choice(cells) or ("",))
    return _cell(_cell(cells, rng, one), rng, other)


def a_header_twice_over_other_cells(cells: Cells, rng: Random) -> Cells:
    name = rng.choice(cells[0] or ("",))
    return tuple((*row, name if number == 0 else rng.choice(HOSTILE)) for number, row in enumerate(cells))


def a_short_row(cells: Cells, rng: Random) -> Cells:
    place = rng.randrange(len(cells))
    return (*cells[:place], cells[place][: rng.randint(0, len(cells[place]))], *cells[place + 1 :])


def a_long_row(cells: Cells, rng: Random) -> Cells:
    place = rng.randrange(len(cells))
    more = tuple(rng.choice(HOSTILE) for _ in range(rng.randint(1, 5)))
    return (*cells[:place], (*cells[place], *more), *cells[place + 1 :])


BREAKING: tuple[Break, ...] = (
    a_hostile_cell,
    a_hostile_cell,
    a_hostile_column,
    a_hostile_header,
    a_row_gone,
    a_column_gone,
    cells_swapped,
    a_header_twice_over_other_cells,
    a_short_row,
    a_long_row,
)


def bytes_broken(data: bytes, rng: Random) -> tuple[bytes, str]:
    """The bytes after an accident, and what it was."""
    name, change = rng.choice([*_ACCIDENTS.items()])
    return change(data, rng), name


def _cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randint(0, len(data))]


def _flipped(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8, 64])):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _within(data: bytes, rng: Random) -> bytes:
    junk = rng.choice([b"\x00" * 40, b'"', b"\xff\xfe", b"\xef\xbb\xbf", b"\r\r\n", b"PK\x03\x04", rng.randbytes(30)])
    place = rng.randint(0, len(data))
    return data[:place] + junk + data[place:]


def _gap(data: bytes, rng: Random) -> bytes:
    place = rng.randint(0, len(data))
    return data[:place] + data[place + rng.randint(1, 200) :]


def _twice(data: bytes, rng: Random) -> bytes:
    place = rng.randint(0, len(data))
    return data[:place] + data[max(0, place - 300) :]


_ACCIDENTS: dict[str, Callable[[bytes, Random], bytes]] = {
    "bytes cut": _cut,
    "bytes flipped": _flipped,
    "bytes within": _within,
    "bytes gone": _gap,
    "bytes twice": _twice,
}

VALUES = (
    *(None, True, -1, 0, 1.5, 10**30, 10**400, float("inf"), float("nan"), "", "x", "\x00", [], {}, [[]], "9" * 400),
    *("2026-13-01", "2026-03-02", "../../outside", "/etc", {"a": {"b": []}}, [None], "١٢", 2**63, -(2**63), 1e308),
)
"""What may stand at any place of a JSON file."""
BOMBS = ("[" * 200_000, '{"a":' * 5_000, "1" * 5_000, "-Infinity", "NaN", "1e400", '"\\ud800"', "'", "", "\x00", "{}}")


def json_broken(text: str, rng: Random) -> str:
    """One value of it changed, gone, renamed or twice; or the text itself."""
    content = json.loads(text)
    if rng.random() < 0.2:
        at = rng.randrange(len(text))
        return text[:at] + rng.choice(BOMBS) + text[at + rng.randint(0, 3) :]
    places = [*_places(content)]
    if not places:
        return json.dumps(rng.choice(VALUES))
    holder, key = rng.choice(places)
    way = rng.randrange(4)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, dict):
        holder[f"{key}x"] = holder.pop(key)
    elif way == 1:
        holder.insert(key, holder[key])
    else:
        holder[key] = rng.choice(VALUES)
    return json.dumps(content)


def _places(content: object) -> list[tuple[object, object]]:
    keys = content.keys() if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ()
    return [place for key in keys for place in ((content, key), *_places(content[key]))]


SCALARS = (
    *("", "~", "no", "0123", "12:30", "1e400", "nan", ".inf", "!!python/object:os.system x", "*a", "&a [*a]", "<<: *a"),
    *("[" * 3000, "{" * 3000, "[1, 2", "'", '"', "|", ">", "- -", "#food", "2026-02-30", "9" * 400, "\u202e", "\x00"),
    *("../../outside", "/etc", "[a, b]", "{a: b}", "!!binary x", "!!timestamp x", "? x", "%TAG", "--- a\n--- b", "\ta"),
    *("0", "-1", "1_0", "0x1f", "1" * 5000, "100%", "-5%", "1000000000000%", "true", "views/0", "{kind: rate}", "30d"),
)


def yaml_broken(text: str, rng: Random) -> str:
    """One or two of its lines changed, gone, twice, swapped or indented."""
    lines = text.splitlines()
    for _ in range(rng.choice([1, 1, 2])):
        at = rng.randrange(len(lines)) if lines else 0
        way = rng.randrange(7)
        if not lines or way == 0:
            lines.insert(at, rng.choice(SCALARS))
        elif way == 1:
            del lines[at]
        elif way == 2:
            lines.insert(at, lines[at])
        elif way == 3:
            lines[at] = rng.choice(["  ", "\t", " ", "- "]) + lines[at]
        elif way == 4:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = f"{lines[at].partition(':')[0]}: {rng.choice(SCALARS)}"
    return "\n".join(lines) + "\n"


def json_kept(text: str, rng: Random) -> str:
    """The same content, written otherwise."""
    indent, ascii_only = rng.choice([None, 1, 4]), rng.random() < 0.5
    said = json.dumps(json.loads(text), indent=indent, ensure_ascii=ascii_only)
    return said.replace("\n", rng.choice(["\n", "\r\n"])) + rng.choice(["", "\n", " \n\n"])


def yaml_kept(text: str, rng: Random) -> str:
    """The same content with comments, blank lines and other line ends."""
    lines = text.splitlines()
    for _ in range(rng.randint(1, 4)):
        lines.insert(rng.randint(0, len(lines)), rng.choice(["", "# a comment", "   ", "    # deeper: comment"]))
    if rng.random() < 0.3:
        lines = [f"{line}  # noted" if line.strip() and "#" not in line else line for line in lines]
    mark = "\ufeff" if rng.random() < 0.3 else ""
    return mark + rng.choice(["\n", "\r\n"]).join(lines) + "\n"
