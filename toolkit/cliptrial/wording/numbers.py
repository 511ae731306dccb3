"""What the numbers of a page are called: metrics of posts, numbers of a period, and those that a team types itself."""

from __future__ import annotations

from cliptrial.metrics import metrics_of
from cliptrial.metrics.period_numbers import PERIOD_NUMBERS, TYPED
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import wording_for
from cliptrial.wording.messages import in_language
from cliptrial.wording.names import human, label_of


def number_label(name: str, workspace: Workspace, lang: str) -> str:
    """The name of a number as a reader sees it, whatever kind it is."""
    metric = metrics_of(workspace).get(name)
    if metric is not None:
        return label_of(metric, lang, wording_for(lang).terms)
    known = (PERIOD_NUMBERS | TYPED).get(name)
    return human(name) if known is None else in_language(known.label, lang)
