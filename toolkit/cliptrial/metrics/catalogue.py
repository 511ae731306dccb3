"""What can be measured: every metric's name, kind, formula, unit, direction and bands, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

NOISY = 0.5
"""SD of logs between posts above which no affordable number of experiments tells how large effects are."""


class Kind(StrEnum):
    """How a metric behaves, which decides how its uplift is computed.

    ``COUNT`` and ``MEAN`` are compared as a ratio of geometric means, ``RATE`` as a ratio of weighted
    rates, ``RARE`` as a ratio of arithmetic means (zeros are ordinary), ``MONEY`` like ``RARE``.
    """

    COUNT = "count"
    MEAN = "mean"
    RATE = "rate"
    RARE = "rare"
    MONEY = "money"


class Scale(StrEnum):
    """What a value is measured in, so that it can be written for a reader."""

    NUMBER = "number"
    SECONDS = "seconds"
    SHARE = "share"
    PER_THOUSAND = "per_thousand"
    RATIO = "ratio"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Band:
    """A benchmark band: values from ``low`` up to ``high`` (None: no limit) are ``grade``.

    ``followers`` limits it to accounts of that size, as (at least, below), and ``platform`` to those of one platform;
    ``source`` says where it comes from, and is empty for what the trade says of TikTok.
    """

    grade: str
    low: float
    high: float | None
    followers: tuple[int, int | None] | None = None
    platform: str | None = "tiktok"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        name: As written in experiment.yaml.
        kind: How it behaves.
        numerator: Snapshot columns whose sum is the numerator.
        denominator: Snapshot column of the denominator; None for 1.
        scale: What a value is measured in.
        labels: By language code: the name a reader sees.
        higher_is_better: The direction that is good.
        bands: Published benchmark bands, if any.
        spread: SD of its log between posts of one account, where public histories tell it.
        outcome: Whether its numerator is what people did after a post, such as ordering or writing something: no
            snapshot holds it; it is attributed to the post when it is read.
    """

    name: str
    kind: Kind
    numerator: tuple[str, ...]
    denominator: str | None
    scale: Scale
    labels: Mapping[str, str]
    higher_is_better: bool = True
    bands: tuple[Band, ...] = ()
    spread: float | None = None
    outcome: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every snapshot column the metric needs."""
        return (*self.numerator, *((self.denominator,) if self.denominator else ()))

    @property
    def formula(self) -> str:
        """How it is computed from its columns, as ``(likes + comments) / views``."""
        top = " + ".join(self.numerator)
        if self.denominator is None:
            return top
        return f"{top} / {self.denominator}" if len(self.numerator) == 1 else f"({top}) / {self.denominator}"

    @property
    def noisy(self) -> bool:
        """Whether its posts are known to scatter too widely to learn from them how large effects are."""
        return self.spread is not None and self.spread > NOISY


def _bands(
    good: tuple[float, float | None], great: float, followers: tuple[int, int | None] | None = None
) -> tuple[Band, Band]:
    return Band("good", good[0], good[1], followers), Band("great", great, None, followers)


ENGAGEMENT_BANDS = (
    *_bands((0.06, 0.10), 0.10, (0, 10_000)),
    *_bands((0.04, 0.08), 0.08, (10_000, 100_000)),
    *_bands((0.02, 0.06), 0.06, (100_000, None)),
)
"""Engagement rates by size of the account."""

COMPLETION_BANDS = _bands((0.50, 0.70), 0.70)
WATCH_SHARE_BANDS = (Band("good", 0.50, 0.80), Band("great", 0.80, None))
REACH_BANDS = (Band("followers_only", 0.0, 0.5), Band("normal", 0.5, 2.0), Band("beyond_audience", 2.0, None))
"""Views over followers: below 0.5 only followers saw it, above 2 it went beyond the audience."""

_ENGAGEMENT = ("likes", "comments", "shares")


def _count(name: str, english: str, german: str, kind: Kind = Kind.COUNT, spread: float | None = None) -> Metric:
    return Metric(name, kind, (name,), None, Scale.NUMBER, {"en": english, "de": german}, spread=spread)


def _rate(
    name: str,
    numerator: tuple[str, ...],
    denominator: str,
    english: str,
    german: str,
    bands: tuple[Band, ...] = (),
    spread: float | None = None,
    scale: Scale = Scale.SHARE,
) -> Metric:
    return Metric(
        name, Kind.RATE, numerator, denominator, scale, {"en": english, "de": german}, bands=bands, spread=spread
    )


def _outcome(metric: Metric) -> Metric:
    return replace(metric, outcome=True)


_BUILT_IN = (
    _count("views", "Views", "Aufrufe", spread=1.05),
    _count("reach", "Reach", "Reichweite", spread=1.05),
    _count("likes", "Likes", "Likes", spread=1.2),
    _count("comments", "Comments", "Kommentare", Kind.RARE),
    _count("shares", "Shares", "Shares", Kind.RARE),
    _count("saves", "Saves", "Saves", Kind.RARE),
    _count("new_followers", "New followers", "Neue Follower", Kind.RARE),
    _count("profile_views", "Profile visits", "Profilbesuche", Kind.RARE),
    _count("link_clicks", "Link clicks", "Link-Klicks", Kind.RARE),
    _outcome(_count("sessions", "Website sessions", "Website-Sitzungen", Kind.RARE)),
    _outcome(_count("key_events", "Key events", "Schlüsselereignisse", Kind.RARE)),
    _outcome(_count("short_link_clicks", "Short link clicks", "Klicks auf Kurzlinks", Kind.RARE)),
    _outcome(_count("leads", "Leads", "Leads", Kind.RARE)),
    _outcome(_count("dm_leads", "Leads by message", "Leads per Nachricht", Kind.RARE)),
    _outcome(_count("orders", "Orders", "Bestellungen", Kind.RARE)),
    Metric("revenue", Kind.MONEY, ("revenue",), None, Scale.MONEY, {"en": "Revenue", "de": "Umsatz"}, outcome=True),
    _outcome(
        _rate(
            "conversion_rate", ("orders",), "views",
            "Orders per 1,000 views", "Bestellungen je 1.000 Aufrufe", scale=Scale.PER_THOUSAND,
        )
    ),
    Metric(
        "average_watch_time",
        Kind.MEAN,
        ("average_watch_time",),
        None,
        Scale.SECONDS,
        {"en": "Average watch time", "de": "Durchschnittliche Wiedergabezeit"},
        spread=0.25,
    ),
    Metric(
        "watch_time_per_view",
        Kind.MEAN,
        ("total_watch_time",),
        "views",
        Scale.SECONDS,
        {"en": "Watch time per view", "de": "Wiedergabezeit je Aufruf"},
    ),
    Metric(
        "total_watch_time",
        Kind.COUNT,
        ("total_watch_time",),
        None,
        Scale.SECONDS,
        {"en": "Total watch time", "de": "Gesamte Wiedergabezeit"},
    ),
    Metric(
        "watch_share",
        Kind.MEAN,
        ("average_watch_time",),
        "duration",
        Scale.SHARE,
        {"en": "Share of the video watched", "de": "Angesehener Anteil des Videos"},
        bands=WATCH_SHARE_BANDS,
        spread=0.25,
    ),
    _rate("hold_2s", ("held_2s",), "views", "Still watching at 2 s", "Nach 2 s noch dabei"),
    # The skip rate is its complement, and the same number twice would be two verdicts on one question.
    _rate("hold_3s", ("held_3s",), "views", "Still watching at 3 s", "Nach 3 s noch dabei"),
    _rate("hold_6s", ("held_6s",), "views", "Still watching at 6 s", "Nach 6 s noch dabei"),
    _count("completions", "Full views", "Vollständige Ansichten"),
    _rate("completion_rate", ("completions",), "views", "Completion rate", "Abschlussrate", COMPLETION_BANDS),
    _rate("engagement_by_views", _ENGAGEMENT, "views", "Engagement per view", "Engagement je Aufruf", ENGAGEMENT_BANDS),
    _rate(
        "engagement_by_reach", _ENGAGEMENT, "reach", "Engagement per viewer reached", "Engagement je erreichter Person"
    ),
    _rate("engagement_by_followers", _ENGAGEMENT, "followers", "Engagement per follower", "Engagement je Follower"),
    _rate("like_rate", ("likes",), "views", "Like rate", "Like-Rate", spread=0.5),
    _rate("comment_rate", ("comments",), "views", "Comment rate", "Kommentarrate", spread=0.9),
    _rate("share_rate", ("shares",), "views", "Share rate", "Share-Rate", spread=1.1),
    _rate("save_rate", ("saves",), "views", "Save rate", "Save-Rate"),
    _rate(
        "follower_conversion", ("new_followers",), "views",
        "New followers per 1,000 views", "Neue Follower je 1.000 Aufrufe", scale=Scale.PER_THOUSAND,
    ),
    _outcome(
        _rate(
            "positive_comments", ("comments_positive",), "comments_labelled",
            "Share of positive comments", "Anteil positiver Kommentare",
        )
    ),
    replace(
        _outcome(
            _rate(
                "negative_comments", ("comments_negative",), "comments_labelled",
                "Share of negative comments", "Anteil negativer Kommentare",
            )
        ),
        higher_is_better=False,
    ),
    Metric(
        "view_to_follower",
        Kind.COUNT,
        ("views",),
        "followers",
        Scale.RATIO,
        {"en": "Views per follower", "de": "Aufrufe je Follower"},
        bands=REACH_BANDS,
        spread=1.05,
    ),
)  # fmt: skip

CATALOGUE: Mapping[str, Metric] = {metric.name: metric for metric in _BUILT_IN}
"""The metrics that every workspace knows, by name."""
