"""Step 4: was it fair? Before the answer is looked at."""

from __future__ import annotations

from html import escape

from cliptrial.forms.pieces import Widget, actions, button, html
from cliptrial.forms.step import Step
from cliptrial.forms.telling import fairness
from cliptrial.wording.speaker import Speaker


class CheckStep(Step):
    """The fairness findings in words."""

    name = "check"

    def content(self) -> list[Widget]:
        """Everything that was checked, the gravest first."""
        common = self.words.common
        if self.session.slug is None or self.session.schedule() is None:
            waiting = common.save_idea_first if self.session.slug is None else common.plan_first
            return [html(escape(waiting), "ct-soft")]
        analysis = self.session.analysis()
        assert analysis is not None
        speaker = Speaker.of(analysis, self.session.lang, self.session.workspace.currency)
        again = button(self.words.answer.refresh, self.attempt(self.session.changed), quiet=True)
        return [html(fairness(speaker, self.words.answer)), actions(again)]
