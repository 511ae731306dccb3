"""What to do after a result, in words: what we know, what we do, what it costs."""

from __future__ import annotations

from typing import TypedDict

from cliptrial.analysis.proposal import Proposal, Why
from cliptrial.analysis.results import OldNew
from cliptrial.registry.beside.ideas import EXTRA_WORK
from cliptrial.registry.decisions import Choice
from cliptrial.wording.experiment.headline import sentence
from cliptrial.wording.experiment.old_new import old_new_steps, old_new_support
from cliptrial.wording.speaker import Speaker


class Proposed(TypedDict):
    """A proposal as forms and the command line show it."""

    what: Choice
    why: Why
    expected: float | None
    risk: float | None
    know: str
    do: str
    cost: str


def proposed(s: Speaker, proposal: Proposal) -> Proposed:
    """The three lines. One estimate, one risk; the verdict stands apart from what is done about it."""
    words = s.w.proposals
    if s.old_new is not None:
        return _of_check(s, s.old_new, proposal)
    do = [words.proposed(s.w.terms.decisions[proposal.what.value]), _why(s, proposal)]
    if proposal.what is Choice.SHIP and proposal.expected is not None:
        do.append(words.realistic(s.f.signed(proposal.expected)))
    if proposal.what is Choice.SHIP and proposal.risk is not None:
        do.append(words.may_be_wrong(s.f.number(max(1, round(10 * proposal.risk)))))
    return {
        "what": proposal.what,
        "why": proposal.why,
        "expected": proposal.expected,
        "risk": proposal.risk,
        "know": sentence(s, s.analysis.verdict),
        "do": " ".join(do),
        "cost": words.costs(s.counted(proposal.posts), work_said(s, proposal.extra_work)),
    }


def _of_check(s: Speaker, one: OldNew, proposal: Proposal) -> Proposed:
    """Confirmed, kept or rolled back: its sentence, and what is done."""
    words = s.w.proposals
    return {
        "what": proposal.what,
        "why": proposal.why,
        "expected": proposal.expected,
        "risk": None,
        "know": " ".join([sentence(s, s.analysis.verdict), *old_new_support(s, one)]),
        "do": " ".join([words.proposed(s.w.terms.decisions[proposal.what.value]), *old_new_steps(s, one)]),
        "cost": words.costs(s.counted(proposal.posts), work_said(s, proposal.extra_work)),
    }


def kept(said: Proposed | None) -> dict[str, object]:
    """What a decision keeps of a proposal; nothing where nothing was expected."""
    return {} if said is None or said["expected"] is None else {"proposal": said["what"], "expected": said["expected"]}


def _why(s: Speaker, proposal: Proposal) -> str:
    words = s.w.proposals
    if proposal.why.value in words.reasons:
        return words.reasons[proposal.why.value]
    arm, work = s.names.said(proposal.arm), work_said(s, proposal.extra_work)
    if proposal.why is Why.AHEAD:
        return words.ahead(arm, work)
    if proposal.why is Why.TOO_MUCH_WORK:
        return words.too_much_work(arm, s.f.signed(proposal.expected), work)
    return words.not_ahead(arm)


def work_said(s: Speaker, share: float) -> str:
    """``some extra work``, or its share of a post."""
    named = next((name for name, value in EXTRA_WORK.items() if value == share), None)
    return s.w.proposals.work[named] if named else s.w.proposals.share(s.f.percent(share))
