"""Pure numbers: arrays in, frozen results out. No posts, no files, no plots, no sentences."""

from importlib import import_module
from typing import TYPE_CHECKING

from cliptrial.stats.families import benjamini_hochberg, family_adjusted, holm
from cliptrial.stats.inversion import Inversion
from cliptrial.stats.permutation import PermutationTest, assignments, sign_flip_test, two_sample_test
from cliptrial.stats.pooled.prior import Prior, learned_prior
from cliptrial.stats.pooled.random_effects import Pooled, paule_mandel, pool
from cliptrial.stats.pooled.shrinkage import Shrunken, shrink
from cliptrial.stats.ratio.log_ratio import LogFit, log_ratio_test
from cliptrial.stats.ratio.log_ratio_hc2 import hc2_standard_error, log_ratio_hc2_test
from cliptrial.stats.ratio.rate_ratio import RateFit, overdispersion, rate_ratio_test
from cliptrial.stats.ratio.rate_studentised import rate_ratio_studentised_test
from cliptrial.stats.sample_ratio import sample_ratio_test
from cliptrial.stats.split_test import SplitTest, split_test
from cliptrial.stats.weekdays import effective_share, independence, indicators, total_variation

if TYPE_CHECKING:
    from cliptrial.stats.equivalence import Equivalence, non_inferiority, tost
    from cliptrial.stats.pooled.partial import PartialPooling, partial_pooling
    from cliptrial.stats.ratio.no_events import empty_arm_test
    from cliptrial.stats.ratio.value_exchange import exchange_p_values
    from cliptrial.stats.sequential import crossing_probability, nominal_limits

_LATE = {
    "Equivalence": "equivalence",
    "PartialPooling": "pooled.partial",
    "crossing_probability": "sequential",
    "empty_arm_test": "ratio.no_events",
    "exchange_p_values": "ratio.value_exchange",
    "nominal_limits": "sequential",
    "non_inferiority": "equivalence",
    "partial_pooling": "pooled.partial",
    "tost": "equivalence",
}
"""What brings scipy's distributions and optimisers along, and where it lives."""
__all__ = [
    "Equivalence",
    "Inversion",
    "LogFit",
    "PartialPooling",
    "PermutationTest",
    "Pooled",
    "Prior",
    "RateFit",
    "Shrunken",
    "SplitTest",
    "assignments",
    "benjamini_hochberg",
    "crossing_probability",
    "effective_share",
    "empty_arm_test",
    "exchange_p_values",
    "family_adjusted",
    "hc2_standard_error",
    "holm",
    "independence",
    "indicators",
    "learned_prior",
    "log_ratio_hc2_test",
    "log_ratio_test",
    "nominal_limits",
    "non_inferiority",
    "overdispersion",
    "partial_pooling",
    "paule_mandel",
    "pool",
    "rate_ratio_studentised_test",
    "rate_ratio_test",
    "sample_ratio_test",
    "shrink",
    "sign_flip_test",
    "split_test",
    "tost",
    "total_variation",
    "two_sample_test",
]


def __getattr__(name: str) -> object:
    """Load what needs much only when it is asked for."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"cliptrial.stats.{_LATE[name]}"), name)
