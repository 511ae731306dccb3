"""Before step 1: whose accounts these are. An empty folder becomes a workspace here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

import ipywidgets as w

from cliptrial.errors import Problem
from cliptrial.forms.days import Days
from cliptrial.forms.pieces import (
    Change,
    Field,
    Widget,
    actions,
    button,
    choice,
    grid,
    heading,
    html,
    pick,
    table,
    text,
)
from cliptrial.forms.session import LANGUAGE_NAMES, Session
from cliptrial.forms.step import Step
from cliptrial.forms.steps.numbers import Upload
from cliptrial.forms.steps.tables import tables_box
from cliptrial.forms.steps.three_numbers import as_chosen, as_fields, three_fields
from cliptrial.metrics.presets import problems_of_client
from cliptrial.posts.declared import NAMES
from cliptrial.registry import setup
from cliptrial.registry.accounts import Account, Client
from cliptrial.registry.model import WEEKDAYS
from cliptrial.registry.platforms import PLATFORMS
from cliptrial.registry.timezones import zones
from cliptrial.registry.workspace import FILE
from cliptrial.wording.messages import in_language

NEW = ""
SOURCES = {"app": ("numbers",), "tool": ("spreadsheet", "numbers")}
"""What a team says of its numbers, as workspace.yaml has it; exports are those of its platform."""


def _exports(platform: str) -> tuple[str, ...]:
    """A platform's own exports; where none of them are read, those of a tool."""
    own = PLATFORMS[platform].exports
    return (own, "numbers") if own in NAMES else SOURCES["tool"]


def _said_of(account: Account) -> str:
    """What a team says of an account's numbers; empty where its file says anything else."""
    usual = {"exports": _exports(account.platform), **SOURCES}
    return next((code for code, one in usual.items() if one == account.sources), "")


class SetupStep(Step):
    """Clients, accounts, and what the tables of other tools look like."""

    name = "setup"
    about = ""

    def __init__(self, session: Session) -> None:
        self._messages = {part: html("") for part in ("clients", "accounts", "tables")}
        super().__init__(session)

    def content(self) -> list[Widget]:
        """Two small forms, or one for an empty folder, and what there is."""
        words, ws = self.words.setup, self.session.workspace
        self._is_new = not (ws.root / FILE).exists()
        self.fields = {**self._client_fields(), **self._account_fields()}
        f = self.fields
        for part in ("clients", "accounts"):
            f[f"{part}.which"].widget.observe(lambda change, part=part: self._fill(part, change), names="value")
            f[f"{part}.which"].show(not self._is_new)
        f["clients.archived"].show(not self._is_new)
        f["accounts.client"].show(not self._is_new)
        client = [heading(words.clients), grid(*(one for name, one in f.items() if name.startswith("clients.")))]
        account = [heading(words.accounts), grid(*(one for name, one in f.items() if name.startswith("accounts.")))]
        where = html(f'<p class="ct-soft">{escape(words.where(ws.root.resolve().name))}</p>')
        if self._is_new:
            return [where, *client, *account, actions(button(words.set_up, self.attempt(self._set_up)))]
        client += [actions(button(words.save_client, self.beside("clients", self._save_client)))]
        account += [actions(button(words.save_account, self.beside("accounts", self._save_account)))]
        said_of = self._messages
        return [
            *(where, html(self._there()), *client, said_of["clients"], *account, said_of["accounts"]),
            *(*tables_box(self, lambda do: self.beside("tables", do)), said_of["tables"]),
        ]

    def beside(self, part: str, do: Callable[[], None]) -> Callable[[], None]:
        """``do`` as a button calls it; what comes of it is said below the button."""
        run = self.attempt(do)

        def pressed() -> None:
            self.message = self._messages[part]
            for one in self._messages.values():
                one.value = ""
            run()

        return pressed

    def _client_fields(self) -> dict[str, Field]:
        words, common = self.words.setup, self.words.common
        texts, clients = words.fields, self.session.workspace.clients
        languages = [(words.own_language, ""), *LANGUAGE_NAMES.items()]
        logo = w.FileUpload(accept=".png,.jpg,.jpeg,.svg", multiple=False)
        days = list(zip(self.session.f.weekdays(), WEEKDAYS, strict=True))
        known = [(words.new_client, NEW), *((one.name, name) for name, one in clients.items())]
        return {
            "clients.which": choice(texts["clients.which"], known, NEW, wide=True),
            "clients.name": text(texts["clients.name"]),
            "clients.colour": text(texts["clients.colour"]),
            "clients.language": choice(texts["clients.language"], languages, ""),
            "clients.logo": Upload(texts["clients.logo"], logo, words.choose_file),
            "clients.calls": Field(texts["clients.calls"], Days(self.session.f.weekdays()), wide=True),
            **{f"clients.{key}": field for key, field in three_fields(self).items()},
            "clients.review": choice(texts["clients.review"], [(said, key) for key, said in words.rhythms.items()], ""),
            "clients.review_day": choice(texts["clients.review_day"], [(words.day_of_calls, ""), *days], ""),
            "clients.archived": pick(texts["clients.archived"], [(common.no, False), (common.yes, True)], False),
        }

    def _account_fields(self) -> dict[str, Field]:
        words, ws = self.words.setup, self.session.workspace
        texts = words.fields
        clients = [(words.no_client, ""), *((one.name, name) for name, one in ws.clients.items())]
        platforms = [(one.label, name) for name, one in PLATFORMS.items()]
        zone = w.Combobox(options=zones(), value="Europe/Berlin", ensure_option=False)
        return {
            "accounts.which": choice(
                texts["accounts.which"], [(words.new_account, NEW), *((n, n) for n in ws.accounts)], NEW, wide=True
            ),
            "accounts.handle": text(texts["accounts.handle"]),
            "accounts.client": choice(texts["accounts.client"], clients, next(reversed([*ws.clients]), "")),
            "accounts.platform": pick(texts["accounts.platform"], platforms, "tiktok"),
            "accounts.timezone": Field(texts["accounts.timezone"], zone),
            "accounts.followers": text(texts["accounts.followers"]),
            "accounts.sources": pick(texts["accounts.sources"], self._sources(None), "exports", wide=True),
            **{f"accounts.{key}": text(texts[f"accounts.{key}"]) for key in ("films", "posts", "reads")},
        }

    def _sources(self, account: Account | None) -> list[tuple[str, str]]:
        """What can be said of the numbers; others that the file has stay as they are."""
        words = self.words.setup
        usual = [(label, code) for code, label in words.sources.items()]
        if account is None or _said_of(account):
            return usual
        return [*usual, (words.as_in_file(", ".join(account.sources)), "")]

    def _there(self) -> str:
        words, ws = self.words.setup, self.session.workspace
        rows = [
            [name, self._of(one.client), words.sources.get(_said_of(one), ", ".join(one.sources))]
            for name, one in ws.accounts.items()
        ]
        return table(words.columns, rows)

    def _of(self, client: str | None) -> str:
        if client is None:
            return ""
        one = self.session.workspace.clients[client]
        return f"{one.name} ({self.words.setup.archived})" if one.archived else one.name

    def _fill(self, part: str, change: Change) -> None:
        """The fields as the file has them; empty for a new one."""
        short, ws = change["new"], self.session.workspace
        if part == "clients":
            client = ws.clients.get(short, Client(name=" "))
            values: dict[str, object] = {"name": client.name, "colour": client.colour, "language": client.language}
            values |= {"review": client.review, "review_day": client.review_day}
            values |= {"calls": client.calls, "archived": client.archived, **as_fields(client.numbers)}
        else:
            account = ws.accounts.get(short, Account(timezone="Europe/Berlin"))
            self.fields["accounts.sources"].widget.options = self._sources(account)
            values = {key: getattr(account, key) for key in ("handle", "client", "platform", "timezone")}
            values |= {key: getattr(account, key) for key in ("films", "posts", "reads")}
            values |= {
                "sources": _said_of(account),
                "followers": None if account.followers is None else str(account.followers),
            }
        for key, value in values.items():
            self.fields[f"{part}.{key}"].value = "" if value is None else value

    def _entry(self, part: str, *, without: Sequence[str] = ()) -> dict[str, object]:
        names = [name for name in self.fields if name.startswith(f"{part}.")]
        entry = {name.partition(".")[2]: self.value(name) for name in names}
        return {key: value for key, value in entry.items() if key not in ("which", *without)}

    def _client(self, short: str) -> setup.Change:
        entry = self._entry("clients", without=["logo"])
        three = as_chosen(entry)
        uploads = self.value("clients.logo")
        logo = bytes(uploads[0]["content"]) if uploads else None
        name = short or setup.short_name("clients", entry, self.session.workspace.clients)
        return setup.Change("clients", name, {**entry, "numbers": three}, new=not short, logo=logo)

    def _account(self, short: str) -> setup.Change:
        entry = self._entry("accounts")
        code = entry.pop("sources")
        if code:
            entry["sources"] = SOURCES.get(str(code), _exports(str(entry["platform"])))
        name = short or setup.short_name("accounts", entry, self.session.workspace.accounts)
        return setup.Change("accounts", name, entry, new=not short)

    def _set_up(self) -> None:
        account = self._account(NEW)
        if not self.value("clients.name"):
            self._put([account])
            return
        client = self._client(NEW)
        self._put(
            [client, setup.Change("accounts", account.short, {**account.entry, "client": client.short}, new=True)]
        )

    def _save_client(self) -> None:
        before, change = self.session.workspace.clients, self._client(self.value("clients.which"))
        self._put([change])
        if change.entry["archived"] and not before[change.short].archived:
            self.say(
                escape(
                    in_language(
                        setup.archived_told(self.session.workspace, change.short, date.today()), self.session.lang
                    )
                ),
                "good",
            )

    def _save_account(self) -> None:
        self._put([self._account(self.value("accounts.which"))])

    def _put(self, changes: Sequence[setup.Change]) -> None:
        ws = self.session.workspace
        wrong: list[Problem] = []
        for one in (change for change in changes if change.part == "clients"):
            three = one.entry["numbers"]
            assert isinstance(three, list)  # as every client here is made
            wrong += problems_of_client(one.short, three, ws)
        self.session.workspace = setup.put_changes(ws.root, changes, NAMES, language=self.session.lang, problems=wrong)
        parts = {one.part for one in changes}
        self.fields = {name: field for name, field in self.fields.items() if name.partition(".")[0] not in parts}
        self.session.changed()
        names = [str(one.entry.get("name") or one.entry.get("handle") or one.short) for one in changes]
        self.say(escape(self.words.setup.saved(", ".join(names))), "good")

    def in_words(self, problem: Problem) -> str:
        """With the line of workspace.yaml, where somebody broke it."""
        place = f"{problem.path}:{problem.line}: " if problem.path == FILE and problem.line else ""
        return place + super().in_words(problem)

    def _place(self, problem: Problem) -> str | None:
        part, _, rest = (problem.field or "").partition(".")
        name = f"{part}.{rest.partition('.')[2].partition('.')[0]}".replace("clients.numbers", "clients.first")
        return name if name in self.fields else None
