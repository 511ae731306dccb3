"""What may be concluded, what may not, what to do next, and three sentences to pass on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from shlex import quote

from cliptrial.analysis.findings import codes
from cliptrial.analysis.findings.followed import TopListExport
from cliptrial.analysis.findings.measured import NotMeasured
from cliptrial.analysis.findings.planned import NoTopics, NotReady
from cliptrial.analysis.findings.refused import (
    ArmWithoutPosts,
    ImpossibleValues,
    NoVariation,
    TooFewAssignments,
    TooFewPosts,
    TooFewViews,
    UnequalSpread,
)
from cliptrial.analysis.results import Role, Size, VerdictCode
from cliptrial.registry.decisions import Choice
from cliptrial.registry.model import Variable
from cliptrial.wording.experiment.ahead import before_the_start, planned_period, planned_posts
from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.experiment.headline import reason, sentence
from cliptrial.wording.experiment.old_new import old_new_steps
from cliptrial.wording.experiment.opening import title
from cliptrial.wording.names import arm_text
from cliptrial.wording.speaker import Speaker

COLLECT = codes(TooFewPosts, TooFewAssignments, TooFewViews, UnequalSpread, ArmWithoutPosts)
CLEAN = codes(ImpossibleValues, NoVariation, NotMeasured)
MOST_SAID = 3


def can(s: Speaker) -> list[str]:
    """What the posts do show."""
    words, verdict = s.w.conclusions, s.analysis.verdict
    answer = s.answer(verdict)
    if s.not_ready:
        return [words.can_not_ready]
    if verdict.code is VerdictCode.UNANSWERABLE:
        return []
    if s.observed:
        return [words.can_observed(answer)]
    if verdict.code in {VerdictCode.BETTER, VerdictCode.WORSE}:
        return [words.can_caused(answer)]
    return [(words.can_equivalent if verdict.code is VerdictCode.EQUIVALENT else words.can_open)(answer)]


def cannot(s: Speaker) -> list[str]:
    """What they do not show, though a reader may think so."""
    words, verdict = s.w.conclusions, s.analysis.verdict
    answer = s.answer(verdict)
    sentences = []
    if s.observed:
        sentences.append(words.cannot_cause)
    elif verdict.code is VerdictCode.UNANSWERABLE:
        sentences.append(words.cannot_direction)
    elif verdict.code is VerdictCode.INCONCLUSIVE:
        sentences.append(words.cannot_better(answer))
    elif verdict.code is not VerdictCode.EQUIVALENT and answer.has_interval:
        sentences.append(words.cannot_size)
    elif answer.large and answer.has_interval:
        sentences.append(words.cannot_smaller(answer))
    if not s.not_ready and (others := _open_metrics(s)):
        sentences.append(words.cannot_other_metrics(s.f.listing(others)))
    if s.finding(NoTopics) and not s.observed:
        sentences.append(words.cannot_topics)
    return [*sentences[: MOST_SAID - 1], words.cannot_elsewhere]


def _open_metrics(s: Speaker) -> list[str]:
    rows = [r for r in s.analysis.uplifts if r.role is not Role.PRIMARY and r.arm == _arm(s)]
    return [s.names.metric_noun(r.metric).at for r in rows if s.chip(r)[1] == "open"]


def _arm(s: Speaker) -> str | None:
    return s.analysis.headline.arm if s.analysis.headline else None


def what_we_do(s: Speaker) -> str:
    """The decision; before there can be one, what to do until then."""
    facts = s.analysis.experiment
    if s.ahead or s.not_ready or facts is None:
        return first_step(s)
    if not facts.decision:
        return s.w.advice.not_decided
    given = facts.decision
    what = s.w.terms.decisions.get(given.get("what", ""), given.get("what", ""))
    return s.w.advice.decided(what, given.get("who", ""), _day(s, given.get("when", "")))


def what_it_costs(s: Speaker) -> str:
    """The posts used so far, or planned; of a comparison, that nothing new was posted."""
    posts, facts = sum(arm.posts for arm in s.analysis.arms), s.analysis.experiment
    if s.ahead:
        return s.w.ahead.planned(s.counted(planned_posts(s))) + "." if planned_posts(s) else ""
    if facts is None:
        return s.w.verdicts.had(s.counted(posts))
    if s.underway:
        so_far = s.w.page.opening.of_planned(s.f.number(posts), s.counted(facts.posts_planned))
        return f"{so_far[:1].upper()}{so_far[1:]}."
    days = (facts.last_post - facts.first_post).days + 1 if facts.first_post and facts.last_post else 0
    counted = s.counted(posts)
    used = s.w.verdicts.used(counted, s.w.page.opening.days(s.f.number(days))) if days else f"{counted}."
    return " ".join((used, *_more_posts(s)))


def _more_posts(s: Speaker) -> Iterator[str]:
    """Of weeks: how many posts more those with the variant had, where the store knows them and arms have as many."""
    periods = [one for one in s.analysis.periods if one.posts]
    variant = sum(one.posts or 0 for one in periods if one.arm != s.analysis.control.id)
    more = 2 * variant - sum(one.posts or 0 for one in periods)
    if more > 0 and len(periods) == len(s.analysis.periods):
        yield s.w.verdicts.more_posts(s.w.page.opening.posts(s.f.number(more)))


def first_step(s: Speaker) -> str:
    """What to do now, in one sentence."""
    return (before_the_start(s) if s.ahead else [*_steps(s)])[0]


def next_steps(s: Speaker) -> list[str]:
    """What to do now and what to test after that; nothing where the first screen has said it."""
    if s.analysis.experiment is None:
        return [s.w.advice.draft(command)] if (command := _draft(s)) else []
    if s.ahead or s.not_ready:
        return []
    decided = s.analysis.experiment is not None and s.analysis.experiment.decision
    return [*_steps(s)][1 if decided else 0 :]


def _draft(s: Speaker) -> str:
    """The command that makes an experiment of a comparison; empty where its variable is none that a test changes."""
    variable, verdict = s.analysis.variable, s.analysis.verdict
    if variable not in {one.value for one in Variable}:
        return ""
    arms = {arm.id: arm_text(arm.value) or arm.id for arm in s.analysis.arms}
    others = [arm.id for arm in s.analysis.arms if not arm.control]
    tried = arms[verdict.arm if verdict.arm in others else others[0]]
    words = ["cliptrial", "new", "--variable", variable, "--control", arms[s.analysis.control.id], "--variant", tried]
    return " ".join(quote(word) for word in words)


def why_decided(s: Speaker) -> str:
    """The decision's own reason; empty where none was given."""
    facts = s.analysis.experiment
    why = (facts.decision or {}).get("why", "") if facts else ""
    return s.w.advice.because(why) if why else ""


def _steps(s: Speaker) -> Iterator[str]:
    if s.old_new is not None and s.analysis.verdict.code is not VerdictCode.UNANSWERABLE:
        return iter(old_new_steps(s, s.old_new))
    return _after_refusal(s) if s.analysis.verdict.code is VerdictCode.UNANSWERABLE else _after_answer(s)


def _after_refusal(s: Speaker) -> Iterator[str]:
    words, verdict = s.w.remedies, s.analysis.verdict
    why = reason(s, verdict)
    if isinstance(why, NotReady):
        yield words.wait(why, s.phrases)
        return
    if s.observed and s.analysis.experiment is None and verdict.arm is not None:
        yield s.w.advice.observed(s.answer(verdict))
        return
    by_reason = dict.fromkeys(COLLECT, words.collect) | dict.fromkeys(CLEAN, words.clean)
    by_reason[TopListExport.code] = words.export
    yield by_reason.get(verdict.reason or "", words.rerun)
    if not s.observed:
        yield words.nothing_learned


def _after_answer(s: Speaker) -> Iterator[str]:
    answer, words = s.answer(s.analysis.verdict), s.w.advice
    if s.observed:
        yield words.observed(answer)
        return
    code, size = answer.verdict.code, answer.verdict.size
    if answer.verdict.broken_guardrails:
        names = s.f.listing(s.names.metric_noun(name).at for name in answer.verdict.broken_guardrails)
        yield words.broken(answer, names)
    elif code is VerdictCode.BETTER:
        yield (words.below if size is Size.BELOW else words.better)(answer)
    elif code is VerdictCode.INCONCLUSIVE:
        yield (words.not_reached if size is Size.NOT_REACHED else words.open)(answer)
    else:
        yield (words.worse if code is VerdictCode.WORSE else words.equivalent)(answer)
    yield from _follow_up(s, answer)


def _follow_up(s: Speaker, answer: Answer) -> Iterator[str]:
    words = s.w.advice
    gone_well = answer.verdict.code is VerdictCode.BETTER and not answer.verdict.broken_guardrails
    tips = words.refine if gone_well else words.elsewhere
    if answer.verdict.size is not Size.OPEN or gone_well:
        tip = tips.get(s.analysis.variable or "")
        if tip:
            yield tip


def _day(s: Speaker, when: str) -> str:
    try:
        return s.f.date(dt.date.fromisoformat(when[:10]))
    except ValueError:
        return when


def to_copy(s: Speaker) -> list[str]:
    """Three sentences for an e-mail or a chat: what was tested, what came out, what is next."""
    copy, facts, verdict = s.w.page.copy, s.analysis.experiment, s.analysis.verdict
    posts = s.counted(sum(arm.posts for arm in s.analysis.arms))
    if facts is not None and s.ahead and not planned_posts(s):
        first = s.w.ahead.draft_of(s.title)
    elif facts is not None and s.ahead:
        first = s.w.ahead.tested(s.title, s.counted(planned_posts(s)), planned_period(s))
    elif facts is not None and s.not_ready:
        so_far = s.w.page.opening.of_planned(
            s.f.number(sum(arm.posts for arm in s.analysis.arms)), s.counted(facts.posts_planned)
        )
        first = copy.testing(s.title, so_far, planned_period(s))
    elif facts is not None:
        period = s.f.period(facts.first_post or facts.start, facts.last_post)
        first = copy.tested(s.title, posts, period)
    else:
        first = copy.compared(title(s), posts)
    return [first, _result(s, sentence(s, verdict)), _then(s)]


def _then(s: Speaker) -> str:
    """What was decided, as soon as something was: what is done follows from it, not from the answer alone."""
    facts = s.analysis.experiment
    what = (facts.decision or {}).get("what", "") if facts else ""
    if s.old_new is not None or s.not_ready or what not in s.w.terms.decisions:
        return s.w.page.copy.then(first_step(s))
    words, row = s.w.proposals, s.analysis.headline
    decided = words.decided(s.w.terms.decisions[what])
    open_still = s.analysis.verdict.code is VerdictCode.INCONCLUSIVE
    if what != Choice.SHIP or not open_still or row is None or row.lean is None:
        return decided
    return f"{decided} {words.may_be_wrong(s.f.number(max(1, round(10 * (1 - row.lean)))))}"


def _result(s: Speaker, result: str) -> str:
    answer = s.answer(s.analysis.verdict)
    if s.analysis.verdict.code is VerdictCode.UNANSWERABLE or not answer.has_interval or s.old_new is not None:
        return result
    evidence = s.w.terms.evidence[s.analysis.evidence]
    span = "" if answer.span in result else answer.span
    return f"{result.rstrip('.')} ({s.w.page.copy.sure(span, answer.confidence, evidence)})."
