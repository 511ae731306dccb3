"""What all steps have in common: they draw themselves again, keep what was typed, and never show a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, ClassVar

from traitlets import TraitError

from cliptrial.errors import InputError, MissingToolError, Problem
from cliptrial.forms.pieces import Attempt, Field, Widget, card, holds, html, said, with_classes
from cliptrial.forms.session import Session
from cliptrial.messages import Message, full_sentence, in_turn
from cliptrial.wording.declared.forms import FormsWording
from cliptrial.wording.messages import in_language


class Step:
    """One step on the screen.

    Args:
        session: What the steps share.
    """

    name: ClassVar[str] = ""
    places: ClassVar[Mapping[str, str]] = {}
    """By the beginning of a problem's dotted key: the field it belongs to."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.fields: dict[str, Field] = {}
        self.message = html("")
        self.box = with_classes(card([]), f"ct-step-{self.name}")
        self._drawn: tuple[str | None, str] | None = None
        self._pressed = ""
        self._clean: dict[str, object] = {}
        self._typed: dict[str | None, dict[str, object]] = {}
        self.draw()
        session.listen(self.name, self.draw)

    @property
    def words(self) -> FormsWording:
        """The texts in the chosen language."""
        return self.session.words

    @property
    def about(self) -> str | None:
        """What the fields are about: what was typed stays while it is the same."""
        return self.session.slug

    def content(self) -> list[Widget]:
        """The widgets of this step, drawn from the files; fills ``fields``."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw from the files; what was typed stays, and is there again when its experiment is."""
        now = (self.about, self.session.lang)
        if self._drawn is not None:
            same = self._drawn[0] == now[0]
            self._typed[self._drawn[0]] = self._changed() if same or self.session.keeps_typed else {}
        typed = self._typed.get(now[0], {})
        if self._drawn != now:
            self.message.value = ""
        self.fields = {}
        drawn: list[Widget] = []
        self._guarded(lambda: drawn.extend(self.content()))
        self._drawn = now
        self._clean = {name: field.value for name, field in self.fields.items()}
        for name, value in typed.items():
            self._restore(name, value)
        self.box.children = (
            self.box.children[0],
            *self._with_message([one for one in drawn if one is not self.message]),
        )

    def _with_message(self, drawn: list[Widget]) -> list[Widget]:
        """The widgets with the message right below the button that it answers, at the end where there is none."""
        place = next((n for n, one in enumerate(drawn, 1) if self._pressed and holds(one, self._pressed)), len(drawn))
        return [*drawn[:place], self.message, *drawn[place:]]

    def _changed(self) -> dict[str, object]:
        """What was typed or chosen since the step was drawn."""
        now = {name: field.value for name, field in self.fields.items()}
        return {name: value for name, value in now.items() if self._clean.get(name) != value}

    def kept_elsewhere(self) -> set[str | None]:
        """Other experiments for which something was typed here that is not saved."""
        return {slug for slug, typed in self._typed.items() if typed and slug != self.about}

    def _restore(self, name: str, value: object) -> None:
        if name not in self.fields or value is None or self.fields[name].value == value:
            return
        try:
            self.fields[name].value = value
        except TraitError:
            return  # it can no longer be chosen

    def attempt(self, do: Callable[[], None]) -> Attempt:
        """``do`` as a button calls it: whatever goes wrong is said beside the field it belongs to."""

        def run(label: str) -> None:
            self._pressed = label
            shown = [one for one in self.box.children[1:] if one is not self.message]
            self.box.children = (self.box.children[0], *self._with_message(shown))
            for field in self.fields.values():
                field.clear()
            self.say(escape(self.words.common.working))
            before = self.message.value
            self._guarded(do)
            if self.message.value == before:
                self.message.value = ""

        return Attempt(run)

    def _guarded(self, do: Callable[[], None]) -> None:
        try:
            do()
        except InputError as error:
            self.complain(error.problems)
        except MissingToolError as error:
            self.say(escape(in_language(error.message, self.session.lang)), "bad")
        except Exception as error:  # the last resort: no traceback reaches a strategist
            failure = f"{type(error).__name__}: {error}"
            self.say(f"{escape(self.words.common.unexpected)}<br><code>{escape(failure)}</code>", "bad")

    def placed(self, problem: Problem) -> str:
        """A problem with its place: the number of the post and the column, or the row of a table."""
        place = in_language(problem.cell, self.session.lang) if problem.position is not None else problem.row
        return f"{place}: {self.in_words(problem)}" if place is not None else self.in_words(problem)

    def told(self, message: Message) -> str:
        """A message in the chosen language."""
        return in_language(message, self.session.lang)

    def say(self, text: str, tone: str = "") -> None:
        """Put a message at the end of the step; ``text`` is HTML."""
        self.message.value = said(text, tone)

    def complain(self, problems: Iterable[Problem]) -> None:
        """Say every problem, beside its field where it has one."""
        elsewhere, marked = [], set()
        for problem in problems:
            name = self._place(problem)
            if name is None:
                elsewhere.append(self.in_words(problem))
            elif name not in marked:
                self.fields[name].complain(self._need(problem, self.fields[name]))
                marked.add(name)
        texts = [self.words.common.mend_fields(str(len(marked)))] if marked else []
        self.say("<br>".join(map(escape, dict.fromkeys([*texts, *elsewhere]))), "bad")

    def in_words(self, problem: Problem) -> str:
        """A problem in the chosen language; in the words of the forms, where it is a usual one."""
        known = self.words.problems.get(problem.code)
        if known is not None:
            return known
        sentences = in_turn([full_sentence(part) for part in (problem.what, problem.mend) if part])
        return in_language(sentences, self.session.lang)

    def _need(self, problem: Problem, field: Field) -> str:
        if problem.code in self.words.problems and not (problem.code in ("missing", "empty") and field.words.needs):
            return self.words.problems[problem.code]
        return field.words.needs or self.in_words(problem)

    def _place(self, problem: Problem) -> str | None:
        """The field that a problem belongs to."""
        for beginning, name in self.places.items():
            if (problem.field or "").startswith(beginning) and name in self.fields:
                return name
        return None

    def value(self, name: str) -> Any:
        """What stands in a field, None where the form does not have it."""
        return self.fields[name].value if name in self.fields else None
