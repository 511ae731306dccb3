"""The chance check in words: the same sentences for page, notebook and command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from cliptrial.metrics import CATALOGUE, Metric
from cliptrial.planning.chance_check import ALPHA, OURS, REDRAWS, USUAL, ChanceCheck, Share
from cliptrial.wording.declared.chance import ChanceWording
from cliptrial.wording.experiment.trust import TrustItem, short_hash
from cliptrial.wording.formats import NBSP
from cliptrial.wording.language import Language, Speaking
from cliptrial.wording.languages import wording_for
from cliptrial.wording.names import human, label_of

STRIKING = 0.10
"""Share of false winners from which a method is named in the headline."""
SAME_AS = {"plays": "views"}
"""What tables call a column that the catalogue knows under another name."""


@dataclass(frozen=True, slots=True)
class ChanceSpeaker(Speaking):
    """Chance checks of one history, one for each metric, in one language.

    Attributes:
        checks: At least one.
        language: The language.
    """

    checks: Sequence[ChanceCheck]
    language: Language

    @classmethod
    def of(cls, checks: Sequence[ChanceCheck], lang: str) -> ChanceSpeaker:
        """A speaker of ``lang``."""
        return cls(checks, wording_for(lang))

    @property
    def w(self) -> ChanceWording:
        """The language's words for it."""
        return self.language.chance

    @property
    def striking(self) -> ChanceCheck:
        """The check that the headline tells: a rate that tricks usual methods, else the one with most false winners."""
        rates = [check for check in self.checks if check.metric.denominator and check.worst.share >= STRIKING]
        return max(rates or self.checks, key=lambda check: check.worst.share)

    def metric(self, check: ChanceCheck) -> str:
        """The metric's label; columns of a table are told by the labels of the catalogue where it knows them."""
        metric = check.metric
        given = metric.labels.get(self.language.lang, metric.name)
        return given if given != metric.name else _by_columns(metric, self.language)

    def band(self, check: ChanceCheck) -> tuple[float, float]:
        """How far the luck of the draws moves a method that is wrong as often as is allowed."""
        allowed = Share("", round(ALPHA * check.draws), check.draws).margin
        return max(0.0, ALPHA - allowed), ALPHA + allowed

    def tone(self, check: ChanceCheck, share: Share) -> str:
        """The colour of a method: whether it found more winners than luck explains."""
        return "worse" if share.share > self.band(check)[1] else "better"

    def tones(self) -> list[list[str]]:
        """The colours of all shares, as :meth:`rows` has them."""
        return [
            [self.tone(check, share) if (share := check.of(method)) else "plain" for check in self.checks]
            for method in self._methods()
        ]

    def hundred(self, share: Share) -> str:
        """``97``: winners in a hundred; never 100 or 0 where it is not wholly so."""
        of_hundred, wholly = share.share * 100, share.wins in (0, share.draws)
        texts = (self.f.number(of_hundred, decimals) for decimals in range(3))
        return next((text for text in texts if wholly or text not in ("0", "100")), self.f.number(of_hundred, 3))

    def percent(self, share: Share) -> str:
        """``97.2 %``."""
        return f"{self.f.fixed(share.share * 100, 1)}{NBSP}%"

    def sentence(self, check: ChanceCheck | None = None) -> str:
        """The headline: made-up labels win so often by the worst usual method, and so often by ours."""
        check = check or self.striking
        usual, ours = self.hundred(check.worst), self.hundred(check.ours)
        if check.worst.share < STRIKING:
            return self.w.honest(usual, ours)
        return self.w.sentence(usual, self.w.methods[check.worst.method].when, ours)

    def opening(self) -> tuple[str, str, str, str, tuple[str, ...]]:
        """Stamp, kicker, title, bold start, and the lines that follow."""
        check = self.striking
        days = [dt.date.fromisoformat(day) for day in check.days or ()]
        parts = [
            self.w.kicker,
            self.w.posts(self.f.number(check.posts)),
            self.w.accounts(self.f.number(check.accounts)),
        ]
        if days:
            parts.insert(1, self.f.period(days[0], days[1]))
        stamp = self.w.stamp(self.f.date(days[1]) if days else "").rstrip(" ·")
        n = check.posts_per_arm
        drawn = self.w.drawn(self.f.number(2 * n), self.f.number(n), self.f.number(check.draws))
        return stamp, " · ".join(parts), self.w.title, self.w.bold, (drawn,)

    def support(self) -> list[str]:
        """What five in a hundred means, and what was left out."""
        check = self.striking
        margin = max(share.margin for share in check.shares)
        lines = [self.w.agreed, self.w.luck(self.f.number(check.draws), self.f.number(margin * 100, 1))]
        if check.posts < 2 * USUAL and check.posts_per_arm < USUAL:
            fewer = self.w.fewer(*map(self.f.number, (check.posts, check.posts_per_arm, USUAL)))
            lines = [fewer, self.w.year, *lines]
        lines += [self.w.left_out(self.f.number(check.left_out))] if check.left_out else []
        lines += [self.w.refused(self.f.number(check.refused))] if check.refused else []
        return lines + ([] if check.days else [self.w.no_times])

    def trust(self) -> list[TrustItem]:
        """Why this can be believed."""
        w = self.w
        return [
            TrustItem(True, w.labels, w.labels_small),
            TrustItem(True, w.own_posts, self.opening()[1].split(" · ", 1)[1]),
            TrustItem(True, w.same_engine, w.same_engine_small),
        ]

    def rows(self) -> list[tuple[str, str, list[str], bool]]:
        """By method: name, what it does, its share for each metric, and whether it is ClipTrial."""
        methods = self._methods()
        return [(self.w.methods[m].name, self.w.methods[m].does, self._shares(m), m == OURS) for m in methods]

    def _methods(self) -> list[str]:
        return [m for m in self.w.methods if any(check.of(m) for check in self.checks)]

    def _shares(self, method: str) -> list[str]:
        shares = [check.of(method) for check in self.checks]
        return [self.percent(share) if share else "–" for share in shares]

    def can(self) -> list[str]:
        """What can be said."""
        return [self.w.can_false_alarms(self.hundred(self.striking.ours)), self.w.can_totals]

    def method(self) -> list[str]:
        """How it was done."""
        posts, redraws = self.f.number(2 * self.striking.posts_per_arm), self.f.number(REDRAWS)
        return [self.w.how_compared(posts), self.w.how_alike, self.w.how_drawn(redraws)]

    def to_copy(self) -> list[str]:
        """Three sentences for an e-mail or a chat."""
        return [self.sentence(), self.opening()[4][0], self.w.copy_then]

    def footer(self, version: str) -> str:
        """Version, hash of the posts and seed."""
        check, words = self.striking, self.language.page.footer
        data = words.data(short_hash(check.data_hash))
        return " · ".join([data, f"ClipTrial {version}", self.w.footer_seed(str(check.seed))])

    def describe(self) -> dict[str, object]:
        """Everything as plain values, sentences included."""
        return {
            "lang": self.language.lang,
            "sentence": self.sentence(),
            "checks": [self._described(c) for c in self.checks],
        }

    def _described(self, check: ChanceCheck) -> dict[str, object]:
        plain = {k: v for k, v in asdict(check).items() if k not in ("metric", "shares")}
        return {
            "metric": check.metric.name,
            "sentence": self.sentence(check),
            **plain,
            "methods": [
                {"method": s.method, "wins": s.wins, "draws": s.draws, "share": s.share, "margin": s.margin}
                for s in check.shares
            ],
        }


def _by_columns(metric: Metric, language: Language) -> str:
    """A label for a metric that only has the names of a table's columns."""
    columns = [SAME_AS.get(name.casefold(), name.casefold()) for name in metric.columns]
    for known in CATALOGUE.values():
        if list(known.columns) == columns:
            return label_of(known, language.lang, language.terms)
    parts = [
        label_of(CATALOGUE[column], language.lang, language.terms) if column in CATALOGUE else human(name)
        for column, name in zip(columns, metric.columns, strict=True)
    ]
    return language.chance.per(*parts) if len(parts) == 2 else human(metric.name)
