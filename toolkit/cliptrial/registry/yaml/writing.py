"""Writing ``experiment.yaml``: a commented file for a new experiment, careful edits of an existing one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from cliptrial.errors import RegistryError
from cliptrial.registry.experiments import FILE
from cliptrial.registry.files import read_text, shown_path, write_atomically
from cliptrial.registry.model import WEEKDAYS, Arm, Design, Experiment, Unit
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.file import Document, parse_document
from cliptrial.registry.yaml.text import days, percent, plain_value, yaml_list, yaml_text

HEAD = "# yaml-language-server: $schema=../experiment.schema.json"
_SHARES = {"at_least", "worst_acceptable"}
Line = tuple[str, str]


def write_experiment(folder: Path, experiment: Experiment) -> Path:
    """Write an experiment into its folder, keeping the comments of a file that is there already.

    Only values that differ are touched. Should the result not say exactly what ``experiment`` says,
    the file is written anew with the usual comments.

    Raises:
        RegistryError: The file that is there has mistakes; it is left as it is.
    """
    path = folder / FILE
    text = experiment_text(experiment)
    if path.exists():
        shown = shown_path(folder, FILE)
        before = read_text(path, shown)
        edited = _edited(before, _understood(parse_document(before, shown)), experiment)
        if _says(edited, experiment):
            text = edited
    write_atomically(path, text)
    return path


def experiment_text(experiment: Experiment) -> str:
    """An experiment as a commented file."""
    lines = [(HEAD, ""), *_lines(experiment)]
    width = min(44, max(len(code) for code, comment in lines if comment))
    return "".join(f"{code:<{width}}  # {comment}\n" if comment else f"{code}\n" for code, comment in lines)


def _lines(experiment: Experiment) -> Iterator[Line]:
    yield f"title: {yaml_text(experiment.title)}", ""
    yield f"accounts: {yaml_list(experiment.accounts)}", "several accounts may run one experiment together"
    if experiment.goal is not None:
        yield f"goal: {yaml_text(experiment.goal)}", "one of the goals that workspace.yaml ranks"
    if experiment.link is not None:
        yield f"link: {yaml_text(experiment.link)}", "the page that its posts lead to"
    yield "hypothesis:", ""
    yield f"  statement: {yaml_text(experiment.hypothesis.statement)}", ""
    if experiment.hypothesis.because is not None:
        yield f"  because: {yaml_text(experiment.hypothesis.because)}", ""
    yield f"  expect: {experiment.hypothesis.expect.value}", "increase | decrease | any"
    yield f"  at_least: {percent(experiment.hypothesis.at_least)}", "the smallest effect worth acting on"
    yield "change:", "exactly one variable"
    yield (
        f"  variable: {experiment.change.variable.value}",
        "hook | sound | hashtags | slot | duration | cta | cover | cadence | with_without",
    )
    yield f"  control: {_arm(experiment.change.control)}", ""
    yield "  variants:", ""
    for arm in experiment.change.variants:
        yield f"    - {_arm(arm)}", ""
    yield (f"hold_constant: {yaml_list(experiment.hold_constant)}", "what stays the same; checked on the actual posts")
    yield from _metric_lines(experiment)
    yield from _design_lines(experiment)
    alpha, looks = plain_value(experiment.analysis.alpha), experiment.analysis.looks
    early = ", futility: true" if experiment.analysis.futility else ""
    yield (f"analysis: {{alpha: {alpha}, looks: {looks}{early}}}", "accepted share of false alarms; how often you look")
    if experiment.follow_up_of is not None:
        yield f"follow_up_of: {yaml_text(experiment.follow_up_of)}", "the experiment that this one refines"
    if experiment.idea is not None:
        yield f"idea: {yaml_text(experiment.idea)}", "the idea of ideas.yaml that this one tries out"


def _metric_lines(experiment: Experiment) -> Iterator[Line]:
    metrics = experiment.metrics
    yield "metrics:", ""
    yield f"  primary: {yaml_text(metrics.primary)}", "the one metric that decides"
    yield f"  secondary: {yaml_list(metrics.secondary)}", "told beside it; a few telling numbers beat many"
    if not metrics.guardrails:
        yield "  guardrails: []", "what must not suffer: [{metric: share_rate, worst_acceptable: -10%}]"
        return
    yield "  guardrails:", "what must not suffer"
    for guardrail in metrics.guardrails:
        worst = percent(guardrail.worst_acceptable)
        yield f"    - {{metric: {yaml_text(guardrail.metric)}, worst_acceptable: {worst}}}", ""


def _design_lines(experiment: Experiment) -> Iterator[Line]:
    design = experiment.design
    yield "design:", ""
    yield f"  unit: {design.unit.value}", "post | viewer (a split test run by the platform) | period (whole weeks)"
    if design.unit is Unit.PERIOD:
        yield from _period_lines(design)
        return
    yield f"  posts_per_arm: {design.posts_per_arm}", "posts of each arm"
    if design.start is None:
        yield "  # start: 2026-03-02", "first day"
    else:
        yield f"  start: {design.start.isoformat()}", "first day"
    yield f"  slots: {yaml_list(design.slots)}", "times of day in the account's time zone"
    days_written = yaml_list(design.weekdays) if design.weekdays != WEEKDAYS else ""
    yield (
        f"  {'' if days_written else '# '}weekdays: {days_written or '[mon, wed, fri]'}",
        "days you post; else every day",
    )
    yield f"  posts_per_day: {design.posts_per_day}", ""
    if design.pauses:
        yield f"  pauses: {yaml_list(design.pauses)}", "no posts of this experiment then"
    if design.holidays == "post":
        yield "  holidays: post", "posts on public holidays, too"
    yield f"  twins: {plain_value(design.twins)}", "true: every topic is filmed once per arm, order drawn"
    yield f"  seed: {design.seed}", "makes the draw repeatable"
    yield f"  measure_at: {days(design.measure_at)}", "age at which posts are compared"
    if design.round is not None:
        yield f"  round: {yaml_text(design.round)}", "the combined test in which its posts are planned"


def _period_lines(design: Design) -> Iterator[Line]:
    yield f"  periods_per_arm: {design.periods_per_arm}", "weeks or fortnights of each, on each account"
    yield f"  period_weeks: {design.period_weeks}", "1 or 2"
    yield f"  washout_days: {design.washout_days}", "first days after each change that do not count"
    yield f"  {'# ' * (design.start is None)}start: {design.start or '2026-03-02'}", "first day"
    if design.regions:
        yield f"  regions: {yaml_list(design.regions)}", "each with weeks of its own"
    yield f"  seed: {design.seed}", "makes the draw repeatable"


def _arm(arm: Arm) -> str:
    value = yaml_text(arm.value) if isinstance(arm.value, str) else yaml_list(arm.value)
    until = f", good_until: {arm.good_until.isoformat()}" if arm.good_until else ""
    return f"{{id: {yaml_text(arm.id)}, value: {value}{until}}}"


def _understood(document: Document) -> Experiment:
    experiment, misfits = convert(Experiment, document, document.problems)
    if experiment is None or document.problems:
        raise RegistryError([*document.problems, *misfits])
    return experiment


def _says(text: str, experiment: Experiment) -> bool:
    try:
        return _understood(parse_document(text, FILE)) == experiment
    except RegistryError:
        return False


def edited(text: str, change: Callable[[CommentedMap], None]) -> str:
    """A file's text after a change of its tree; comments, quotes and order of what is not changed stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    tree = yaml.load(text)
    change(tree)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _edited(text: str, before: Experiment, after: Experiment) -> str:
    return edited(text, lambda tree: _merge(tree, before.model_dump(), after.model_dump()))


def _merge(tree: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for key, new in after.items():
        old: Any = before.get(key)
        if new == old:
            continue
        if new is None:
            tree.pop(key, None)
        elif isinstance(new, dict) and isinstance(old, dict):
            if tree.get(key) is None:
                tree[key] = CommentedMap()
            _merge(tree[key], old, new)
        elif _alike(new, old) and len(tree.get(key) or ()) == len(new):
            for i, item in enumerate(new):
                _merge(tree[key][i], old[i], item)
        else:
            tree[key] = _value(key, new)


def _alike(new: object, old: object) -> bool:
    """Whether both are lists of as many mappings, so that each can be edited in place."""
    if not (isinstance(new, tuple) and isinstance(old, tuple) and len(new) == len(old)):
        return False
    return all(isinstance(item, dict) for item in (*new, *old))


def _value(key: str, value: Any) -> Any:
    """A new value as it is dumped: shares as percentages, texts quoted where they need it."""
    if isinstance(value, dict):
        inner: Any = CommentedMap({name: _value(name, item) for name, item in value.items() if item is not None})
        inner.fa.set_flow_style()
        return inner
    if isinstance(value, tuple):
        listed: Any = CommentedSeq([_value(key, item) for item in value])
        if not any(isinstance(item, dict) for item in value):
            listed.fa.set_flow_style()
        return listed
    if key in _SHARES:
        return percent(value)
    if key == "measure_at":
        return days(value)
    if isinstance(value, str):
        return DoubleQuotedScalarString(value) if yaml_text(value) != value else str(value)
    return value if isinstance(value, bool | int | float | date) else str(value)
