"""Files in, facts in the lake: every file is recognised, then kept whole or refused with reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cliptrial.errors import InputError, Problem, SourceError, unexpected
from cliptrial.messages import Message, in_turn, says
from cliptrial.posts.accounts import (
    Forgotten,
    Neighbours,
    account_of,
    elsewhere,
    handles_by_folder,
    handles_stored,
    held_back,
    unknown_account,
)
from cliptrial.posts.columns.arrow import Texts, column_of, texts_of
from cliptrial.posts.ingest_report import FileReport, IngestReport, Kind
from cliptrial.posts.lake.hand_ins import begin
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.ledger import Input, Link, Told
from cliptrial.posts.lake.removal import sift
from cliptrial.posts.lake.tables import conform
from cliptrial.posts.mapping import remember, remembered
from cliptrial.posts.opened_files import OpenedFile, open_files
from cliptrial.posts.placements import note_placements
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import label_of, source_of, spreadsheet
from cliptrial.posts.sources.request import Reader, Request, SheetContents
from cliptrial.posts.text.locales import locale_problems
from cliptrial.posts.text.privacy import Masker, masker_of
from cliptrial.posts.tidy.beside import Beside
from cliptrial.posts.tidy.impossible import choice_problems
from cliptrial.posts.workbook import layout
from cliptrial.posts.workbook.filled.brought_home import bring_home
from cliptrial.registry.experiments import experiment_names
from cliptrial.registry.rounds.home import ROUNDS, members_of
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace

__all__ = ["FileReport", "IngestReport", "ingest"]


def ingest(
    workspace: Workspace,
    paths: Iterable[Path | str],
    *,
    account: str | None = None,
    captured_at: date | datetime | None = None,
    locale: str | None = None,
    mapping: Mapping[str, str] | None = None,
    experiment: str | None = None,
    leave_out: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> IngestReport:
    """Read files and folders into the workspace's store; handing in a file twice changes nothing.

    One bad file does not stop the others, but each file is kept whole or not at all.

    Args:
        workspace: Accounts with their time zones, and the store.
        paths: Files, packed files and folders.
        account: The account the files belong to; not needed where there is only one, or where the
            links in a file carry the handle of one.
        captured_at: When the files were exported, for those that do not say it.
        locale: Locale of numbers and dates that could be read in two ways, e.g. ``de``.
        mapping: By field or number: the column of a table of posts from another tool.
        experiment: The experiment of a filled workbook that does not lie in its folder.
        leave_out: ``impossible`` leaves out posts of tables whose numbers cannot be true, such as likes above views.
        progress: Told after each file how many of how many are read.

    Raises:
        SourceError: The arguments themselves are wrong.
    """
    _check_arguments(workspace, account, locale, mapping or {}, leave_out)
    options = _Options(workspace, account, captured_at, locale, dict(mapping or {}), experiment, bool(leave_out))
    opened = open_files(map(Path, paths), workspace.root, locale)
    lake = Lake(workspace.store_dir)
    stored = handles_stored(workspace, account, lake)
    masker = masker_of(workspace)
    run = _Run(options, lake, handles_by_folder(opened), masker, stored, Forgotten.of(lake, masker))
    # Files with video ids go first, because the tabs beside them have neither year nor handle; workbooks
    # go last, because their short links are understood through the posts.
    order = sorted(range(len(opened)), key=lambda i: (opened[i].is_workbook, not opened[i].holds_posts))
    reports = {}
    for done, i in enumerate(order, 1):
        reports[i] = run.take(opened[i])
        if progress is not None:
            progress(done, len(order))
    with one_at_a_time(workspace.root):
        run.lake.ledger.hand_in(run.inputs)
        note_placements(workspace, run.lake)
    distinct = {
        kind: len(ids[0] if len(ids) == 1 else pa.chunked_array(ids).unique()) for kind, ids in run.described.items()
    }
    return IngestReport(tuple(reports[i] for i in range(len(opened))), distinct)


@dataclass(frozen=True, slots=True)
class _Options:
    workspace: Workspace
    account: str | None
    captured_at: date | datetime | None
    locale: str | None
    mapping: Mapping[str, str]
    experiment: str | None
    leave_out: bool


def _check_arguments(
    workspace: Workspace, account: str | None, locale: str | None, mapping: Mapping[str, str], leave_out: str | None
) -> None:
    own = {name for metric in workspace.metrics.values() for name in (*metric.numerator, metric.denominator) if name}
    problems = spreadsheet.check_mapping(mapping, sorted(own))
    if account is not None and account not in workspace.accounts:
        names = says("{accounts}", accounts=list(workspace.accounts))
        problems.append(
            Problem(
                "unknown_account",
                says("There is no account {account}", account=account),
                names,
                says("Add it to workspace.yaml."),
            )
        )
    problems += [*locale_problems(locale), *choice_problems(leave_out)]
    if problems:
        raise SourceError(problems)


@dataclass(slots=True)
class _Run:
    """One ingest: what it was told, where it writes, and whose exports of which day lie in which folder."""

    options: _Options
    lake: Lake
    neighbours: Neighbours
    mask: Masker
    stored: frozenset[str]
    forgotten: Forgotten
    described: dict[Kind, list[Texts]] = field(default_factory=lambda: defaultdict(list))
    exported: dict[str, set[date]] = field(default_factory=dict)
    accounts: dict[str, set[str]] = field(default_factory=dict)
    said: dict[str, Beside] = field(default_factory=lambda: defaultdict(Beside))
    inputs: list[Input] = field(default_factory=list)

    def take(self, file: OpenedFile) -> FileReport:
        """Read one file and keep it, or say why not."""
        if file.problems:
            return FileReport(file.shown, problems=file.problems)
        try:
            if not file.is_workbook:
                return self._export(file)
            with one_at_a_time(self.options.workspace.root):
                return self._workbook(file)
        except InputError as error:
            # The registry names its own files; everything else is about this one.
            problems = tuple(p if p.path else replace(p, path=file.shown) for p in error.problems)
            return FileReport(file.shown, self._label(file), problems=problems, rows=file.rows)
        except OSError:
            raise  # the store cannot be written: no file is to blame
        except Exception as error:  # whatever a file holds, it never stops the others
            return FileReport(file.shown, self._label(file), problems=(unexpected(error, file.shown),), rows=file.rows)

    def _label(self, file: OpenedFile) -> Message | None:
        """What a refused file is, as far as its headers tell."""
        if file.is_workbook:
            return layout.LABEL
        labels = [label_of(sheet, self.options.mapping) for sheet in file.sheets]
        known = dict.fromkeys(label for label in labels if label)
        return in_turn(known, ", ") if known else None

    def _workbook(self, file: OpenedFile) -> FileReport:
        workspace = self.options.workspace
        slug = self.options.experiment or _experiment_of(file.path, workspace)
        if slug is None:
            what = says("Nothing tells which experiment this workbook belongs to")
            mend = says("Name it with --experiment, or leave the file in the experiment's folder.")
            raise SourceError(Problem("which_experiment", what, mend=mend, path=file.shown))
        home = bring_home(workspace, slug, file.data, file.shown, self.lake)
        if forgotten := self.forgotten.why_rows(slug, {*home.links, *home.states}, file.shown):
            raise SourceError(forgotten)
        links = tuple(
            Link(experiment=slug, position=number, link=link, before=home.before.get(number))
            for number, link in home.links.items()
        )
        states = tuple(
            Told(experiment=slug, position=number, state=state, before=home.states_before.get(number))
            for number, state in home.states.items()
        )
        tables, removed = self._allowed(home.tables)
        added = self._keep(file, tables, links, states)
        linked = home.keep_links()
        return FileReport(
            path=file.shown,
            recognised=layout.LABEL,
            rows=home.rows,
            posts=len(set(home.tables["posts"]["post_id"].to_pylist())),
            snapshots=home.tables["snapshots"].num_rows,
            period=home.period,
            known=None if added is None and not linked else not (added or linked),
            problems=home.problems,
            partly=bool(home.problems),
            notes=(
                *self._open_elsewhere(file),
                *removed,
                *home.notes,
                *(() if home.rows else [says("Nothing is filled in yet.")]),
            ),
        )

    def _open_elsewhere(self, file: OpenedFile) -> Iterator[Message]:
        """A spreadsheet program puts a file of its own beside a workbook that it holds open."""
        if any(file.path.with_name(name.format(file.path.name)).exists() for name in ("~${}", ".~lock.{}#")):
            yield says("The workbook is open in a spreadsheet program: what is not saved there yet is not read.")

    def _export(self, file: OpenedFile) -> FileReport:
        beside = self.accounts.get(file.folder, set())
        workspace, declared = self.options.workspace, self.options.mapping
        account, note = account_of(file, workspace, self.options.account, beside, self.stored)
        mapping = declared or remembered(workspace, account, file.sheets)
        if problem := elsewhere(file, account, workspace):
            raise SourceError(problem)
        if forgotten := self.forgotten.why(file, account):
            raise SourceError(forgotten)
        if account is None and "account" not in mapping:
            raise SourceError(unknown_account(file, workspace))
        account = account or next(iter(workspace.accounts))
        request = self._request(account, file, mapping)
        sources, skipped = _sources(file, mapping)
        if not ("account" in mapping and any(source is spreadsheet for _, source in sources)):
            self._refuse_neighbours_of_others(file, account)
        try:
            parts = [source.read(sheet, request) for sheet, source in sources]
        except SourceError as error:
            if not any(source.ORIGIN.is_after for _, source in sources):
                raise
            # Whoever ordered or wrote may stand in any cell, so what is told of it quotes nobody.
            raise SourceError(replace(one, what=_without_people(one, self.mask)) for one in error.problems) from None
        tables, removed = self._allowed(_joined(parts))
        added = self._keep(file, tables)
        for part in parts:
            if part.exported_on is not None:
                self.exported.setdefault(file.folder, set()).add(part.exported_on)
                self.accounts.setdefault(file.folder, set()).add(account)
        periods = [day for part in parts if part.period for day in part.period]
        recognised = in_turn(dict.fromkeys(source.ORIGIN.label for _, source in sources), ", ")
        posts = _ids_of(tables["posts"]) if "posts" in tables else texts_of([])
        kept_for = ", ".join(_accounts(tables)) or account
        self.described[recognised, kept_for].append(posts)
        shown = self.mask(file.shown)  # a table is called after its file
        if declared and (kept := remember(workspace, workspace.owner_of(account), declared, file.sheets, shown)):
            skipped.append(kept)
        return FileReport(
            path=file.shown,
            recognised=recognised,
            account=kept_for,
            rows=file.rows,
            posts=len(posts),
            snapshots=tables["snapshots"].num_rows if "snapshots" in tables else 0,
            period=(min(periods), max(periods)) if periods else None,
            known=None if added is None else not added,
            top_list=any(part.top_list for part in parts),
            notes=(
                *([note] if note else []),
                *removed,
                *self.said[file.folder].differences(file.shown, tables),
                *_notes(parts, file.rows, [line for sheet, _ in sources for line in sheet.aside]),
                *skipped,
            ),
        )

    def _refuse_neighbours_of_others(self, file: OpenedFile, account: str) -> None:
        """Hold back a tab beside another account's posts.

        Raises:
            SourceError: The file is most likely another account's.
        """
        handle = self.options.workspace.accounts[account].handle
        problem = held_back(file, account, handle, self.neighbours)
        if problem is not None:
            raise SourceError(problem)

    def _request(self, account: str, file: OpenedFile, mapping: Mapping[str, str]) -> Request:
        options, accounts = self.options, self.options.workspace.accounts
        beside = self.exported.get(file.folder, set())
        return Request(
            account=account,
            timezones={name: settings.timezone for name, settings in accounts.items()},
            platforms={name: settings.platform for name, settings in accounts.items()},
            handle=accounts[account].handle,
            captured_at=options.captured_at,
            exported_on=next(iter(beside)) if len(beside) == 1 else None,
            locale=options.locale,
            mapping=mapping,
            mask=self.mask,
            mask_texts=self.mask.texts,
            mask_sound=self.mask.sound,
            hashed=self.mask.hashed,
            leave_out=options.leave_out,
        )

    def _allowed(self, tables: Mapping[str, pa.Table]) -> tuple[Mapping[str, pa.Table], tuple[Message, ...]]:
        """What may be kept, and a note on what may not."""
        sifted = sift(self.lake, tables)
        return sifted.tables, _removed_before(sifted.left_out)

    def _keep(
        self,
        file: OpenedFile,
        tables: Mapping[str, pa.Table],
        links: tuple[Link, ...] = (),
        states: tuple[Told, ...] = (),
    ) -> bool | None:
        """Append all tables; None where there was nothing, False where all of it was there already."""
        begin(self.options.workspace, self.lake)
        filled = {name: table for name, table in tables.items() if table.num_rows}
        # Most of it is Arrow's work, so the tables of one file are hashed and written beside each other.
        with ThreadPoolExecutor(max(1, len(filled))) as beside:
            kept = [*beside.map(self.lake.keep, filled, filled.values())]
        if kept or links or states:
            parts = tuple(one.part for one in kept)
            name = self.mask(file.shown)
            self.inputs.append(Input(name=name, sha256=file.sha256, parts=parts, links=links, states=states))
        return any(one.fresh for one in kept) if kept else None


def _experiment_of(path: Path, workspace: Workspace) -> str | None:
    """The experiment in whose folder a workbook lies; of a combined test the first of its experiments."""
    folder = path.resolve().parent
    if folder.parent == (workspace.root / ROUNDS).resolve():
        return next(iter(members_of(workspace.experiments_dir, folder.name)), None)
    inside = folder.parent == workspace.experiments_dir.resolve()
    return folder.name if inside and folder.name in experiment_names(workspace) else None


def _sources(file: OpenedFile, mapping: Mapping[str, str]) -> tuple[list[tuple[Sheet, Reader]], list[Message]]:
    """The sheets that a source knows, and notes on those that none does.

    Raises:
        SourceError: No source knows any sheet.
    """
    known, refusals = [], []
    for sheet in file.sheets:
        try:
            known.append((sheet, source_of(sheet, mapping)))
        except SourceError as error:
            refusals.append((sheet, error))
    if not known:
        raise refusals[0][1]
    read = {sheet.name for sheet, _ in known}
    notes = [says("Not read: {sheet}.", sheet=sheet.name) for sheet, _ in refusals if sheet.name not in read]
    others = sum(sheet.name in read for sheet, _ in refusals)
    return known, [
        *notes,
        *([says("Other tables of this file that are not read: {count}.", count=others)] if others else []),
    ]


def _without_people(problem: Problem, mask: Masker) -> Message:
    """What is wrong, without names where a day or a number is expected, and without addresses anywhere."""
    expected_digits = problem.code in _OF_DIGITS

    def shown(value: object) -> object:
        if not isinstance(value, str) or isinstance(value, Message):
            return value
        words = sum(any(map(str.isalpha, word)) for word in value.split())
        hides = expected_digits and (words > 1 or not any(map(str.isdigit, value)))
        return "..." if hides else mask(value)

    what = problem.what
    return Message(what.template, {key: shown(value) for key, value in what.values.items()})


_OF_DIGITS = frozenset({"bad_date", "ambiguous_date", "bad_number", "ambiguous_number", "order_amount"})


def _joined(parts: Sequence[SheetContents]) -> dict[str, pa.Table]:
    """The tables of all sheets of one file."""
    names = dict.fromkeys(name for part in parts for name in part.tables)
    own = {name: [part.tables[name] for part in parts if name in part.tables] for name in names}
    return {name: conform(name, pa.concat_tables(tables, promote_options="default")) for name, tables in own.items()}


def _removed_before(count: int) -> tuple[Message, ...]:
    if not count:
        return ()
    return (says("Left out, because it was purged or forgotten (rows, or names in texts): {count:,}.", count=count),)


def _ids_of(posts: pa.Table) -> Texts:
    ids: Texts = pc.call_function("unique", [column_of("post_id", [posts])])
    return ids


def _accounts(tables: Mapping[str, pa.Table]) -> tuple[str, ...]:
    """The accounts that the rows were kept for, in the order in which they come."""
    columns = [table["account"] for table in tables.values() if "account" in table.column_names]
    return tuple(dict.fromkeys(name for names in columns for name in names.unique().to_pylist() if name is not None))


def _notes(parts: Sequence[SheetContents], rows: int, aside: Sequence[tuple[int, str]]) -> tuple[Message, ...]:
    notes = [note for part in parts for note in part.notes]
    if aside:
        lines = [in_turn([says("row {row}", row=row), f"({text[:40]})"]) for row, text in aside]
        notes.append(says("Lines that are no posts or days are left out: {lines}.", lines=lines))
    unknown = [header for part in parts for header in part.unknown_columns]
    if not rows:
        notes.append(says("The export is empty: it has a header and no rows."))
    if unknown:
        notes.append(says("Columns that are not kept: {unknown}.", unknown=list(unknown)))
    return tuple(notes)
