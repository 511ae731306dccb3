"""The three removals: what is older than a day, an account, and a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from cliptrial.errors import InputError, Problem, SourceError, relative_to
from cliptrial.messages import did_you_mean, says
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.ledger import Place, Removed
from cliptrial.posts.lake.removal import account_mark
from cliptrial.posts.lake.tables import TABLES
from cliptrial.posts.opened_files import SUFFIXES
from cliptrial.posts.removal.removal import Removal, facts_of, old_stays
from cliptrial.posts.removal.traces import Traces, files_below
from cliptrial.posts.sources.after.conversations import who_marks
from cliptrial.posts.text.privacy import masker_of
from cliptrial.posts.workspaces import apart_as_it_is
from cliptrial.registry.beside.watched import FOLDER as WATCHED
from cliptrial.registry.experiments import experiment_names, load_experiment
from cliptrial.registry.plan.links import FILE as POSTS
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.rounds.home import plan_folder
from cliptrial.registry.workspace import FILE, Workspace

REPORTS = "reports"
WORKBOOK = "numbers.xlsx"
_OWN = frozenset({FILE, "workspace.schema.json", "experiment.schema.json"})


def older_than(workspace: Workspace, day: date, today: date) -> Removal:
    """Everything that happened before a day: posts that went out before it with all their numbers, days, orders.

    Raises:
        SourceError: The day has not come yet.
    """
    if day > today:
        what = says("{day} has not come yet", day=day)
        raise SourceError(Problem("future_day", what, says("A day up to {today}", today=today)))
    event, rows, hand_ins = facts_of(Lake(workspace.store_dir), Removed(number=0, at=0, before=day))
    there = apart_as_it_is(workspace)
    below = older_than(there, day, today) if there is not None else None
    return Removal(event, rows, hand_ins, stays=tuple(old_stays()), apart=below)


def account(workspace: Workspace, name: str, *, files: bool = False) -> Removal:
    """Everything of an account: facts, links, pages of its experiments, its workbooks and its handle.

    Args:
        workspace: Where it is.
        name: Its short name.
        files: Whether exports that name it, and lie in the workspace, go as well.

    Raises:
        SourceError: There is no such account.
    """
    lake = Lake(workspace.store_dir)
    if name not in workspace.accounts and name not in _stored_accounts(lake):
        known = list(workspace.accounts)
        what = says("There is no account {account}", account=name)
        raise SourceError(
            Problem("unknown_account", what, says("{accounts}", accounts=known), did_you_mean(name, known))
        )
    settings, masker = workspace.accounts.get(name), masker_of(workspace)
    handle = settings.handle.strip().lstrip("@") if settings is not None and settings.handle else None
    places = {slug: own for slug in experiment_names(workspace) if (own := _positions(workspace, slug, name))}
    links = {slug: own for slug, every in places.items() if (own := _linked(workspace, slug, every))}
    traces = Traces(frozenset({handle.casefold()} if handle else ()), _post_ids(lake, name))
    pages, naming, exports = _files(workspace, traces, _experiments_of(workspace, name))
    books, shared = _workbooks(workspace, places, name)
    marks = {account_mark(masker, one) for one in (name, handle) if one}
    wanted = Removed(
        number=0,
        at=0,
        accounts=tuple(sorted(marks)),
        places=tuple(Place(experiment=slug, position=n) for slug, own in sorted(places.items()) for n in own),
    )
    event, rows, hand_ins = facts_of(lake, wanted)
    going = [*pages, *books, *(exports if files else ())]
    mended = {*books, FILE, *(_shown(workspace, slug, POSTS) for slug in links)}
    stay = [*(() if files else exports), *shared, *(one for one in naming if one not in mended)]
    stays = (
        says("workspace.yaml and plans go on calling the account {name}; what people wrote stays.", name=name),
        says("Exports outside this folder, and pages that were sent, are not reached from here."),
    )
    return Removal(
        event, rows, hand_ins, links, tuple(going), tuple(dict.fromkeys(stay)), stays, traces, name if handle else None
    )


def person(workspace: Workspace, handle: str, *, files: bool = False) -> Removal:
    """Everything of somebody who is named in posts or wrote messages: by handle, e-mail address or phone number.

    Of a watched account everything that was read of it, and its key.

    Args:
        workspace: Where they are named.
        handle: The handle, address or number.
        files: Whether exports that name them, and lie in the workspace, go as well.

    Raises:
        SourceError: It is the handle of an account of this workspace, or none at all.
    """
    plain, masker = handle.strip().lstrip("@"), masker_of(workspace)
    if not re.search(r"\w", plain):
        what = says('"{handle}" is no handle, address or phone number', handle=handle)
        raise SourceError(Problem("no_person", what, says("Such as @anna.b, anna@example.org or +49 30 1234567")))
    if plain.casefold() in masker.own:
        what = says("{handle} is this workspace's own", handle=handle)
        raise SourceError(
            Problem("own_account", what, mend=says("`cliptrial forget --account NAME` forgets an account."))
        )
    marks = masker.marks_of(plain) | who_marks(plain, masker.hashed)
    below, watched, ids = _apart(workspace, plain)
    traces = Traces(frozenset({plain.casefold(), *(mark for mark in marks if "_" in mark)}), ids)
    event, rows, hand_ins = facts_of(Lake(workspace.store_dir), Removed(number=0, at=0, marks=tuple(sorted(marks))))
    pages, naming, exports = _files(workspace, traces, ())
    going, stay = [*pages, *(exports if files else ())], [*(() if files else exports), *naming]
    if watched in workspace.watched:
        stay = [one for one in stay if one != FILE]
    stays = (says("Exports outside this folder, and pages that were sent, are not reached from here."),)
    return Removal(event, rows, hand_ins, {}, tuple(going), tuple(stay), stays, traces, apart=below, watched=watched)


def _apart(workspace: Workspace, plain: str) -> tuple[Removal | None, str | None, frozenset[str]]:
    """What goes from the store of watched accounts, whose key that is, and the ids of its posts."""
    there = apart_as_it_is(workspace)
    listed = {name: one.handle for name, one in (there.accounts if there else {}).items()}
    listed |= {name: one.handle for name, one in workspace.watched.items()}
    watched = next((name for name, own in listed.items() if (own or name).casefold() == plain.casefold()), None)
    if there is None:
        return None, watched, frozenset()
    masker, lake = masker_of(there), Lake(there.store_dir)
    accounts = {account_mark(masker, one) for one in (watched, plain)} if watched else ()
    marks = masker.marks_of(plain)
    wanted = Removed(number=0, at=0, accounts=tuple(sorted(accounts)), marks=tuple(sorted(marks)))
    traces = Traces(frozenset(filter(None, (plain.casefold(), watched))))
    below = Removal(*facts_of(lake, wanted), traces=traces)
    return below, watched, _post_ids(lake, watched) if watched else frozenset()


def _stored_accounts(lake: Lake) -> set[str]:
    names: set[str] = set()
    for table in (table for table, schema in TABLES.items() if "account" in schema.names):
        names |= set(lake.distinct(table, "account"))
    return names


def _post_ids(lake: Lake, name: str) -> frozenset[str]:
    return frozenset(one for table in ("posts", "snapshots") for one in lake.distinct(table, "post_id", account=name))


def _experiments_of(workspace: Workspace, name: str) -> list[str]:
    named = []
    for slug in experiment_names(workspace):
        try:
            accounts = load_experiment(slug, workspace).experiment.accounts
        except InputError:
            continue
        if name in accounts:
            named.append(slug)
    return named


def _positions(workspace: Workspace, slug: str, name: str) -> tuple[int, ...]:
    """Positions of a plan that an account posts."""
    schedule = read_schedule(workspace.experiments_dir / slug)
    return tuple(p.position for p in schedule.positions if p.account == name) if schedule else ()


def _linked(workspace: Workspace, slug: str, positions: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(read_links(workspace.experiments_dir / slug).keys() & {*positions}))


def _shown(workspace: Workspace, slug: str, name: str) -> str:
    """A file of an experiment, or of the combined test that it is part of."""
    return relative_to(plan_folder(workspace.experiments_dir / slug) / name, workspace.root)


def _workbooks(workspace: Workspace, places: dict[str, tuple[int, ...]], name: str) -> tuple[list[str], list[str]]:
    """Workbooks of plans that only this account posts, and those that others share with it."""
    own: list[str] = []
    shared: list[str] = []
    for slug in places:
        shown = _shown(workspace, slug, WORKBOOK)
        schedule = read_schedule(workspace.experiments_dir / slug)
        if (workspace.root / shown).is_file() and schedule is not None:
            alone = {p.account for p in schedule.positions} == {name}
            (own if alone else shared).append(shown)
    return list(dict.fromkeys(own)), list(dict.fromkeys(shared))


def _files(workspace: Workspace, traces: Traces, slugs: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Finished pages that go, files that people wrote, and exports that were brought; all of those that name somebody.

    Pages can be written anew, so those of these experiments go whole: what a PDF says cannot be searched.
    """
    root, reports = workspace.root, workspace.root / REPORTS
    pages = [f"{REPORTS}/{slug}" for slug in slugs if (reports / slug).is_dir()]
    pages += [relative_to(path, root) for path in files_below(reports) if traces.in_file(path)]
    written: list[str] = []
    brought: list[str] = []
    for path in files_below(root, workspace.store_dir, reports, root / WATCHED / "store"):
        if path.name not in _OWN - {FILE} and path != root / WATCHED / FILE and traces.in_file(path):
            ours = path.is_relative_to(workspace.experiments_dir) or path.name == FILE or "notebooks" in path.parts
            (written if ours or not _is_export(path) else brought).append(relative_to(path, root))
    inside = tuple(f"{page}/" for page in pages)
    return [one for one in dict.fromkeys(pages) if not one.startswith(inside)], written, brought


def _is_export(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES
