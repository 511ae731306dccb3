"""From the names in an experiment to metrics: built in, or a workspace's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from cliptrial.errors import Problem
from cliptrial.metrics.catalogue import CATALOGUE, Kind, Metric, Scale

if TYPE_CHECKING:
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.model import Experiment
    from cliptrial.registry.workspace import Workspace

_SCALES = {Kind.RATE: Scale.SHARE, Kind.COUNT: Scale.NUMBER, Kind.RARE: Scale.NUMBER, Kind.MEAN: Scale.RATIO}


def metrics_of(workspace: Workspace) -> Mapping[str, Metric]:
    """Every metric a workspace knows, by name; its own win over built-in ones of the same name."""
    own = {
        name: Metric(
            name=name,
            kind=Kind(custom.kind),
            numerator=tuple(custom.numerator),
            denominator=custom.denominator,
            scale=_SCALES.get(Kind(custom.kind), Scale.NUMBER),
            labels={"en": name, "de": name, **custom.labels},
            higher_is_better=custom.better == "higher",
        )
        for name, custom in workspace.metrics.items()
    }
    return {**CATALOGUE, **own}


def named_metrics(experiment: Experiment) -> Iterator[tuple[str, str]]:
    """(dotted key, metric name) of every metric that an experiment names."""
    yield "metrics.primary", experiment.metrics.primary
    for number, name in enumerate(experiment.metrics.secondary):
        yield f"metrics.secondary[{number}]", name
    for number, guardrail in enumerate(experiment.metrics.guardrails):
        yield f"metrics.guardrails[{number}].metric", guardrail.metric


def check_metrics(loaded: Loaded, workspace: Workspace) -> list[Problem]:
    """Problems with the metrics that an experiment names: unknown, or named twice."""
    known = metrics_of(workspace)
    problems, seen = [], set[str]()
    for key, name in named_metrics(loaded.experiment):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            problems.append(
                loaded.problem(
                    key,
                    code="unknown_metric",
                    what=f'"{name}" is not a metric that is known here',
                    expected="one of " + ", ".join(sorted(known)),
                    mend=f'Did you mean "{near[0]}"?'
                    if near
                    else "A metric of your own is added under metrics in workspace.yaml.",
                )
            )
        elif name in seen:
            problems.append(
                loaded.problem(
                    key,
                    code="metric_twice",
                    what=f'"{name}" is named twice',
                    expected="each metric in one role",
                    mend="Keep it where it matters most: primary, secondary or guardrail.",
                )
            )
        seen.add(name)
    return problems
