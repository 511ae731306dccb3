"""What can be measured: the catalogue, and a workspace's own metrics."""

from cliptrial.metrics.bands import Whose, grade, placed
from cliptrial.metrics.catalogue import CATALOGUE, Band, Kind, Metric, Scale
from cliptrial.metrics.resolve import check_metrics, metric_mend, metric_problems, metrics_of

__all__ = [
    "CATALOGUE",
    "Band",
    "Kind",
    "Metric",
    "Scale",
    "Whose",
    "check_metrics",
    "grade",
    "metric_mend",
    "metric_problems",
    "metrics_of",
    "placed",
]
