"""What could be tried because of a sign: ideas for the list, or at once for an experiment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, did_you_mean, nothing, says
from cliptrial.planning.growth.ranking import written_down
from cliptrial.planning.noticed.signals import Sign
from cliptrial.planning.noticed.weeks import Noticed
from cliptrial.registry.beside.ideas import Idea, read_ideas
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Proposal:
    """An idea because of a sign.

    Attributes:
        id: What the idea is called.
        variable: The one thing that would change.
        metric: The number that would decide.
        control: What is done today.
        variant: What could be done.
    """

    id: str
    variable: str
    metric: str
    control: Message
    variant: Message


_CUT = Proposal("shorter-cut", "duration", "completion_rate", says("Length as today"), says("A shorter cut"))
_HOOK = Proposal("another-opening", "hook", "completion_rate", says("Opening as today"), says("Another opening"))
_PACE = Proposal("faster-pace", "duration", "completion_rate", says("Pace as today"), says("Faster pace, so shorter"))
_TIGHT = Proposal(
    "tighter-cut", "duration", "completion_rate", says("Length as today"), says("Long videos cut tighter")
)
_AGAIN = Proposal("once-more", "hook", "views", says("Opening as today"), says("The opening of this week's best post"))
_SOUND = Proposal("another-sound", "sound", "views", says("Sound as today"), says("Another sound"))
_TAGS = Proposal("other-hashtags", "hashtags", "views", says("Hashtags as today"), says("Other hashtags"))
_ASKED = Proposal(
    "from-the-comments", "hook", "comments", says("Opening as today"), says("Opening with a question from the comments")
)
_ANSWER = Proposal(
    "answer-critics", "cta", "comments", says("Call as today"), says("An answer to what comments criticise")
)

PROPOSALS: Mapping[Sign, Sequence[Proposal]] = {
    Sign.LOW_COMPLETION: (_CUT, _HOOK),
    Sign.SLOW: (_PACE,),
    Sign.TOO_LONG: (_TIGHT,),
    Sign.BEYOND: (_AGAIN,),
    Sign.UNSEEN: (_SOUND, _TAGS),
    Sign.COMMENTS: (_ASKED,),
    Sign.SENTIMENT: (_ANSWER,),
}
"""By sign: what could be tried, the likeliest first."""


def taken_up(workspace: Workspace, name: str, signs: Sequence[Noticed], in_words: Callable[[Message], str]) -> Idea:
    """The idea of this name that a sign proposes, written on the list unless it stands there already.

    Args:
        workspace: Whose list it is.
        name: The id of a proposal.
        signs: What is worth a look.
        in_words: A message in the language of the list.

    Raises:
        InputError: No sign proposes it, or the list has mistakes.
    """
    proposed = {one.id: (one, sign) for sign in reversed(signs) for one in PROPOSALS[sign.signal.sign]}
    if name not in proposed:
        what = says('Nothing that is worth a look proposes "{name}"', name=name)
        expected = says("One of {names}", names=sorted(proposed)) if proposed else nothing
        mend = did_you_mean(name, proposed, says("`cliptrial idea look` lists what is worth a look."))
        raise InputError(Problem("no_sign", what, expected, mend, field="from_signal"))
    one, sign = proposed[name]
    client, variant = workspace.client_of([sign.account]), in_words(one.variant)
    ideas = read_ideas(workspace)
    there = [idea for idea in ideas if (idea.client, idea.variable, idea.variant) == (client, one.variable, variant)]
    if there:
        return there[0]
    known = {idea.id for idea in ideas}
    free = (id_ for id_ in (name, f"{name}-{client}", *(f"{name}-{n}" for n in range(2, 100))) if id_ not in known)
    given = {"id": next(free).replace("_", "-"), "client": client, "variable": one.variable, "metric": one.metric}
    given |= {"control": in_words(one.control), "variant": variant, "origin": "signal"}
    return written_down(workspace, {key: value for key, value in given.items() if value is not None})
