"""What can be measured: the catalogue, a workspace's own metrics, and who delivers their numbers."""

from cliptrial.metrics.catalogue import CATALOGUE, Band, Kind, Metric, Scale, grade
from cliptrial.metrics.delivery import DELIVERS, missing_columns, sources_of
from cliptrial.metrics.resolve import check_metrics, metric_mend, metric_problems, metrics_of

__all__ = [
    "CATALOGUE",
    "DELIVERS",
    "Band",
    "Kind",
    "Metric",
    "Scale",
    "check_metrics",
    "grade",
    "metric_mend",
    "metric_problems",
    "metrics_of",
    "missing_columns",
    "sources_of",
]
