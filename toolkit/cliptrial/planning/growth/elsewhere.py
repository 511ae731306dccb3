"""What the tests of an idea say of accounts that took no part in them."""

from __future__ import annotations

from collections.abc import Sequence

from cliptrial.analysis.experiment import EARLIER_DRAWS, analyze_alone
from cliptrial.analysis.learning.changes import expected_elsewhere
from cliptrial.analysis.learning.lessons import Lesson
from cliptrial.analysis.learning.taught import Teacher
from cliptrial.errors import InputError
from cliptrial.registry.beside.ideas import Idea
from cliptrial.registry.beside.tests_of_ideas import Tests
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import Unit
from cliptrial.registry.series import same_value
from cliptrial.registry.workspace import Workspace


class Others:
    """The tests of ideas, and what they say of accounts that took no part.

    Args:
        workspace: Says who may learn from whom.
        experiments: All of them.

    Attributes:
        tests: Which of them test which idea.
    """

    def __init__(self, workspace: Workspace, experiments: Sequence[Loaded]) -> None:
        self._workspace = workspace
        self.tests = Tests(experiments)
        self._teach = Teacher(workspace, lambda slug: analyze_alone(slug, workspace), EARLIER_DRAWS)

    def expected(self, idea: Idea, accounts: Sequence[str]) -> tuple[float, float] | None:
        """Mean and SD (log ratios) of an idea's effect on these accounts, by the tests of others; None without any.

        Accounts of several clients may know only what every one of these clients may know.
        """
        clients = {self._workspace.client_of([name]) for name in accounts}
        may = [one for one in self.tests.of(idea) if self._may_teach(one, idea, accounts, clients)]
        lessons = [lesson for one in may if (lesson := self._lesson(one))]
        if not lessons:
            return None
        first = next(one for one in may if one.slug == lessons[0].slug)
        turned = same_value(first.experiment.change.control.value, idea.variant)
        sign = self.tests.same[first.slug].sign * (-1 if turned else 1)
        return expected_elsewhere(lessons, self.tests.same, sign)

    def _may_teach(self, one: Loaded, idea: Idea, accounts: Sequence[str], clients: set[str | None]) -> bool:
        plan, owner = one.experiment, self._workspace.client_of(one.experiment.accounts)
        return (
            plan.metrics.primary == idea.metric
            and plan.design.unit is Unit.POST
            and not set(plan.accounts) & set(accounts)
            and all(self._workspace.learns_from(client, owner) for client in clients)
        )

    def _lesson(self, one: Loaded) -> Lesson | None:
        try:
            lesson = self._teach(one.slug).lesson
        except InputError:  # its own page says what is wrong with it
            return None
        return lesson if lesson.left_out is None else None
