"""What is handed on before the posts: filming list, posting calendar, the plan for approval, tables for other tools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from cliptrial.metrics import metrics_of
from cliptrial.posts.week.briefing import Briefing, Post
from cliptrial.posts.week.tool_files import tool_files
from cliptrial.registry.beside.bundle import arm_labels
from cliptrial.registry.files import write_atomically
from cliptrial.registry.plan.approval import Approval, Said, plan_code, read_approvals, state_of
from cliptrial.registry.plan.reading_days import decision_day
from cliptrial.registry.plan.schedule import PlannedPeriod
from cliptrial.registry.rounds.combined import AND
from cliptrial.registry.workspace import Workspace
from cliptrial.report.page import Titles
from cliptrial.report.source import brand_of
from cliptrial.report.team.frame import weekday_and_day, write_page
from cliptrial.wording.language import Language
from cliptrial.wording.languages import wording_for
from cliptrial.wording.messages import in_language
from cliptrial.wording.names import label_of

TONES = {"waiting": "open", "changed": "open", "approved": "better"}


def write_handed(workspace: Workspace, briefing: Briefing, out: Path, *, lang: str | None, since: date) -> list[Path]:
    """Write everything about one plan into ``out/<slug>/``; the lists of a combined test into ``out/<its name>/``.

    Args:
        workspace: Whose it is.
        briefing: The plan.
        out: Folder of all reports.
        lang: Language of the pages; None writes the team's in the workspace's and the client's in the client's.
        since: The first day of the tables for other tools.
    """
    folder, accounts = out / briefing.name, briefing.loaded.experiment.accounts
    team = wording_for(lang or workspace.language)
    client = wording_for(lang or workspace.language_of(workspace.client_of(accounts)))
    plan = write_plan(workspace, briefing, out / briefing.loaded.slug / f"plan_{client.lang}.html", client)
    if briefing.schedule.periods:  # they say how many posts a week has, and nothing of each
        return [plan]
    pages = [
        write_filming_list(workspace, briefing, folder / f"filming_{team.lang}.html", team),
        write_posting_calendar(workspace, briefing, folder / f"posting_{team.lang}.html", team),
        plan,
    ]
    for name, text in tool_files(briefing, since).items():
        write_atomically(folder / name, text)
        pages.append(folder / name)
    return pages


def write_filming_list(workspace: Workspace, briefing: Briefing, path: Path, words: Language) -> Path:
    """What is filmed, by day of filming, with boxes to tick."""
    w, f = words.team.handed, words.formats
    by_day: dict[date, list[Post]] = defaultdict(list)
    for post in briefing.posts:
        by_day[post.film_on].append(post)
    days = [
        {
            "title": weekday_and_day(day, f),
            "who": " · ".join(w.by(name) for name in _people(post.account.films for post in posts)),
            "posts": [_filmed(briefing, post, words) for post in posts],
        }
        for day, posts in sorted(by_day.items())
    ]
    return _page(workspace, briefing, path, words, "filming", w.filming, days=days)


def write_posting_calendar(workspace: Workspace, briefing: Briefing, path: Path, words: Language) -> Path:
    """What goes out when: the weeks at a glance, then every post with its link, its code and boxes to tick."""
    f = words.formats
    by_week: dict[date, list[Post]] = defaultdict(list)
    for post in briefing.posts:
        by_week[_monday(post.position.date)].append(post)
    weeks = [
        {"title": f.period(monday, monday + timedelta(days=6)), "posts": [_posted(p, words) for p in posts]}
        for monday, posts in by_week.items()
    ]
    grid = [[_day(monday + timedelta(days=n), posts, words) for n in range(7)] for monday, posts in by_week.items()]
    arms = briefing.arms
    title = words.team.handed.posting
    more = {"weeks": weeks, "grid": grid, "arms": arms, "weekdays": f.weekdays()}
    return _page(workspace, briefing, path, words, "posting", title, **more)


def write_plan(workspace: Workspace, briefing: Briefing, path: Path, words: Language) -> Path:
    """The plan for the client: what is asked, compared and posted when, and what was said of it."""
    w, f, plan = words.team.approval, words.formats, briefing.loaded.experiment
    approvals, code = read_approvals(briefing.loaded.folder), plan_code(briefing.loaded, briefing.schedule)
    state = state_of(approvals, code).value
    days = [post.position.date for post in briefing.posts]
    days += [p.last for p in briefing.schedule.periods]
    metric = label_of(metrics_of(workspace, weeks=True)[plan.metrics.primary], words.lang, words.terms)
    measured = words.page.opening.days(f.number(plan.design.measure_at, 1))
    columns, n = words.page.columns, f.number(len(days))
    answer = decision_day(days, plan.design.measure_at, workspace.reading_days)
    noun = words.terms.nouns.get(plan.change.variable.value)
    reworked = state == "changed" and approvals[-1].plan != code
    last = approvals[-1] if approvals and state != "waiting" else None
    values = {
        "w": w,
        "plan": plan,
        "state": w.states[state],
        "tone": TONES[state],
        "next": w.reworked if reworked else w.next[state],
        "last": last and _last(last, words),
        "variable": noun.bare if noun else plan.change.variable.value,
        "arms": [*arm_labels(workspace, briefing.loaded).values()],
        "same": _same(briefing, words),
        "posts": w.posts(n, f.period(days[0], days[-1])),
        "answer": w.answer(metric, measured, f.date(answer)),
        "chance": w.chance(n),
        "every": w.all_posts,
        "early": w.early_end if plan.analysis.futility else "",
        "columns": [columns.date, columns.variant, columns.topic],
        "rows": [_posted(post, words) for post in briefing.posts],
        "several": len(plan.accounts) > 1,
        "history": [w.told(one.who, f.date(one.when), _said(one, words)) for one in approvals],
        "code": w.code(code),
        **_of_weeks(briefing, metric, words),
    }
    titles = Titles(f"{w.title}: {plan.title}", w.stamp(f.period(days[0], days[-1])))
    return write_page(path, "plan", workspace, brand_of(workspace, plan.accounts), words.lang, titles, values)


def _of_weeks(briefing: Briefing, metric: str, words: Language) -> dict[str, object]:
    """What is said of whole weeks, and not of posts."""
    w, f, periods = words.team.approval, words.formats, briefing.schedule.periods
    if not periods:
        return {}
    first, last = min(p.date for p in periods), max(p.last for p in periods)
    return {
        "posts": w.weeks(words.page.opening.periods(f.number(len(periods))), f.period(first, last)),
        "answer": w.answer_of_weeks(metric, f.date(last + timedelta(days=1))),
        "chance": w.chance_of_weeks,
        "every": w.all_weeks,
        "columns": [words.page.columns.date, words.page.columns.variant],
    }


def _page(
    workspace: Workspace, briefing: Briefing, path: Path, words: Language, template: str, title: str, **more: object
) -> Path:
    """A page of the team: what it is about, and what nobody may change."""
    w, plan = words.team.handed, briefing.loaded.experiment
    days = [post.position.date for post in briefing.posts]
    titles = Titles(f"{title}: {briefing.title}", words.formats.period(days[0], days[-1]))
    values = {
        "w": w,
        "lead": w.lead(briefing.title, w.posts(words.formats.number(len(days)))),
        "keep": w.keep(_held(briefing, words)) if briefing.held else "",
        **more,
    }
    return write_page(path, template, workspace, brand_of(workspace, plan.accounts), words.lang, titles, values)


def _held(briefing: Briefing, words: Language) -> str:
    return words.formats.listing(in_language(one, words.lang) for one in briefing.held) if briefing.held else ""


def _same(briefing: Briefing, words: Language) -> str:
    nouns = [words.terms.nouns.get(name) for name in briefing.loaded.experiment.hold_constant]
    named = [words.terms.within(noun.bare) for noun in nouns if noun]
    return words.formats.listing(named) if named else ""


def _people(names: Iterable[str | None]) -> Iterator[str]:
    yield from dict.fromkeys(name for name in names if name)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _filmed(briefing: Briefing, post: Post, words: Language) -> dict[str, object]:
    w, nouns = words.team.handed, [words.terms.nouns.get(name) for name in briefing.variables]
    place = post.position
    when = w.goes_out(
        weekday_and_day(place.date, words.formats), place.slot, f"@{post.account.handle or place.account}"
    )
    return _posted(post, words) | {"variant": AND.join(noun.bare for noun in nouns if noun), "when": when}


def _posted(post: Post, words: Language) -> dict[str, object]:
    place, handle = post.position, f"@{post.account.handle or post.position.account}"
    person, period = post.account.posts, place if isinstance(place, PlannedPeriod) else None
    until = words.formats.period(period.date, period.last) if period else ""
    return {
        "number": place.position,
        "day": until or weekday_and_day(place.date, words.formats),
        "slot": (period.region or "") if period else place.slot,
        "account": handle,
        "arm": post.arm % 6,
        "value": post.value,
        "topic": "" if period else place.topic or words.team.handed.topic_missing,
        "who": " · ".join([handle, *([person] if person else [])]),
        "link": post.link,
        "code": post.code,
    }


def _day(day: date, posts: Sequence[Post], words: Language) -> dict[str, object]:
    own = [_posted(post, words) for post in posts if post.position.date == day]
    return {"title": words.formats.short_date(day), "posts": own}


def _said(one: Approval, words: Language) -> str:
    said = words.team.approval.said[one.what.value]
    return f"{said}: {one.text}" if one.text else said


def _last(one: Approval, words: Language) -> str:
    w, day = words.team.approval, words.formats.date(one.when)
    changed = one.what is Said.CHANGED
    return w.changed_by(one.who, day, one.text or "") if changed else w.approved_by(one.who, day)
