"""The verdict in words: its sentence, and what stands right below it."""

from __future__ import annotations

from cliptrial.analysis.findings import Finding, Level, codes
from cliptrial.analysis.findings.planned import EndedEarly, NoSchedule, NotReady
from cliptrial.analysis.results import Analysis, Role, Size, Uplift, Verdict, VerdictCode
from cliptrial.wording.experiment.ahead import answer_day, starts, still_missing
from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.experiment.old_new import old_new_sentence, old_new_support
from cliptrial.wording.experiment.outlook import posts_needed
from cliptrial.wording.formats import known
from cliptrial.wording.speaker import Speaker

MOST_OTHERS = 4
MOST_POSTS = 5000
UNSTARTED = codes(NotReady, NoSchedule)


def sentence(s: Speaker, verdict: Verdict) -> str:
    """The verdict in one sentence, broken guardrails included."""
    if verdict.code is VerdictCode.UNANSWERABLE:
        return refusal(s, verdict)
    if s.old_new is not None:
        return old_new_sentence(s, s.old_new)
    said = _bare_sentence(s, s.answer(verdict))
    for metric in verdict.broken_guardrails:
        row = _guardrail(s.analysis, metric, verdict.arm)
        change = s.f.signed(row.relative) if row else s.f.unknown
        said = s.w.verdicts.broken(said, s.names.metric_noun(metric), change)
    return said


def _bare_sentence(s: Speaker, answer: Answer) -> str:
    words, code = s.w.verdicts, answer.verdict.code
    if s.observed:
        if code in {VerdictCode.BETTER, VerdictCode.WORSE}:
            return words.observed_difference(answer)
        return (words.observed_equivalent if code is VerdictCode.EQUIVALENT else words.observed_open)(answer)
    if answer.verdict.reason == EndedEarly.code:
        return f"{words.ended_early} {words.open(answer)}"
    if code is VerdictCode.INCONCLUSIVE:
        return (words.not_reached if answer.verdict.size is Size.NOT_REACHED else words.open)(answer)
    by_code = {
        VerdictCode.BETTER: words.better,
        VerdictCode.WORSE: words.worse,
        VerdictCode.EQUIVALENT: words.equivalent,
    }
    return by_code[code](answer)


def reason(s: Speaker, verdict: Verdict) -> Finding | None:
    """The finding that makes a question unanswerable; the one about this arm where there are several."""
    same = [f for f in s.analysis.findings if f.code == verdict.reason]
    about = [f for f in same if f.about == verdict.arm and verdict.arm]
    blocking = [f for f in same if f.level is Level.BLOCKER]
    return next(iter(about or blocking or same), None)


def refusal(s: Speaker, verdict: Verdict) -> str:
    """Why there is no answer, in one sentence; before the first post, when it starts."""
    if s.ahead and verdict.reason in UNSTARTED:
        return starts(s)
    return s.w.refusals.of(reason(s, verdict), s.phrases)


def support(s: Speaker) -> list[str]:
    """What we know beyond the sentence: what the data allow, what is realistic, the risk, and what would settle it."""
    verdict = s.analysis.verdict
    answer = s.answer(verdict)
    if verdict.code is VerdictCode.UNANSWERABLE:
        return _support_refusal(s, answer)
    if s.old_new is not None:
        return old_new_support(s, s.old_new)
    is_open = verdict.code is VerdictCode.INCONCLUSIVE and verdict.size is not Size.NOT_REACHED
    in_sentence = verdict.code is VerdictCode.INCONCLUSIVE and (s.observed or verdict.size is not Size.NOT_REACHED)
    lines = [s.w.verdicts.fits(answer, _size(s, answer))] if answer.has_interval and not in_sentence else []
    if verdict.code is VerdictCode.INCONCLUSIVE and answer.one_side:
        lines += _settles(s, verdict)
    if s.observed:
        return lines + _others(s)
    if answer.reckon not in {None, answer.change} and verdict.code is not VerdictCode.EQUIVALENT:
        lines.append(s.w.verdicts.reckon(answer))
    if verdict.code is VerdictCode.EQUIVALENT and answer.large:
        lines.append(s.w.verdicts.smaller_open(answer))
    if is_open and answer.risk:
        lines.append(s.w.verdicts.risk(answer.risk))
    return [*lines, *(more_posts(s, answer) if is_open else ()), *_others(s)]


def more_posts(s: Speaker, answer: Answer) -> list[str]:
    """The posts that would settle what is open, where anybody could make so many."""
    row, effect = answer.row, s.analysis.at_least
    if s.viewers or row is None or answer.verdict.size is not Size.OPEN:
        return []
    needed = posts_needed(row, effect)
    if needed is None or needed > MOST_POSTS:
        return []
    more = s.w.advice.more_weeks if s.periods else s.w.advice.more_posts
    return [more(s.f.number(_rounded(needed)), s.f.signed(effect))]


def _rounded(posts: int) -> int:
    """A rule of thumb is not told to the single post."""
    step = 1 if posts < 20 else 5 if posts < 100 else 10 if posts < 1000 else 100
    return -(-posts // step) * step


def _settles(s: Speaker, verdict: Verdict) -> list[str]:
    """Why an answer is open although its whole range lies on one side of zero, and what would settle it."""
    finding = reason(s, verdict)
    return [s.w.verdicts.settles.of(finding, s.phrases)] if finding in s.w.verdicts.settles else []


def _support_refusal(s: Speaker, answer: Answer) -> list[str]:
    if s.ahead and answer.verdict.reason in UNSTARTED:
        return still_missing(s)
    finding = reason(s, answer.verdict)
    if s.underway:
        return [line for line in (answer_day(s),) if line]
    lines = [s.message(finding)] if finding and s.not_ready else [s.w.conclusions.can_nothing]
    return [line for line in lines if line != refusal(s, answer.verdict)]


def _size(s: Speaker, answer: Answer) -> str:
    words, size = s.w.verdicts, answer.verdict.size
    if s.observed or answer.verdict.code is not VerdictCode.BETTER:
        return ""
    by_size = {Size.REACHED: words.reached, Size.OPEN: words.whether_reached, Size.BELOW: words.below}
    return by_size[size](answer) if size in by_size else ""


def _others(s: Speaker) -> list[str]:
    """The other variants in a few words each, where there are several."""
    others = [v for v in s.analysis.verdicts if v.arm != s.analysis.verdict.arm and v.arm]
    if not 0 < len(others) <= MOST_OTHERS:
        return []
    lines = []
    for verdict in others:
        row = s.answer(verdict).row
        change = f" ({s.f.signed(row.relative)})" if row and known(row.relative) else ""
        chip = s.chip(verdict)[0]
        lines.append(f"{s.names.arm(verdict.arm)}: {chip[:1].lower() + chip[1:]}{change}")
    return [s.w.verdicts.others("; ".join(lines))]


def _guardrail(analysis: Analysis, metric: str, arm: str | None) -> Uplift | None:
    rows = [row for row in analysis.uplifts if row.role is Role.GUARDRAIL and row.metric == metric]
    return next((row for row in rows if row.arm == arm), rows[0] if rows else None)


def tone(s: Speaker, verdict: Verdict) -> str:
    """The colour of a verdict: better, worse, open, blocked or plain."""
    if verdict.code is VerdictCode.UNANSWERABLE and s.ahead and verdict.reason in UNSTARTED:
        return "plain"
    if verdict.code is VerdictCode.UNANSWERABLE:
        return "blocked"
    return "open" if verdict.broken_guardrails else s.chip(verdict)[1]
