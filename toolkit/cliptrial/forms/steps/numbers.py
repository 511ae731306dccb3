"""Step 3: the numbers: the workbook to fill in, exports to hand in, and what is still missing."""

from __future__ import annotations

import base64
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

import ipywidgets as w

from cliptrial.analysis import analyze
from cliptrial.analysis.checks.left_out import REASONS, left_out
from cliptrial.analysis.material import Material, gather, named
from cliptrial.errors import InputError, RegistryError
from cliptrial.forms.handed_in import Given, folders, read_folder, read_uploads, what_came_of
from cliptrial.forms.pieces import (
    Field,
    Widget,
    actions,
    button,
    choice,
    grid,
    heading,
    html,
    impossible_posts,
    said,
    table,
    with_classes,
)
from cliptrial.forms.progress import Progress
from cliptrial.forms.step import Step
from cliptrial.forms.steps.by_message import message_box
from cliptrial.forms.steps.plan import posts_named
from cliptrial.planning.plan import WORKBOOK
from cliptrial.posts.ingest_report import IngestReport
from cliptrial.posts.lake.hand_ins import hand_ins, undo
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.workbook.filled.boosts import tell_boosts
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.plan.links import add_link
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.platforms import PLATFORMS, address_of
from cliptrial.registry.platforms.allowed import links_elsewhere
from cliptrial.registry.rounds.home import plan_folder
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.messages import in_language
from cliptrial.wording.names import label_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.zip,.gz,.json"
LOCALES = (("1,234.5 · 04/03/2026 (US)", "en_US"), ("1,234.5 · 03/04/2026", "en_GB"), ("1.234,5 · 03.04.2026", "de"))
AT_ONCE = 8
"""Missing posts that are asked for at once."""


class NumbersStep(Step):
    """Download, hand in, see what is missing, link posts to positions."""

    name = "numbers"
    places: ClassVar = {"account": "account"}

    def content(self) -> list[Widget]:
        """Three parts: by hand, exports, where things stand."""
        loaded, schedule = self.session.loaded(), self.session.schedule()
        if loaded is None or schedule is None:
            waiting = self.words.common
            return [html(escape(waiting.save_idea_first if loaded is None else waiting.plan_first), "ct-soft")]
        words = self.words.numbers
        self._fill(loaded)
        f = self.fields
        more = with_classes(w.Accordion([grid(f["captured_on"], f["locale"], f["leave_out"])]), "ct-more")
        more.set_title(0, words.more)
        f["account"].show(len(self.session.workspace.accounts) > 1)
        text = f'<p class="ct-soft">{escape(words.by_hand_text)}</p>{self._download(loaded)}'
        by_hand = [] if schedule.periods else [heading(words.by_hand, first=True), html(text), *message_box(self)]
        return [
            *by_hand,
            heading(words.exports, first=not by_hand),
            grid(f["files"], f["folder"], f["account"]),
            more,
            actions(button(words.read, self.attempt(self._read))),
            *self._last_read(),
            heading(words.where),
            *self._standing(loaded, schedule),
        ]

    def _last_read(self) -> list[Widget]:
        """The last hand-in, and the button that takes it back when it is pressed a second time."""
        words = self.words.numbers
        standing = [one for one in hand_ins(Lake(self.session.workspace.store_dir)) if one.stands]
        if not standing:
            return []
        last, files = standing[-1], list(standing[-1].files)
        shown = ", ".join([*(Path(name).name for name in files[:3]), *(["…"] if len(files) > 3 else [])])
        at = datetime.fromtimestamp(last.at)
        when = f"{self.session.f.date(at.date())}, {at:%H:%M}"
        last_line = html(f'<p class="ct-soft">{escape(words.last_read)}: {escape(words.handed_in(shown, when))}</p>')
        asked: list[bool] = []

        def take_back() -> None:
            if not asked:
                asked.append(True)
                self.say(escape(words.undo_sure), "warn")
                return
            undone = undo(self.session.workspace, last.id)
            self.session.changed()
            self.say(escape(words.undone(shown, self.session.f.number(undone.links))), "good")

        return [last_line, actions(button(words.undo, self.attempt(take_back), quiet=True))]

    def _fill(self, loaded: Loaded) -> None:
        words, ws = self.words.numbers, self.session.workspace
        there = folders(ws, loaded.slug)
        options: list[tuple[str, Path | str]] = [(self.words.common.none, "")]
        options += [(words.workbook if p.is_file() else words.exports_of(p.name), p) for p in there]
        accounts = [(words.the_file_tells, ""), *((name, name) for name in ws.accounts)]
        locales = [(words.the_file_tells, ""), *LOCALES]
        uploads = w.FileUpload(accept=ACCEPTED, multiple=True)
        self._upload = Upload(words.fields["files"], uploads, words.upload)
        self.fields = {
            "files": self._upload,
            "folder": choice(words.fields["folder"], options, ""),
            "account": choice(words.fields["account"], accounts, ""),
            "captured_on": Field(words.fields["captured_on"], w.DatePicker()),
            "locale": choice(words.fields["locale"], locales, ""),
            "leave_out": impossible_posts(self.words.common),
        }

    def _download(self, loaded: Loaded) -> str:
        path = plan_folder(loaded.folder) / WORKBOOK
        if not path.exists():
            return ""
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        name = f"{loaded.slug}_{WORKBOOK}"
        link = f'class="ct-link" download="{escape(name)}" href="data:{XLSX};base64,{data}"'
        return f"<a {link}>{escape(self.words.numbers.download)}</a>"

    def _read(self) -> None:
        words, ws = self.words.numbers, self.session.workspace
        uploads, folder = self.fields["files"].value, self.value("folder")
        if not uploads and not folder:
            self.say(escape(words.nothing_chosen), "warn")
            return
        assert self.session.slug is not None
        given = Given(
            self.value("account") or None,
            self.value("captured_on"),
            self.value("locale") or None,
            self.session.slug,
            self.value("leave_out") or None,
            Progress(self),
        )
        reports, lost = [], False
        if folder:
            reports.append(read_folder(ws, folder, given))
        if uploads:
            report, lost = read_uploads(ws, uploads, given)
            reports.append(report)
        together = IngestReport(tuple(file for report in reports for file in report.files))
        if not together.problems:
            self._upload.empty()
        self.session.changed()
        self._tell(together, lost)

    def _tell(self, report: IngestReport, lost: bool) -> None:
        words = self.words.numbers
        text = what_came_of(report, words, self.session.f, self.placed, self.told)
        text += f"<p>{escape(words.kept_yours)}</p>" if lost else ""
        self.say(text, "bad" if report.problems else "good")
        codes = {problem.code for problem in report.problems}
        for code, field in (
            ("which_account", "account"),
            ("foreign_account", "account"),
            ("no_capture_time", "captured_on"),
            ("no_year", "captured_on"),
        ):
            if code in codes:
                self.fields[field].show(True)
                self.fields[field].complain(self.fields[field].words.needs)

    def _standing(self, loaded: Loaded, schedule: Schedule) -> list[Widget]:
        """What has been found, which numbers were read, and the posts that no file shows."""
        words, f = self.words.numbers, self.session.f
        if schedule.periods:
            periods = analyze(loaded.slug, self.session.workspace).periods
            over = f.number(sum(one.over for one in periods))
            line = self.words.plan.weeks_over(over, f.number(len(periods)))
            return [html(f"<p><b>{escape(line)}</b></p>")]
        material = gather(self.session.workspace, loaded, schedule)
        matching, of = material.matching, len(schedule.positions)
        by_link = sum(how == "link" for how in matching.how.values())
        standing = words.posts_found(f.number(len(matching.posts)), f.number(of))
        how = words.how(f.number(by_link), f.number(len(matching.posts) - by_link)) if matching.posts else ""
        parts = [html(f"<p><b>{escape(standing)}</b> {escape(how)}</p>")]
        parts += [html(f"<p>{escape(words.left_out(line))}</p>") for line in self._left_out(material)]
        if matching.posts:
            parts.append(html(table(words.columns, self._readings(material), 3)))
        return [*parts, *self._missing(loaded, material), *self._boosts(loaded, material)]

    def _left_out(self, material: Material) -> list[str]:
        """Posts that do not count, and why, as one line or none."""
        reasons = [f"{', '.join(map(str, n))} ({self.told(REASONS[why])})" for why, n in left_out(material).items()]
        return ["; ".join(reasons)] if reasons else []

    def _boosts(self, loaded: Loaded, material: Material) -> list[Widget]:
        """Which post was boosted with money, and since when; nothing before there is a post."""
        words, f = self.words.numbers, self.session.f
        labels = posts_named(self.session, loaded, material.schedule)
        posts = [o for o in material.outcomes if o.post is not None and o.posted is not None]
        if not posts:
            return []
        options: list[tuple[str, object]] = []
        self._posted = {o.position.position: o.posted.date() for o in posts if o.posted}
        for outcome in posts:
            label = self._label(outcome.position, labels)
            since = outcome.post.promoted_at if outcome.post else None
            if since is not None:
                zone = ZoneInfo(self.session.workspace.accounts[outcome.position.account].timezone)
                label += f" · {words.boosted_since(f.short_date(datetime.fromtimestamp(since, zone).date()))}"
            options.append((label, outcome.position.position))
        which = choice(words.fields["boosted"], options, options[0][1])
        day = Field(words.fields["boosted_on"], w.DatePicker(value=self._posted[which.value]))
        which.widget.observe(lambda _: setattr(day, "value", self._posted[which.value]), names="value")
        self.fields |= {"boosted": which, "boosted_on": day}
        return [
            heading(words.boosts),
            html(f'<p class="ct-soft">{escape(words.boosts_text)}</p>'),
            grid(which, day),
            actions(
                button(words.was_boosted, self.attempt(lambda: self._tell_boost(day.value)), quiet=True),
                button(words.not_boosted, self.attempt(lambda: self._tell_boost(False)), quiet=True),
            ),
        ]

    def _tell_boost(self, since: date | Literal[False] | None) -> None:
        if since is None:
            self.fields["boosted_on"].complain(self.words.numbers.fields["boosted_on"].needs)
            return
        assert self.session.slug is not None
        report = tell_boosts(self.session.workspace, self.session.slug, {self.value("boosted"): since})
        if report.problems:
            self.fields["boosted_on"].complain(" ".join(map(self.in_words, report.problems)))
            return
        self.session.changed()
        notes = [in_language(note, self.session.lang) for note in report.notes] or [self.words.numbers.file_known]
        self.say("".join(f"<p>{escape(note)}</p>" for note in notes), "good")

    def _readings(self, material: Material) -> list[list[str]]:
        f = self.session.f
        rows = []
        for name in named(material.experiment):
            readings = material.readings[name]
            counts = (len(readings.by_post), len(readings.too_young), len(readings.left_out))
            rows.append(
                [label_of(material.metric(name), self.session.lang, self.session.wording.terms), *map(f.number, counts)]
            )
        return rows

    def _missing(self, loaded: Loaded, material: Material) -> list[Widget]:
        words, f = self.words.numbers, self.session.f
        due = [p for p in material.schedule.positions if p.date < date.today() - timedelta(days=1)]
        open_ = [p for p in due if p.position in material.matching.empty and p.position not in material.states]
        if not due:
            return [html(said(escape(words.nothing_due(f.date(material.schedule.positions[0].date)))))]
        if not open_:
            return [html(said(escape(words.nothing_missing), "good"))]
        labels = posts_named(self.session, loaded, material.schedule)
        rows = [self._link(position, labels, material) for position in open_[:AT_ONCE]]
        self.fields.update({f"link {p.position}": row for p, row in zip(open_, rows, strict=False)})
        more = f'<p class="ct-soft">{escape(words.link_rows(f.number(AT_ONCE)))}</p>' if len(open_) > AT_ONCE else ""
        return [
            html(f"<p>{escape(words.missing)}</p>{more}"),
            *(row.box for row in rows),
            actions(button(words.save_links, self.attempt(self._link_posts), quiet=True)),
        ]

    def _link(self, position: Position, labels: dict[int, str], material: Material) -> Field:
        """A field for one post's link; what may be meant is offered, never taken silently."""
        fits = next((p.fits for p in material.matching.proposals if p.position == position.position), ())
        links = [address_of(post_id, self._handle(position)) for post_id in fits]
        label = self._label(position, labels)
        hint = self.words.numbers.fits(", ".join(links[:2])) if links else ""
        account = self.session.workspace.accounts.get(position.account)
        words = FieldWords(label, hint, PLATFORMS[account.platform if account else "tiktok"].example)
        value = material.matching.unknown_links.get(position.position, "")
        return Field(words, w.Combobox(value=value, options=links, ensure_option=False))

    def _label(self, position: Position, labels: dict[int, str]) -> str:
        label = f"{position.position} · {self.session.f.short_date(position.date)}, {position.slot}"
        return f"{label} · {labels[position.position]}" + (f" · {position.topic}" if position.topic else "")

    def _handle(self, position: Position) -> str:
        account = self.session.workspace.accounts.get(position.account)
        return (account.handle or position.account).lstrip("@") if account else position.account

    def _link_posts(self) -> None:
        loaded, schedule = self.session.loaded(), self.session.schedule()
        assert loaded is not None
        assert schedule is not None
        numbers = {p.position: p for p in schedule.positions}
        written = {
            int(name.removeprefix("link ")): field.value
            for name, field in self.fields.items()
            if name.startswith("link ") and field.value
        }
        elsewhere = links_elsewhere(written, numbers, self.session.workspace.accounts)
        wrong = 0
        for number, link in written.items():
            try:
                if number in elsewhere:
                    raise RegistryError(elsewhere[number])
                add_link(loaded.folder, number, link, numbers)
            except InputError as error:
                self.fields[f"link {number}"].complain(self.in_words(error.problems[0]))
                wrong += 1
        if wrong:
            self.say(escape(self.words.common.mend_fields(str(wrong))), "bad")
        elif written:
            self.session.changed()
            self.say(escape(self.words.numbers.links_saved(self.session.f.number(len(written)))), "good")


class Upload(Field):
    """A field for files; its button says what it does, its label stands above."""

    def __init__(self, words: FieldWords, widget: Widget, label: str) -> None:
        super().__init__(words, widget)
        widget.description = label
        widget.layout.width = "auto"
        widget.add_class("ct-quiet")
        title = html(f'<div class="ct-title">{escape(words.label)}</div>')
        self._chosen = html("")
        widget.observe(lambda _: self._list(), names="value")
        self.box.children = (title, widget, self._chosen, *self.box.children[1:])

    def _list(self) -> None:
        names = ", ".join(str(upload["name"]) for upload in self.widget.value)
        self._chosen.value = f'<div class="ct-hint">{escape(names)}</div>' if names else ""

    def empty(self) -> None:
        """Take the files away once they were read."""
        self.widget.value = ()
