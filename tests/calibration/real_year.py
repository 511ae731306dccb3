"""One year through the real commands, beside the same posts by plain arithmetic: ``docs/real_year.csv``.

``python -m tests.calibration.real_year`` writes it in a few minutes: one account, twelve combined tests of two ideas on
16 posts each, every idea adopted or not as ``decide`` proposes, then 28 posts old against new. The arithmetic is least
squares on the logs of views, written out here: each question's own column, the other's, and the weekend.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import expm1
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from tests.fairness.season import COLUMNS, DAY, link, moment
from tests.places import ROOT

from cliptrial.analysis import analyze
from cliptrial.analysis.proposal import propose
from cliptrial.analysis.results import Role
from cliptrial.cli.entry import run
from cliptrial.registry.decisions import Choice, read_decisions

FIRST = date(2025, 1, 6)
SIGMA, TAU, WEEKEND = 1.05, 0.17, 0.1
VARIABLES = ("hook", "cta")
WORKSPACE = """
language: en
accounts:
  kitchen: {handle: kitchen, timezone: Europe/Berlin, followers: 9000, sources: [studio, numbers]}
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One question: what the product found and did, and what arithmetic says.

    Attributes:
        slug: The experiment.
        relative: The product's effect, a ratio minus one.
        own: That of the arithmetic.
        adopted: Whether it was adopted, as proposed.
        truth: The true effect (log ratio).
    """

    slug: str
    relative: float
    own: float
    adopted: bool
    truth: float


@dataclass(frozen=True, slots=True)
class RealYear:
    """A year: its questions, the check at its end, and the level that the adopted changes give."""

    steps: Sequence[Step]
    check: Step
    kept: bool

    @property
    def level(self) -> float:
        """Sum of the true effects of all that was adopted (log)."""
        return sum(step.truth for step in self.steps if step.adopted)


class Team:
    """A team that works through its year by commands alone."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.rng = folder, np.random.default_rng(seed)
        (folder / "experiments").mkdir(parents=True)
        (folder / "workspace.yaml").write_text(WORKSPACE, encoding="utf-8")
        self.level, self.on = 0.0, FIRST

    def does(self, *command: str) -> str:
        """A command that must succeed, and what it prints."""
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
            ended = run([*command, "--workspace", str(self.folder)])
        assert ended == 0, (command, err.getvalue())
        return out.getvalue()

    def combined_test(self, number: int) -> list[Step]:
        """Two ideas on the same 16 posts, each decided as proposed."""
        truth = {f"{variable}-{number}": float(TAU * self.rng.standard_normal()) for variable in VARIABLES}
        for slug, variable in zip(truth, VARIABLES, strict=True):
            self.does(
                *("idea", "add", slug, "--variable", variable, "--variant", f"{variable} way {number}"),
                *("--control", f"{variable} as ever"),
            )
            self.does("new", slug, "--from-idea", slug, "--start", self.on.isoformat())
        self.does("plan", *truth, "--together", "--as", f"test-{number}", "--topics", str(self._topics(16)))
        self.does("lock", *truth, "--together")
        schedule = self._locked(self.folder / "rounds" / f"test-{number}", [*truth])
        arms = {slug: self._signs(schedule[slug], slug) for slug in truth}
        views = self._posted(schedule, sum(truth[slug] * (arms[slug] > 0) for slug in truth), number)
        steps = []
        for slug in truth:
            others = [arms[other] for other in truth if other != slug]
            own = _least_squares(views, arms[slug], [*others, _weekend(schedule)])
            steps.append(self._decided(slug, own, truth[slug], self.on + timedelta(days=15)))
        self.level += sum(step.truth for step in steps if step.adopted)
        self.on += timedelta(days=16 + 12)
        return steps

    def old_against_new(self) -> tuple[Step, bool]:
        """Everything adopted, held against the old way: 14 posts each."""
        self.does("proof", "plan", "check", "--start", self.on.isoformat())
        self.does("plan", "check", "--topics", str(self._topics(28)))
        self.does("lock", "check")
        schedule = self._locked(self.folder / "experiments" / "check", ["check"])
        arms = self._signs(schedule["arm"], "check")
        level, self.level = self.level, 0.0  # both ways go out again
        views = self._posted(schedule, level * (arms > 0), 99)
        days = pd.to_datetime(schedule["date"]).dt.day_of_week.to_numpy()
        own = _least_squares(views, arms, [np.where(days == day, 1.0, 0.0) for day in range(1, 7)])
        step = self._decided("check", own, level, self.on + timedelta(days=27))
        return step, step.adopted

    def _topics(self, posts: int) -> Path:
        path = self.folder / "topics.txt"
        path.write_text("\n".join(f"Dish {number}" for number in range(posts)), encoding="utf-8")
        return path

    def _locked(self, folder: Path, slugs: Sequence[str]) -> pd.DataFrame:
        """The schedule, locked the day before its first post."""
        for slug in slugs:
            path = self.folder / "experiments" / slug / "lock.json"
            plain = json.loads(path.read_text(encoding="utf-8"))
            plain["locks"][-1]["on"] = (self.on - timedelta(days=1)).isoformat()
            path.write_text(json.dumps(plain), encoding="utf-8")
        return pd.read_csv(folder / "schedule.csv", dtype=str)

    def _signs(self, arms: pd.Series, slug: str) -> np.ndarray:
        plan = json.loads(self.does("list", "--json"))
        control = next(one for one in plan["experiments"] if one["slug"] == slug)["arms"][0]
        return np.where(arms == control, -1.0, 1.0)

    def _posted(self, schedule: pd.DataFrame, effect: np.ndarray, number: int) -> np.ndarray:
        """Post, read off a week later, hand in; the logs of the views."""
        noise = SIGMA * self.rng.standard_normal(len(schedule))
        views = np.exp(9 + self.level + effect + WEEKEND * _weekend(schedule) + noise).round()
        at = [
            moment(date.fromisoformat(day), slot) for day, slot in zip(schedule["date"], schedule["slot"], strict=True)
        ]
        posts = pd.DataFrame({"post_id": [str((one << 32) + place) for place, one in enumerate(at)]})
        posts["link"] = [link("kitchen", one) for one in posts["post_id"]]
        posts["account"], posts["caption"], posts["hashtags"], posts["sound"] = "kitchen", "", "food dinner", "Original"
        posts["caption"] = [f"Dish {number}, number {place}" for place in range(len(posts))]
        posts["promoted_on"], posts["views"], posts["duration"] = None, views, 20.0
        for name, share in (("likes", 0.05), ("comments", 0.004), ("shares", 0.003)):
            posts[name] = self.rng.binomial(views.astype(int), share * np.exp(0.2 * self.rng.standard_normal(len(at))))
        posts["average_watch_time"] = np.exp(2 + 0.2 * self.rng.standard_normal(len(at))).round(2)
        for column, second in (("posted_at", 0), ("captured_at", 7 * DAY)):
            posts[column] = [f"{pd.Timestamp(one + second, unit='s').isoformat()}Z" for one in at]
        table = self.folder / f"posts-{number}.csv"
        posts[list(COLUMNS)].to_csv(table, index=False)
        home = next(self.folder.glob(f"*/test-{number}/schedule.csv"), self.folder / "experiments/check/schedule.csv")
        with (home.parent / "posts.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("position", "link"), *zip(schedule["position"], posts["link"], strict=True)])
        self.does("ingest", str(table), *(f"--map={name}={name}" for name in COLUMNS))
        return np.log(views)

    def _decided(self, slug: str, own: float, truth: float, last: date) -> Step:
        """Analysed once the last post is read off, and decided as proposed; no idea takes extra work."""
        analysis = analyze(slug, self.folder)
        (row,) = [one for one in analysis.uplifts if one.role is Role.PRIMARY]
        what = propose(analysis).what
        self.does(
            *("decide", slug, what.value, "--who", "Mara", "--why", "As proposed."),
            *("--when", (last + timedelta(days=8)).isoformat()),
        )
        (decision,) = read_decisions(self.folder / "experiments" / slug)
        assert decision.proposal is what
        assert row.relative is not None
        return Step(slug, row.relative, expm1(own), what is Choice.SHIP, truth)


def _weekend(schedule: pd.DataFrame) -> np.ndarray:
    return (pd.to_datetime(schedule["date"]).dt.day_of_week >= 5).to_numpy(dtype=np.float64)


def _least_squares(logs: np.ndarray, treated: np.ndarray, others: Sequence[np.ndarray]) -> float:
    """The effect of the variant, beside these columns (log ratio)."""
    design = np.column_stack([np.ones(len(logs)), treated / 2, *others])
    return float(np.linalg.lstsq(design, logs, rcond=None)[0][1])


def real_year(folder: Path, seed: int, tests: int = 12) -> RealYear:
    """Combined tests, one after the other, then old against new.

    Args:
        folder: Where the team works; it is made.
        seed: Of the true effects and of the posts.
        tests: How many combined tests.
    """
    team = Team(folder, seed)
    steps = [step for number in range(1, tests + 1) for step in team.combined_test(number)]
    check, kept = team.old_against_new()
    return RealYear(steps, check, kept)


def main() -> None:
    """Work through one year and write what came of it beside the arithmetic."""
    with TemporaryDirectory() as folder:
        year = real_year(Path(folder) / "team", seed=1)
    with (ROOT / "docs" / "real_year.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("experiment", "effect", "by_arithmetic", "decided", "true_effect"))
        for step in (*year.steps, year.check):
            numbers = (f"{one:.6f}" for one in (step.relative, step.own))
            table.writerow((step.slug, *numbers, "adopted" if step.adopted else "not", f"{expm1(step.truth):.4f}"))


if __name__ == "__main__":
    main()
