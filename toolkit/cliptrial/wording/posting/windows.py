"""When to post, in words: the same sentences for the page, the section of a review and the command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from babel import Locale

from cliptrial.analysis.history.posting_windows import METRIC, Part, PostingWindows, SlotIdea
from cliptrial.wording.declared.posting.windows import WindowsWording
from cliptrial.wording.language import Language, Speaking
from cliptrial.wording.languages import wording_for

SLOT_POSTS = 28
"""What an experiment on a slot takes by default: 14 posts an arm."""

HARDLY = 0.01


@dataclass(frozen=True, slots=True)
class WindowsSpeaker(Speaking):
    """Tells the posting windows of one account in one language.

    Attributes:
        windows: What is told.
        language: In which.
    """

    windows: PostingWindows
    language: Language

    @classmethod
    def of(cls, windows: PostingWindows, lang: str) -> WindowsSpeaker:
        """The speaker of a language."""
        return cls(windows, wording_for(lang))

    @property
    def w(self) -> WindowsWording:
        """The words for it."""
        return self.language.windows

    def kicker(self) -> str:
        """Account, posts and period."""
        days = self.windows.days
        period = self.f.period(*days) if days else ""
        return self.w.kicker(self.windows.account, self.f.number(self.windows.posts), period).rstrip(" ·")

    def headline(self) -> str:
        """Whether the hour makes a difference, in one sentence."""
        test, w = self.windows.test, self.w
        if test is None:
            return w.too_few(self.f.number(self.windows.posts))
        if test.p_value is None:
            return w.too_alike
        return w.related if self.windows.found else w.not_found(self._odds(test.p_value))

    def support(self) -> list[str]:
        """How rare that is, how much would have been seen, that it is only observed, and what is left out."""
        test, w = self.windows.test, self.w
        lines = []
        if test is not None and test.p_value is not None:
            posts = self.f.number(test.posts)
            lines += [w.strong(self._odds(test.p_value))] if self.windows.found else []
            size = self.windows.smallest_found
            lines += [w.would_find(posts, self.f.percent(size)) if size else w.would_find_none(posts)]
            lines += [w.observed]
        return lines + ([w.left_out(self.f.number(self.windows.left_out))] if self.windows.left_out else [])

    def _odds(self, p: float) -> str:
        return self.w.odds(self.f.number(100 * p)) if p >= HARDLY else self.w.hardly

    def lines(self) -> list[tuple[str, str]]:
        """What we know of followers, what we do, what it costs."""
        idea = self.windows.idea
        texts = (
            self.followers()[0],
            self.idea(idea) if idea else self.w.no_idea,
            self.w.cost(self.f.number(SLOT_POSTS)) if idea else self.w.nothing_costs,
        )
        return list(zip(self.w.labels, texts, strict=True))

    def followers(self) -> list[str]:
        """When they are in the app, by each key region's clock where an export says where they live."""
        activity = self.windows.activity
        if activity is None:
            return [self.w.no_activity]
        period = self.f.period(activity.first, activity.last)
        lines = [self.w.activity(self.hour(activity.rise), self.hour(activity.top), period)]
        names = Locale.parse(self.f.locale).territories
        for one in self.windows.regions:
            country, share = names.get(one.code, one.code), self.f.percent(one.share)
            lines.append(self.w.region(country, share, self.hour(one.rise_there), self.hour(one.rise_here)))
        return lines + ([self.w.same_rhythm] if self.windows.regions else [])

    def idea(self, idea: SlotIdea) -> str:
        """What to try and why."""
        return self.w.idea(idea.variant, idea.control, self.w.because[idea.because.value])

    def command(self) -> str:
        """What writes the idea down; empty where there is none."""
        idea = self.windows.idea
        if idea is None:
            return ""
        name, note = f"slot-{idea.variant[:2]}", self.w.note(self.w.because[idea.because.value])
        ways = f"--control {idea.control} --variant {idea.variant} --metric {METRIC}"
        return f'cliptrial idea add {name} --variable slot {ways} --note "{note}"'

    def hour(self, hour: float) -> str:
        """``18:00``, or ``12:30`` for half an hour past twelve."""
        return f"{int(hour):02d}:{round(60 * (hour % 1)):02d}"

    def hours(self, part: Part) -> str:
        """A part of the day."""
        return self.w.hours(str(part.first), str(part.until))

    def rows(self) -> list[list[str]]:
        """Part of the day, posts, what is realistic and what is possible."""
        return [
            [self.hours(one), self.f.number(one.posts), self.f.signed(round(one.expected, 2)), self._span(one)]
            for one in self.windows.parts
        ]

    def weekday_columns(self) -> list[str]:
        """The first column, and the parts of the day."""
        return [self.w.weekday_column, *map(self.hours, self.windows.parts)]

    def weekday_rows(self) -> list[list[str]]:
        """By weekday: what is realistic in each part of the day, and of how many posts; a dash where there are none."""
        return [[self.f.weekday(day), *(self._cell(one, day) for one in self.windows.parts)] for day in range(7)]

    def _span(self, part: Part) -> str:
        return self.f.span((round(part.low, 2), round(part.high, 2)))

    def _cell(self, part: Part, day: int) -> str:
        posts, expected = part.by_weekday[day]
        return self.w.of_posts(self.f.signed(round(expected, 2)), self.f.number(posts)) if posts else "–"

    def describe(self) -> dict[str, object]:
        """Everything as plain values, sentences included."""
        return {
            **asdict(self.windows),
            "found": self.windows.found,
            "lang": self.f.lang,
            "sentence": self.headline(),
            "support": self.support(),
            "followers": self.followers(),
            "command": self.command(),
        }
