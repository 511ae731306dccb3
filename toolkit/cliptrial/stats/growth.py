"""Deciding by expectation: what a tested change is likely to bring, and which idea is worth the next posts.

A test of one idea compares n posts an arm; their log metric scatters with SD sigma, and true effects (log ratios)
scatter over ideas with SD tau around mu. The weight of what was seen is n / (n + a) with a = 2 sigma^2 / tau^2; an
idea is adopted where its expected effect exceeds what it costs for ever (Raiffa and Schlaifer, Applied Statistical
Decision Theory, 1961: expected value of sample information).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi, sqrt

from cliptrial.stats.pooled.shrinkage import PRIOR_SD
from cliptrial.stats.special import ndtr


@dataclass(frozen=True, slots=True)
class Ideas:
    """How the true effects of ideas scatter, and the posts that show them.

    Attributes:
        sigma: SD of the log metric between posts.
        tau: SD of true effects over ideas, as log ratios.
        mean: Their mean.
        relation: Correlation over ideas of the effect on the metric tested with that on the one that matters; 1 where
            they are the same.
        goal_tau: SD of true effects on the metric that matters; None where it is the one tested.
    """

    sigma: float
    tau: float = PRIOR_SD
    mean: float = 0.0
    relation: float = 1.0
    goal_tau: float | None = None

    @property
    def noise(self) -> float:
        """The posts an arm at which what is seen weighs as much as what is known beforehand."""
        return 2 * self.sigma**2 / self.tau**2

    def weight(self, posts: float) -> float:
        """Weight of what ``posts`` an arm show, from 0 to 1."""
        return posts / (posts + self.noise)

    def expected(self, difference: float, posts: float) -> float:
        """Expected true effect (log ratio) once ``posts`` an arm differ by ``difference`` in their mean logs."""
        return self.mean + self.weight(posts) * (difference - self.mean)

    def spread(self, posts: float) -> float:
        """SD, before the test, of the expected effect on the metric that matters."""
        tau = self.tau if self.goal_tau is None else self.goal_tau
        return self.relation * tau * sqrt(self.weight(posts))

    def gain(self, posts: float, cost: float = 0.0) -> float:
        """Expected gain a later post (log ratio): test ``posts`` an arm, adopt what exceeds ``cost``."""
        s = self.spread(posts)
        if s == 0:
            return max(0.0, self.mean - cost)
        z = (self.mean - cost) / s
        return s * (exp(-(z**2) / 2) / sqrt(2 * pi) + z * float(ndtr(z)))

    def information(self, posts: float, cost: float = 0.0) -> float:
        """What the test adds to deciding at once: the expected value of sample information a later post."""
        return self.gain(posts, cost) - max(0.0, self.mean - cost)


def worth(ideas: Ideas, posts: int, *, later: int, cost: float = 0.0, once: float = 0.0) -> float:
    """What a test brings for each post that it takes (log ratio): the order of an idea list.

    Args:
        ideas: What is known of such ideas.
        posts: Posts an arm.
        later: Posts that are left to carry the change.
        cost: What the change costs for ever (log ratio a post).
        once: What it costs once, in posts.
    """
    return ideas.information(posts, cost) * later / (2 * posts + once)
