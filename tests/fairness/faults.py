"""What can go wrong in a season: each fault changes what was planned, posted or handed in, as people and platforms do.

A case names faults with their arguments; posts are counted from an arm's first one.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from tests.analysis.workspaces import finished
from tests.fairness.season import ARMS, COLUMNS, DAY, MONDAY, SLUG, Season, link, lock_on, moment

from cliptrial.cli.entry import run
from cliptrial.planning import plan_experiment
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.decisions import decide
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.workspace import load_workspace

# Posting


def late(season: Season, arm: str, posts: int, minutes: float) -> None:
    """Posts went out so many minutes after their slot."""
    season.move(season.of(arm, posts), round(60 * minutes))


def other_day(season: Season, arm: str, posts: int, days: int) -> None:
    """Posts went out days later."""
    season.move(season.of(arm, posts), days * DAY)


def only_on(season: Season, arm: str, weekdays: list[int], posts: int = 99) -> None:
    """Posts went out in their planned week, but on these weekdays only, in turn."""
    for number, row in enumerate(season.of(arm, posts)):
        day = season.posts.loc[row, "day"]
        monday = day - timedelta(days=day.weekday())
        moved = monday + timedelta(days=weekdays[number % len(weekdays)])
        # Several posts may come to one day; a few minutes keep their moments apart.
        season.move(pd.Index([row]), (moved - day).days * DAY + 60 * (number % 7))


def later(season: Season, arm: str, days: int) -> None:
    """All posts of an arm went out days after their plan."""
    season.move(season.of(arm, 999), days * DAY)


def as_arm(season: Season, arm: str, posts: int, value_of: str) -> None:
    """Posts of an arm carry another arm's value."""
    value = dict(zip("abc", ARMS[season.plan.variable], strict=True))[value_of]
    season.posts.loc[season.of(arm, posts), season.plan.variable.replace("hook", "caption")] = value


def said(season: Season, states: dict[int, str]) -> None:
    """What people said became of posts, by position."""
    season.states.update(states)


def sets(season: Season, arm: str, posts: int, **values: Any) -> None:
    """Posts of an arm have other attributes or numbers; ``null`` takes them away."""
    for column, value in values.items():
        season.posts.loc[season.of(arm, posts), column] = value


def times(season: Season, arm: str, posts: int, column: str, by: float) -> None:
    """Posts of an arm have this many times as much of a number."""
    rows = season.of(arm, posts)
    season.posts.loc[rows, column] = (season.posts.loc[rows, column] * by).round(2 if column.endswith("time") else 0)


def on_days(season: Season, weekdays: list[int], factor: float) -> None:
    """Posts of these weekdays, as they went out, have this many times as many views."""
    days = (pd.to_datetime(season.posts["posted_at"], unit="s", utc=True)).dt.tz_convert("Europe/Berlin").dt.day_of_week
    rows = season.posts.index[days.isin(weekdays)]
    season.posts.loc[rows, "views"] = (season.posts.loc[rows, "views"] * factor).round()


def topics_differ(season: Season, spread: float) -> None:
    """Some topics reach far more people than others, whichever arm they are filmed in."""
    block = pd.read_csv(season.own / "schedule.csv")["block"].to_numpy()
    worth = np.exp(spread * np.random.default_rng(5).standard_normal(int(block.max()) + 1))
    season.posts["views"] = (season.posts["views"] * worth[block]).round()


def tried_before(season: Season, tests: int, effect: float = 0.0, posted: bool = True) -> None:
    """The same hook was tested in the year before, so many times."""
    workspace = find_workspace(season.folder)
    for number in range(tests):
        finished(workspace, f"try-{number}", effect, number)
        if not posted:
            (workspace.experiments_dir / f"try-{number}" / "posts.csv").unlink()
    if not posted:
        shutil.rmtree(season.folder / "store")


# What is missing


def missing(season: Season, arm: str, posts: int) -> None:
    """Positions without a post."""
    season.posts.loc[season.of(arm, posts), ["views", "link"]] = None


def missing_on(season: Season, arm: str, weekdays: list[int]) -> None:
    """Positions of these weekdays without a post."""
    own = [row for row in season.of(arm, 999) if season.posts.loc[row, "day"].weekday() in weekdays]
    season.posts.loc[own, ["views", "link"]] = None


def not_posted(season: Season, first: int, last: int = 999) -> None:
    """From a position on nothing was posted, to another one where there is any."""
    season.posts.loc[season.posts["position"].between(first, last), ["views", "link"]] = None


def worst_missing(season: Season, arm: str, posts: int) -> None:
    """The posts of an arm that did worst were deleted."""
    rows = season.posts.loc[season.of(arm, 999)].nsmallest(posts, "views").index
    season.posts.loc[rows, ["views", "link"]] = None


def read_at(season: Season, arm: str, posts: int, days: float) -> None:
    """Posts were read at another age than planned."""
    rows = season.of(arm, posts)
    season.posts.loc[rows, "captured_at"] = season.posts.loc[rows, "posted_at"] + round(days * DAY)


def read_together(season: Season, days: float) -> None:
    """Everything was exported once, so many days after the first post."""
    season.posts["captured_at"] = moment(MONDAY, "18:00") + round(days * DAY)


def until(season: Season, days: float) -> None:
    """Only what was captured until then has been handed in."""
    season.until = days


def decided_on(season: Season, days: float, what: str) -> None:
    """Somebody decided that many days after the first day."""
    decide(season.own, who="Ana", when=MONDAY + timedelta(days=days), what=what, why="So.")


def without_link(season: Season, posts: int) -> None:
    """Nobody wrote down the links of the first posts."""
    season.unlinked |= set(season.posts["position"][:posts])


def foreign_link(season: Season, arm: str, posts: int) -> None:
    """Links to videos that no export has; the true posts are not handed in."""
    for row in season.of(arm, posts):
        other = int(season.posts.loc[row, "post_id"]) + 5_000_000_000 * DAY
        season.posts.loc[row, ["link", "views"]] = [link("kitchen", str(other)), None]


def extra(season: Season, posts: int, day: int = 3, caption: str | None = None) -> None:
    """Further posts of the account at noon, in no plan, the first so many days after the plan's start."""
    for number in range(posts):
        made = moment(MONDAY + timedelta(days=day + number), "12:00")
        row = {name: season.posts.iloc[0][name] for name in COLUMNS}
        told = {"post_id": str((made << 32) + 900 + number), "posted_at": made, "captured_at": made + 7 * DAY}
        season.more.append({**row, **told, "link": None, "caption": caption or f"Just talking {number}"})


def second_take(season: Season, arm: str, posts: int, hours: float, first: float = 0.5, **values: Any) -> None:
    """So many hours before the post that counts, another one of the same words went out, with a share of its views."""
    for row in season.of(arm, posts):
        earlier = {name: season.posts.loc[row, name] for name in COLUMNS}
        made = int(earlier["posted_at"] - 3600 * hours)
        told = {
            "post_id": str((made << 32) + 700 + row),
            "posted_at": made,
            "captured_at": made + 7 * DAY,
            "link": None,
        }
        shown = {name: value for name, value in values.items() if name != "caption"}
        season.posts.loc[row, list(shown)] = list(shown.values())
        season.more.append({**earlier, **told, "views": round(earlier["views"] * first), **values})


def topic(season: Season, position: int, topic: str) -> None:
    """A position has another topic than the plan was made with; it was locked so."""
    path = season.own / "schedule.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table["position"] == str(position), "topic"] = topic
    table.to_csv(path, index=False)
    (season.own / "lock.json").unlink()
    assert run(["lock", SLUG, "--without-topics", "--workspace", str(season.folder)]) == 0
    lock_on(season.folder, -1)


def relinked(season: Season, arm: str, posts: int) -> None:
    """Posts were linked and read, and then their positions got the link of another post of the day."""
    before = season.posts.loc[season.of(arm, posts)].copy()
    season.handed_in()
    for row in before.index:
        season.more.append({name: before.loc[row, name] for name in COLUMNS})
        season.move(pd.Index([row]), -4 * 3600)
        season.posts.loc[row, "caption"] = f"Quite another thing, {row}"


def links_swapped(season: Season, positions: list[int]) -> None:
    """Two posts stood in each other's place when they were read first."""
    rows = season.posts.index[season.posts["position"].isin(positions)]
    right = season.posts.loc[rows, "link"].tolist()
    season.posts.loc[rows, "link"] = right[::-1]
    season.handed_in()
    season.posts.loc[rows, "link"] = right


def given_to_another(season: Season, posts: int) -> None:
    """Another experiment, drawn by itself, was given the links of so many of these posts, or else its own."""
    other = season.folder / "experiments" / "other"
    shutil.copytree(season.own, other)
    own = [link("kitchen", str((moment(MONDAY, "08:00") + number) << 32)) for number in range(len(season.posts))]
    links = [*season.posts["link"][:posts], *own[posts:]]
    write_links(other, dict(zip(season.posts["position"], links, strict=True)))


# What the numbers say


def second_reading(season: Season, arm: str, posts: int, days: float, factor: float) -> None:
    """A later capture shows this many times the views."""
    for row in season.of(arm, posts):
        again = {name: season.posts.loc[row, name] for name in COLUMNS}
        at = int(season.posts.loc[row, "posted_at"] + days * DAY)
        season.more.append({**again, "captured_at": at, "views": round(again["views"] * factor)})


def all_again(season: Season, days: float) -> None:
    """One more export of everything, so many days after the first post."""
    at = moment(MONDAY, "18:00") + round(days * DAY)
    for row in season.posts.index:
        again = {name: season.posts.loc[row, name] for name in COLUMNS}
        season.more.append({**again, "captured_at": at, "views": round(again["views"] * 1.1)})


def likes_over_views(season: Season, arm: str, posts: int, by: int) -> None:
    """Posts have so many likes more than views."""
    rows = season.of(arm, posts)
    season.posts.loc[rows, "likes"] = season.posts.loc[rows, "views"] + by


def same_caption(season: Season, positions: list[int]) -> None:
    """Posts at these positions bear the same caption."""
    season.posts.loc[season.posts["position"].isin(positions), "caption"] = "The same dish again"


def promoted(season: Season, arm: str, posts: int, days: int) -> None:
    """Posts were boosted with money from so many days after posting on."""
    for row in season.of(arm, posts):
        season.posts.loc[row, "promoted_on"] = str(season.posts.loc[row, "day"] + timedelta(days=days))


def scheduled(season: Season, arm: str, posts: int, hours: float) -> None:
    """Videos were made, and got their id, so many hours before they went out."""
    for row in season.of(arm, posts):
        made = int(season.posts.loc[row, "posted_at"]) - round(hours * 3600)
        post_id = str((made << 32) + int(season.posts.loc[row, "position"]))
        season.posts.loc[row, ["post_id", "link"]] = [post_id, link("kitchen", post_id)]


def top_list(season: Season, hidden: int) -> None:
    """All but so many posts (the worst) are known, the best fifteen of them by Studio's file, exported once."""
    worst = season.posts.nsmallest(hidden, "views").index if hidden else season.posts.index[:0]
    best = season.posts.nlargest(15, "views").index
    for row in best:  # Studio shows hashtags in the caption only.
        season.posts.loc[row, "caption"] += "".join(f" #{tag}" for tag in season.posts.loc[row, "hashtags"].split())
    rows = [
        (
            _day(MONDAY + timedelta(days=45)),
            p.caption,
            p.link,
            _day(p.day),
            p.likes,
            p.comments,
            p.shares,
            p.views,
        )
        for p in season.posts.loc[best].itertuples()
    ]
    head = ("Time", "Video title", "Video link", "Post time", "Total likes", "Total comments", "Total shares")
    with (season.folder / "Content.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([(*head, "Total views"), *((*row[:4], *map(int, row[4:])) for row in rows)])
    assert run(["ingest", str(season.folder / "Content.csv"), "--workspace", str(season.folder)]) == 0
    season.posts.loc[worst, ["views", "link"]] = None


def decided(season: Season, what: str, when: str) -> None:
    """Somebody decided on it before it was analysed here."""
    decide(season.own, who="Mara", when=date.fromisoformat(when), what=what, why=f"Because {what}.")


def elsewhere(season: Season, slug: str, what: str, when: str, starts: str | None = None) -> None:
    """Somebody decided on another experiment."""
    more = {"from": starts} if starts else {}
    decide(season.own.parent / slug, who="Mara", when=date.fromisoformat(when), what=what, why="so", **more)


def _day(day: Any) -> str:
    return f"{day:%B} {day.day}"


def ordered(
    season: Season,
    a: float,
    b: float,
    hours: float = 30,
    currencies: str = "EUR",
    marked: str = "link",
    until: int = 60,
) -> None:
    """People ordered, after so many hours and on average so often a post of each arm, as the shop's export shows.

    Args:
        season: The season.
        a: Orders a post of the control.
        b: Orders a post of the variant.
        hours: From the post to the order.
        currencies: In which they paid, in turn.
        marked: What leads to the post: ``link``, ``code``, ``foreign`` (the link of no post), or ``nothing``.
        until: Days after the first post on which somebody ordered who saw none of them: so far the export reaches.
    """
    rng, orders = np.random.default_rng(5), []
    for post in season.posts.itertuples():
        content = {"link": f"UTM content: {post.position}", "foreign": "UTM content: 999"}.get(marked, "")
        notes = f"First name: Ann\nUTM campaign: {SLUG}\n{content}" if content else "First name: Ann"
        ordered_at = int(post.posted_at) + round(hours * 3600)
        code = f"Dish{post.position:02d}" if marked == "code" else ""
        orders += [(ordered_at, code, notes)] * rng.poisson({"a": a, "b": b}[post.arm])
    if marked == "code":
        lines = [f"{position},dish{position:02d}" for position in season.posts["position"]]
        (season.own / "codes.csv").write_text("\n".join(["position,code", *lines]) + "\n", encoding="utf-8")
    last = moment(MONDAY, "18:00") + until * DAY
    orders = [*(one for one in orders if one[0] < last), (last, "", "")]
    names, paid_in = iter(range(1, 10_000)), currencies.split()
    head = (
        "Name",
        "Email",
        "Financial Status",
        "Currency",
        "Total",
        "Discount Code",
        "Created at",
        "Lineitem quantity",
    )
    rows = [
        (
            f"#{n}",
            "ann@example.org",
            "paid",
            paid_in[n % len(paid_in)],
            f"{rng.gamma(4, 10) + 1:.2f}",
            code,
            at(second),
            1,
            text,
        )
        for (second, code, text), n in zip(sorted(orders), names, strict=False)
    ]
    path = season.folder / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([(*head, "Note Attributes"), *rows])
    assert run(["ingest", str(path), "--account", "kitchen", "--workspace", str(season.folder)]) == 0


def paid_for(season: Season, of: str = "") -> None:
    """Who takes the money for the shop exports it, too: every order two minutes later, under a number of its own.

    Args:
        season: A season with orders.
        of: ``few``: of every third order only.
    """
    with (season.folder / "orders.csv").open(encoding="utf-8", newline="") as stream:
        orders = list(csv.DictReader(stream))
    head = ("id", "Created date (UTC)", "Amount", "Amount Refunded", "Currency", "Status")
    rows = [
        (
            f"ch_{n}",
            str(pd.Timestamp(one["Created at"]) + pd.Timedelta(minutes=2))[:19],
            one["Total"],
            "0",
            "eur",
            "Paid",
        )
        for n, one in enumerate(orders)
        if of != "few" or n % 3 == 0
    ]
    dearer = [(f"ch_{k}{n}", one[1], "1234.56", *one[3:]) for n, one in enumerate(rows) for k in "xy"]
    path = season.folder / "payments.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows, *(dearer if of == "few" else ())])
    assert run(["ingest", str(path), "--account", "kitchen", "--workspace", str(season.folder)]) == 0


def visited(
    season: Season, a: int, b: int, days: int = 1, total: bool = False, until: int = 60, what: str = "Sessions"
) -> None:
    """People came to the website through the posts' tracked links, as Google Analytics shows it.

    Args:
        season: The season.
        a: Sessions of a post of the control, so many days after it.
        b: Of a post of the variant.
        days: Days from the post to the sessions.
        total: Whether the report has no days.
        until: Days from the first post to the end of the report.
        what: What is counted, as the report calls it.
    """
    rng, sessions = np.random.default_rng(5), []
    for post in season.posts.itertuples():
        day = pd.Timestamp(int(post.posted_at), unit="s") + pd.Timedelta(days=days)
        sessions.append((f"{day:%Y%m%d}", SLUG, post.position, rng.poisson({"a": a, "b": b}[post.arm]) + 1))
    last = MONDAY + timedelta(days=until)
    sessions = [(f"{MONDAY:%Y%m%d}", "(not set)", "(not set)", 9), *sessions]
    lines = [",".join(map(str, one[1:] if total else one)) for one in sessions]
    head = f"Session campaign,Session manual ad content,{what}"
    text = [f"# Start date: {MONDAY:%Y%m%d}", f"# End date: {last:%Y%m%d}", head if total else f"Date,{head}", *lines]
    path = season.folder / "analytics.csv"
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    assert run(["ingest", str(path), "--account", "kitchen", "--workspace", str(season.folder)]) == 0


def at(second: int) -> str:
    """A moment as shops write it."""
    return f"{pd.Timestamp(second, unit='s'):%Y-%m-%d %H:%M:%S} +0000"


# The plan's files


def locked(season: Season, days: int) -> None:
    """The lock bears a day so many days after the first post."""
    lock_on(season.folder, days)


def edited(season: Season, file: str, old: str, new: str) -> None:
    """Somebody wrote something else into a file of the plan."""
    path = season.own / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def locked_again(season: Season) -> None:
    """After an edit the plan was locked again, two days later and before the first post."""
    lock_on(season.folder, -3)
    assert run(["lock", SLUG, "--again", "--workspace", str(season.folder)]) == 0
    lock_on(season.folder, -1)


def topics_later(season: Season, days: int, posts: int = 28) -> None:
    """Topics of the first posts came after the lock, so many days after the first post."""
    workspace = load_workspace(season.folder)
    loaded, topics = load_experiment(SLUG, workspace), [f"Dish {number}" for number in range(posts)]
    plan_experiment(workspace, loaded, topics=topics, today=MONDAY + timedelta(days=days))


def arms_in_order(season: Season, order: str) -> None:
    """Somebody wrote the arms into schedule.csv in this order, over and over."""
    path = season.own / "schedule.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table["arm"] = [order[number % len(order)] for number in range(len(table))]
    table.to_csv(path, index=False)


def arms_of_another(season: Season) -> None:
    """Somebody gave the posts the arms of the other question as well."""
    path = season.own / "schedule.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table[SLUG] = table[next(iter(season.plan.others))]
    table.to_csv(path, index=False)


def rule(season: Season, **values: Any) -> None:
    """schedule.json says something else."""
    path = season.own / "schedule.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**plain, **values}), encoding="utf-8")


FAULTS: dict[str, Callable[..., None]] = {
    one.__name__: one
    for one in (
        *(said, late, other_day, only_on, later, as_arm, sets, times, on_days, topics_differ),
        *(second_take, topic, relinked, links_swapped, given_to_another),
        *(missing, missing_on, not_posted, worst_missing, read_at, read_together, until, without_link, foreign_link),
        *(extra, second_reading, all_again, likes_over_views, same_caption, promoted, scheduled, top_list, ordered),
        *(paid_for, visited),
        *(locked, topics_later, edited, locked_again, arms_in_order, arms_of_another, rule, elsewhere),
        *(decided, decided_on, tried_before),
    )
}
"""By name, as cases call them."""
