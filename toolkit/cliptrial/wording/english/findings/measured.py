"""English sentences of findings: what was measured, and what was left out."""

from __future__ import annotations

from cliptrial.analysis.findings import measured
from cliptrial.wording.english.findings.places import named_places, named_rows
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _left_out(f: measured.LeftOut, s: Phrases) -> str:
    return (
        f"{s.metric(f.metric)}: {s.count(f.posts, 'post is', 'posts are')} left out, without a reading near the "
        "measuring age."
    )


def _orders_attributed(f: measured.OrdersAttributed, s: Phrases) -> str:
    rest = _lost(f, s)
    once = f" {s.n(f.twice)} stand in two sources (same amount, at most five minutes apart): counted once." * bool(
        f.twice
    )
    alike = f" {s.n(f.alike)} look like one of another source; too few to be sure, so each counts." * bool(f.alike)
    return (
        f"{s.count(f.orders, 'order belongs', 'orders belong')} to posts of this experiment: by the last "
        "tracked link "
        f"or code, within {s.count(f.days, 'day', 'days')} of the post.{rest}{once}{alike}"
    )


def _lost(f: measured.OrdersAttributed | measured.OutcomesAttributed, s: Phrases) -> str:
    lost = [
        (f.unmarked, "carry neither a tracked link nor a code"),
        (f.unknown, "carry a link or code of no post here"),
        (f.before, "are older than the post"),
        (f.late, "came after the window"),
    ]
    others = [f"{s.n(count)} {why}" for count, why in lost if count]
    return f" Not counted: {s.f.listing(others)}." if others else " None was left over."


_WHAT = {
    "sessions": "sessions of the website",
    "key_events": "key events of the website",
    "short_link_clicks": "clicks on short links (bots and previews are among them)",
    "dm_leads": "leads by message",
    "leads": "leads",
    "comments_labelled": "labelled comments",
    "comments_positive": "positive comments",
    "comments_negative": "negative comments",
}


def _outcomes_attributed(f: measured.OutcomesAttributed, s: Phrases) -> str:
    within = (
        "the files have no days, so the whole time up to the export counts"
        if f.whole
        else f"within {s.count(f.days, 'day', 'days')} of the post"
    )
    return (
        f"Of this experiment's posts: {s.n(f.count)} {_WHAT.get(f.what, f.what)}, by the last tracked link or code; "
        f"{within}.{_lost(f, s)}"
    )


def _common_export(f: measured.CommonExport, s: Phrases) -> str:
    ages = (
        f"{s.n(f.youngest)} days old"
        if s.n(f.youngest) == s.n(f.oldest)
        else f"{s.n(f.youngest)} to {s.n(f.oldest)} days old"
    )
    return (
        f"{s.metric(f.metric)}: read for all posts as of {s.date(f.as_of)}, when they were {ages}; the ages are "
        "spread evenly over the arms."
    )


FINDINGS = Sentences()
FINDINGS[measured.EqualAge] = lambda f, s: (
    f"The post was measured {s.count(f.days, 'day', 'days')} after posting."
    if f.posts == 1
    else f"All {s.count(f.posts, 'post', 'posts')} were measured at the same age, {s.count(f.days, 'day', 'days')} "
    "after posting."
)
FINDINGS[measured.CommonExport] = _common_export
FINDINGS[measured.LeftOut] = _left_out
FINDINGS[measured.DefinitionChanged] = lambda f, s: (
    f"{s.metric(f.metric)}: since {s.listing([s.date(day) for day in f.days])} the platform counts something else "
    "under this name. "
    f"{s.count(f.posts, 'post from the other side is', 'posts from the other side are')} left out, for "
    "the two cannot "
    "be compared. YouTube's engaged views are counted as before."
)
FINDINGS[measured.OrdersAttributed] = _orders_attributed
FINDINGS[measured.OutcomesAttributed] = _outcomes_attributed
FINDINGS[measured.SeveralCurrencies] = lambda f, s: (
    f"{s.metric(f.metric)}: the orders are in {s.f.listing(f.currencies)}, which cannot be added up."
)
FINDINGS[measured.NotMeasured] = lambda f, s: f"{s.metric(f.metric)} was not delivered by any source."
FINDINGS[measured.ImpossibleNumbers] = lambda f, s: (
    f"{s.count(f.posts, 'post has', 'posts have')} numbers that cannot be true: {s.rules(f.rules)}"
    f"{f' ({places})' if (places := named_places(f.positions, f.rows, s)) else ''}."
)
FINDINGS[measured.ImpossibleLeftOut] = lambda f, s: (
    f"{s.count(f.posts, 'post', 'posts')} with numbers that cannot be true {'is' if f.posts == 1 else 'are'} left out "
    f"by choice{named_rows(f, s)}."
)
FINDINGS[measured.RowsWithoutArm] = lambda f, s: (
    f"{s.count(f.rows, 'row names', 'rows name')} no arm and {'is' if f.rows == 1 else 'are'} left out."
)
FINDINGS[measured.ColumnsTwice] = lambda f, s: (
    f"{s.arms(f.columns)}: there are several columns of this name; they say the same and were taken once."
)
FINDINGS[measured.PostsMerged] = lambda f, s: (
    f"{s.count(f.posts, 'post stood', 'posts stood')} in several rows; the newest reading counts, once."
)
FINDINGS[measured.ValuesLeftOut] = lambda f, s: (
    f"The {s.n(f.most)} most used values are compared; {s.count(f.values_left, 'other value', 'other values')} on "
    f"{s.count(f.posts, 'post', 'posts')} {'is' if f.values_left == 1 else 'are'} left out."
)
FINDINGS[measured.LinesAside] = lambda f, s: (
    f"{s.count(len(f.rows), 'line of the file is no post', 'lines of the file are no posts')}, such as a total or a "
    f"note, and {'is' if len(f.rows) == 1 else 'are'} left out{named_rows(f, s)}."
)
FINDINGS[measured.ArmsAlike] = lambda f, s: (
    f"{s.arms(f.arms)} differ in spaces or capital letters only and count as different arms. If they are meant to "
    "be one, write them alike."
)
FINDINGS[measured.DuplicatePosts] = lambda f, s: (
    f"{s.count(f.posts, 'post stands', 'posts stand')} in the data more than once."
)
FINDINGS[measured.ComparedByAverage] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.count(f.posts, 'post has', 'posts have')} none at all, so averages are compared "
    "instead of typical posts; single large posts then weigh more."
)
FINDINGS[measured.MissingValues] = lambda f, s: (
    f"{s.metric(f.metric)}: no value for {s.count(f.posts, 'post', 'posts')}."
)
