"""Removal: what may not be kept any more goes out of every file of the store, and does not come back in.

The event in the ledger comes first: from then on nothing of the kind is read in. Then each table that holds some of it
is written anew without it, as a compaction is, and the files that held it go. A kill in between leaves each table as it
was or as it will be, and doing it again finishes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyarrow as pa

from cliptrial.errors import SourceError
from cliptrial.posts.lake.compaction import write_together
from cliptrial.posts.lake.identity import logical_hash
from cliptrial.posts.lake.lake import COMPACT, PART_COLUMN, Lake
from cliptrial.posts.lake.ledger import Removed
from cliptrial.posts.lake.tables import LINKS_BEFORE, TABLES, conform
from cliptrial.posts.text.privacy import Masker
from cliptrial.posts.workbook.drafts import sweep
from cliptrial.registry.safety.copies import half_here

OF_PLANS = frozenset({"placements", LINKS_BEFORE})
"""Tables that say what posts.csv said: they go with an account, not with time."""
_MOMENTS = ("ordered_at", "at", "sent_at", "captured_at")
"""Columns that tell when something happened, in a table that is neither of posts nor of days; the first counts."""
_TEXTS = ("caption", "sound", "file")
_FORGOTTEN = "forgotten"
"""Stands in a text in the place of somebody's mark."""
_OLD = "posts_from_before"


@dataclass(frozen=True, slots=True)
class Rules:
    """What may not be in the store.

    Attributes:
        before: Nothing from before this day (UTC).
        accounts: Nothing of accounts of these salted hashes.
        marks: Nothing of people of these marks.
        places: No post of these positions of experiments.
    """

    before: date | None = None
    accounts: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    places: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, *events: Removed) -> Rules:
        """All that these say."""
        return cls(
            max((one.before for one in events if one.before is not None), default=None),
            frozenset(mark for one in events for mark in one.accounts),
            frozenset(mark for one in events for mark in one.marks),
            frozenset((place.experiment, place.position) for one in events for place in one.places),
        )

    def __bool__(self) -> bool:
        return self != Rules()

    @property
    def second(self) -> int:
        """The UTC epoch second at which what may be kept begins."""
        return int(datetime.combine(self.before, datetime.min.time(), UTC).timestamp()) if self.before else 0


def rules_of(lake: Lake) -> Rules:
    """What the ledger says."""
    return Rules.of(*lake.ledger.standing().removed.values())


def account_mark(masker: Masker, name: str) -> str:
    """What an account is recognised by after it was forgotten: its name or its handle."""
    return masker.hashed(f"account {name.strip().lstrip('@').casefold()}")


def counted(lake: Lake, rules: Rules) -> dict[str, int]:
    """By table: rows that these rules take out, or change; tables without any are left out."""
    rows = {table: _count(lake, _touched(lake, table, rules)) for table in _in_turn(lake)}
    return {table: count for table, count in rows.items() if count}


def parts_with(lake: Lake, rules: Rules) -> tuple[str, ...]:
    """The parts that hold some of it."""
    names = [
        f"{table}/{name}"
        for table in _in_turn(lake)
        for (name,) in lake.engine.sql(
            f"SELECT DISTINCT {PART_COLUMN} FROM ({_touched(lake, table, rules)})"
        ).fetchall()
    ]
    return tuple(sorted(names))


def remove_facts(lake: Lake) -> None:
    """Write anew what holds anything that the ledger says was removed, and take the old files away.

    Whoever calls it has the workspace to himself.

    Raises:
        SourceError: A file or an event is only half there; nothing of its table was changed.
    """
    rules = rules_of(lake)
    for table in _in_turn(lake):
        homes = lake.all_homes(table)
        if problems := [*lake.problems(table), *filter(None, map(half_here, sorted(set(homes.values()))))]:
            raise SourceError(dict.fromkeys(problems))
        if _count(lake, _touched(lake, table, rules)):
            rows = lake.rows_with_part(table, homes)
            write_together(lake, table, homes, _kept(rows, *_meaning(lake, table, rules, rows), rules, table))
        _tidy(lake, table)


def _tidy(lake: Lake, table: str) -> None:
    """Nothing that is not read stays, as it may hold what was removed."""
    read = set(lake.all_homes(table).values())
    compact = lake.folder / COMPACT / table
    for path in (*lake.plain_files(table), *(compact.glob("*.parquet") if compact.is_dir() else ())):
        if path not in read:
            with suppress(PermissionError):  # Windows keeps a file that is open
                path.unlink(missing_ok=True)
    sweep(lake.folder / table)
    sweep(compact)


def left_behind(lake: Lake) -> int:
    """Files of the store that nobody reads any more and that are still there."""
    homes = {table: set(lake.all_homes(table).values()) for table in TABLES}
    every = {table: [*lake.plain_files(table), *(lake.folder / COMPACT / table).glob("*.parquet")] for table in TABLES}
    return sum(path not in homes[table] for table, paths in every.items() for path in paths)


@dataclass(frozen=True, slots=True)
class Sifted:
    """Rows that came in, without those that may not be kept, and how many these were."""

    tables: Mapping[str, pa.Table]
    left_out: int = 0


def sift(lake: Lake, tables: Mapping[str, pa.Table]) -> Sifted:
    """What may be kept of rows that come in."""
    rules = rules_of(lake)
    if not rules:
        return Sifted(tables)
    for name, table in tables.items():
        lake.engine.register(f"came_{name}", conform(name, table))
    kept, left_out = dict(tables), 0
    for name, table in tables.items():
        rows = f"SELECT * FROM came_{name}"
        hit, changed = _meaning(lake, name, rules, rows, "came_posts" if "posts" in tables else None)
        count = _count(lake, f"SELECT 1 FROM ({rows}) WHERE {_either(hit, changed)}")
        left_out += count
        # Rows that were handed in before keep their name, so that handing them in again changes nothing.
        if count and not lake.knows(f"{name}/{logical_hash(conform(name, table))}"):
            kept[name] = conform(name, lake.engine.sql(_kept(rows, hit, changed, rules, name)).to_arrow_table())
    return Sifted(kept, left_out)


def _in_turn(lake: Lake) -> list[str]:
    """The tables with files; posts last, as they tell how old numbers are."""
    return sorted((table for table in TABLES if lake.all_homes(table)), key=lambda table: table == "posts")


def _touched(lake: Lake, table: str, rules: Rules) -> str:
    rows = lake.rows_with_part(table, lake.all_homes(table))
    return f"SELECT * FROM ({rows}) WHERE {_either(*_meaning(lake, table, rules, rows))}"


def _count(lake: Lake, query: str) -> int:
    ((count,),) = lake.engine.sql(f"SELECT count(*) FROM ({query})").fetchall()
    return int(count)


def _either(hit: str, changed: str) -> str:
    return f"({hit}) OR ({changed})"


def _kept(rows: str, hit: str, changed: str, rules: Rules, table: str) -> str:
    """Rows without those that are hit, and with the marks taken out of texts."""
    if changed == "false":
        return f"SELECT * FROM ({rows}) WHERE NOT ({hit})"
    pattern = _pattern(rules)
    said = [f"regexp_replace({name}, {pattern}, '{_FORGOTTEN}', 'g') AS {name}" for name in _in(table, _TEXTS)]
    said += [
        f"list_transform({name}, lambda one: regexp_replace(one, {pattern}, '{_FORGOTTEN}', 'g')) AS {name}"
        for name in _in(table, ("hashtags",))
    ]
    return f"SELECT * REPLACE ({', '.join(said)}) FROM ({rows}) WHERE NOT ({hit})"


def _in(table: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in TABLES[table].names]


def _meaning(lake: Lake, table: str, rules: Rules, rows: str, came: str | None = None) -> tuple[str, str]:
    """Which rows go, and which texts change, as conditions of the engine."""
    hits = [*_old(lake, table, rules, came), *_of_accounts(lake, table, rules, rows), *_of_people(table, rules)]
    pattern = _pattern(rules)
    changes = [f"regexp_matches({name}, {pattern})" for name in _in(table, _TEXTS) if rules.marks]
    changes += [
        f"regexp_matches(array_to_string({name}, ' '), {pattern})" for name in _in(table, ("hashtags",)) if rules.marks
    ]
    return tuple(" OR ".join(f"coalesce({one}, false)" for one in some) or "false" for some in (hits, changes))  # type: ignore[return-value]


def _old(lake: Lake, table: str, rules: Rules, came: str | None) -> Iterator[str]:
    """A post is as old as the latest time that any source gives for it, and so are its numbers."""
    if rules.before is None or table in OF_PLANS:
        return
    names = TABLES[table].names
    if "post_id" in names:
        _note_old_posts(lake, rules, came)
        yield f"post_id IN (SELECT post_id FROM {_OLD})"
    if "captured_at" in names and table == "snapshots":
        yield f"captured_at < {rules.second}"
    elif table == "outcomes":  # a count ends before its end, an event at it
        yield f"ends <= {rules.second} AND begins < {rules.second}"
    elif "post_id" not in names and "date" in names:
        yield f"date < DATE '{rules.before.isoformat()}'"
    elif "post_id" not in names and (moments := _in(table, _MOMENTS)):
        yield f"{moments[0]} < {rules.second}"


def _note_old_posts(lake: Lake, rules: Rules, came: str | None) -> None:
    columns = "post_id, posted_at, described_at"
    stored = lake.rows_with_part("posts", lake.all_homes("posts"))
    rows = f"SELECT {columns} FROM ({stored})" + (f" UNION ALL SELECT {columns} FROM {came}" if came else "")
    lake.engine.execute(
        f"CREATE OR REPLACE TEMP TABLE {_OLD} AS SELECT post_id FROM ({rows}) GROUP BY post_id "
        f"HAVING coalesce(max(posted_at), max(described_at)) < {rules.second}"
    )


def _of_accounts(lake: Lake, table: str, rules: Rules, rows: str) -> Iterator[str]:
    names = TABLES[table].names
    if rules.accounts and "account" in names:
        masker = Masker(lake.folder)
        known = [name for (name,) in lake.engine.sql(f"SELECT DISTINCT account FROM ({rows})").fetchall() if name]
        gone = [name for name in known if account_mark(masker, name) in rules.accounts]
        if gone:
            yield f"account IN ({', '.join(map(_text, gone))})"
    if rules.places and table in OF_PLANS:
        places = ", ".join(f"({_text(slug)}, {position})" for slug, position in sorted(rules.places))
        yield f"(experiment, position) IN ({places})"


def _of_people(table: str, rules: Rules) -> Iterator[str]:
    """A column that holds a mark and nothing else is about that person."""
    if rules.marks:
        marks = ", ".join(map(_text, sorted(rules.marks)))
        texts = [field.name for field in TABLES[table] if pa.types.is_string(field.type) and field.name not in _TEXTS]
        yield from (f"{name} IN ({marks})" for name in texts)


def _pattern(rules: Rules) -> str:
    return _text("|".join(sorted(rules.marks)))


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
