"""Every finding as an English sentence, in a module for each of :mod:`cliptrial.analysis.findings`."""

from cliptrial.wording.english.findings import (
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
from cliptrial.wording.sentences import joined

FINDINGS = joined(
    one.FINDINGS
    for one in (
        planned,
        periods,
        followed,
        weekdays,
        by_platform,
        one_variable,
        measured,
        robust,
        refused,
        improbable,
    )
)
