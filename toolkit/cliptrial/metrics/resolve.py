"""From the names in an experiment to metrics: built in, or a workspace's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cliptrial.errors import Problem
from cliptrial.messages import Message, did_you_mean, nothing, says
from cliptrial.metrics.bands import with_own_bands
from cliptrial.metrics.catalogue import CATALOGUE, Kind, Metric, Scale
from cliptrial.registry.checks import metric_paths
from cliptrial.registry.draft import Draft
from cliptrial.registry.languages import LANGUAGES
from cliptrial.registry.model import Unit

if TYPE_CHECKING:
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.workspace import Workspace
    from cliptrial.registry.yaml.file import Document

_SCALES = {
    Kind.RATE: Scale.SHARE,
    Kind.COUNT: Scale.NUMBER,
    Kind.RARE: Scale.NUMBER,
    Kind.MEAN: Scale.RATIO,
    Kind.MONEY: Scale.MONEY,
}


OF_WEEKS = {
    f"{column}_per_post": Metric(f"{column}_per_post", Kind.MEAN, (column,), "posts", Scale.NUMBER, labels)
    for column, labels in {
        "reach": {"en": "Reach per post", "de": "Reichweite je Post"},
        "views": {"en": "Views per post", "de": "Aufrufe je Post"},
    }.items()
}
"""What only whole weeks have: no source tells how many posts a post has."""


def metrics_of(workspace: Workspace, *, weeks: bool = False) -> Mapping[str, Metric]:
    """Every metric a workspace knows, by name; its own, and its own bands, win over built-in ones.

    Args:
        workspace: Whose they are.
        weeks: Those of whole weeks, too.
    """
    own = {
        name: Metric(
            name=name,
            kind=Kind(custom.kind),
            numerator=tuple(custom.numerator),
            denominator=custom.denominator,
            scale=_SCALES[Kind(custom.kind)],
            labels={**dict.fromkeys(LANGUAGES, name), **custom.labels},
            higher_is_better=custom.better == "higher",
        )
        for name, custom in workspace.metrics.items()
    }
    return with_own_bands({**CATALOGUE, **(OF_WEEKS if weeks else {}), **own}, workspace)


def check_metrics(loaded: Loaded, workspace: Workspace) -> list[Problem]:
    """Problems with the metrics that an experiment names."""
    return metric_problems(loaded.document, workspace)


def metric_problems(document: Document, workspace: Workspace) -> list[Problem]:
    """Unknown metrics of an experiment's file, whatever else is wrong with it; the first one lists those known."""
    draft = Draft.of_file(document.mapping)
    known = metrics_of(workspace, weeks=draft.unit == Unit.PERIOD)
    unknown = [(key, name) for key, name in metric_paths(draft) if name not in known]
    return [
        document.problem(
            key,
            "unknown_metric",
            says('"{name}" is not a metric that is known here', name=name),
            says("One of {names}", names=sorted(known)) if number == 0 else nothing,
            metric_mend(name, known),
        )
        for number, (key, name) in enumerate(unknown)
    ]


def metric_mend(name: str, known: Mapping[str, Metric]) -> Message:
    """What to write instead of a metric that is not known."""
    if name in COMPLEMENTS:
        return says("Write {other}: it is what is left of it, and higher is better.", other=COMPLEMENTS[name])
    return did_you_mean(name, known, says("A metric of your own is added under metrics in workspace.yaml."))


COMPLEMENTS = {"skip_rate": "hold_3s", "reels_skip_rate": "hold_3s"}
"""Numbers that some platforms show, and the metric that is one less them: one question has one metric."""
