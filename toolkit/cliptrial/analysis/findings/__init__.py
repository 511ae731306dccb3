"""Every finding there is: one frozen record each, in a module for each question that it answers.

A new one is a class here, a check that makes it, and a sentence in each language of :mod:`cliptrial.wording`.
"""

from cliptrial.analysis.findings import (
    by_platform,
    followed,
    improbable,
    measured,
    one_variable,
    periods,
    planned,
    refused,
    robust,
    weekdays,
)
from cliptrial.analysis.findings.record import RECORDS, Finding, Level, Value, codes, gravest_first

__all__ = [
    "RECORDS",
    "Finding",
    "Level",
    "Value",
    "by_platform",
    "codes",
    "followed",
    "gravest_first",
    "improbable",
    "measured",
    "one_variable",
    "periods",
    "planned",
    "refused",
    "robust",
    "weekdays",
]
