"""Part of the set-up: an export of another tool, of which is said once which column is what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets as w

from cliptrial.errors import SourceError
from cliptrial.forms.first_look import first_look_lines
from cliptrial.forms.pieces import Field, Widget, actions, button, choice, grid, heading, html, with_classes
from cliptrial.forms.step import Step
from cliptrial.forms.steps.numbers import ACCEPTED, Upload
from cliptrial.planning.first_look import first_look, tables_in
from cliptrial.posts.mapping import guessed, remember
from cliptrial.posts.opened_table import open_table
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import holds_posts, spreadsheet
from cliptrial.posts.workspaces import load_workspace
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.names import label_of

FIELDS = ("link", "post_id", "posted_at", "captured_at")
NUMBERS = ("views", "likes", "comments", "shares", "saves", "reach", "new_followers", "average_watch_time")


Beside = Callable[[Callable[[], None]], Callable[[], None]]
"""Makes of something what a button calls: what comes of it is said beside the button."""


def tables_box(step: Step, beside: Beside) -> list[Widget]:
    """Whose table, its file, and below it a choice of column for each field; adds to the step's fields."""
    words, ws = step.words.setup, step.session.workspace
    names = {ws.owner_of(account): account for account in ws.accounts}
    owners = [(ws.clients[owner].name if owner in ws.clients else owner, owner) for owner in names]
    uploads = w.FileUpload(accept=ACCEPTED, multiple=True)
    file = Upload(words.fields["tables.file"], uploads, words.choose_file)
    step.fields |= {"tables.owner": choice(words.fields["tables.owner"], owners, None), "tables.file": file}
    step.fields["tables.owner"].show(len(owners) > 1)
    columns = with_classes(w.VBox([]))
    uploads.observe(
        lambda change: beside(lambda: _offer(step, columns, beside))() if change["new"] else None, names="value"
    )
    text = html(f'<p class="ct-soft">{escape(words.tables_text)}</p>')
    return [heading(words.tables), text, grid(step.fields["tables.owner"], file), columns]


def _offer(step: Step, columns: Widget, beside: Beside) -> None:
    """A choice of column for each field, with what its name suggests."""
    sheets, words = _opened(step), step.words.setup
    headers = dict.fromkeys(header for sheet in sheets for header in sheet.header if header)
    options = [(words.not_there, ""), *((header, header) for header in headers)]
    likely = guessed(headers)
    metrics, terms = step.session.metrics, step.session.wording.terms
    labels = {key: words.fields[f"tables.{key}"] for key in FIELDS}
    labels |= {key: FieldWords(label_of(metrics[key], step.session.lang, terms)) for key in NUMBERS}
    fields: dict[str, Field] = {
        f"tables.{key}": choice(one, options, likely.get(key, "")) for key, one in labels.items()
    }
    step.fields = {**step.fields, **fields}
    remember_them = button(words.remember, beside(lambda: _remember(step)))
    look = button(words.look, beside(lambda: _look(step)), quiet=True)
    columns.children = (grid(*fields.values()), actions(remember_them, look))


def _opened(step: Step) -> list[Sheet]:
    with _kept(step) as paths:
        return [open_table(path) for path in paths]


@contextmanager
def _kept(step: Step) -> Iterator[list[Path]]:
    """The uploaded files for a moment."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, upload in enumerate(step.value("tables.file")):
            paths.append(Path(folder) / str(number) / Path(str(upload["name"]).replace("\\", "/")).name)
            paths[-1].parent.mkdir()
            paths[-1].write_bytes(bytes(upload["content"]))
        yield paths


def _mapping(step: Step) -> dict[str, str]:
    """What was chosen."""
    return {key: str(step.value(f"tables.{key}")) for key in (*FIELDS, *NUMBERS) if step.value(f"tables.{key}")}


def _of_sheet(mapping: Mapping[str, str], sheet: Sheet) -> dict[str, str]:
    """What was chosen, where one of several tables has it; else what its own names suggest."""
    likely = guessed(sheet.header)
    own = {key: column if column in sheet.header else likely.get(key, "") for key, column in mapping.items()}
    return {key: column for key, column in own.items() if column}


def _look(step: Step) -> None:
    """What the posts of the file tell before anything is planned."""
    ws, owner = step.session.workspace, step.value("tables.owner")
    account = next(account for name, account in ws.accounts.items() if ws.owner_of(name) == owner)
    with _kept(step) as paths:
        seen = first_look(tables_in(paths, _mapping(step)), account)
    lines = first_look_lines(seen, step.session.wording)
    step.say("".join(f"<p>{escape(line)}</p>" for line in lines), "good")


def _remember(step: Step) -> None:
    mapping = _mapping(step)
    if not {"link", "post_id"} & mapping.keys():
        step.fields["tables.link"].complain(step.fields["tables.link"].words.needs)
        return
    sheets, owner = [one for one in _opened(step) if not holds_posts(one)], step.value("tables.owner")
    here = [_of_sheet(mapping, sheet) for sheet in sheets]
    problems = [replace(one, path=sheet.name) for sheet, own in zip(sheets, here, strict=True)
                for one in spreadsheet.check_mapping(own)]  # fmt: skip
    if problems:
        raise SourceError(problems)
    for sheet, own in zip(sheets, here, strict=True):
        remember(step.session.workspace, owner, own, [sheet], sheet.name)
    step.session.workspace = load_workspace(step.session.workspace.root)
    shown = {name: shown for shown, name in step.fields["tables.owner"].widget.options}[owner]
    step.say(escape(step.words.setup.remembered(shown)), "good")
