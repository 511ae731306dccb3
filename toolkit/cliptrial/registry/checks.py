"""What must hold between the parts of an experiment, checked on the text values.

These run whether or not every single value fits, so that one mistake never hides another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from cliptrial.errors import Problem
from cliptrial.messages import Message, nothing, says
from cliptrial.registry.model import Variable
from cliptrial.registry.yaml.convert import value_at
from cliptrial.registry.yaml.file import Document

ONE_THING = "An experiment changes exactly one thing"
SPLIT = says("Split it into two experiments, one for each.")
_SECOND = re.compile(r"(variables|(second_?|other_?|also_?)?variable_?\d*|(changes?|second_change)_?\d*)$")
_SLOT = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def cross_checks(document: Document, accounts: Sequence[str]) -> list[Problem]:
    """Everything wrong between the parts; ``accounts`` are those of the workspace."""
    return [
        *_one_variable(document),
        *_accounts(document, accounts),
        *_arms(document),
        *_held(document),
        *_metrics(document),
        *bare_shares(document),
        *_repeated(document, "design.slots", says("slot")),
        *_repeated(document, "design.weekdays", says("day")),
    ]


def _texts(value: Any) -> list[str]:
    """The items of a list, empty where one is no text; nothing where no list is written."""
    return [item if isinstance(item, str) else "" for item in value] if isinstance(value, list) else []


def _one_variable(document: Document) -> Iterator[Problem]:
    expected = says("One variable: a single mapping under `change`")
    change = document.plain.get("change")
    if isinstance(change, list):
        yield document.problem(
            "change", "two_variables", says("{one_thing}; here stands a list", one_thing=ONE_THING), expected, SPLIT
        )
    keys = [f"change.{k}" for k in change if k != "variable"] if isinstance(change, dict) else []
    for dotted in [*keys, *(k for k in document.plain if k != "change")]:
        if _SECOND.fullmatch(dotted.removeprefix("change.")):
            what = says('{one_thing}; "{dotted}" would be a second one', one_thing=ONE_THING, dotted=dotted)
            yield document.key_problem(dotted, "two_variables", what, expected, SPLIT)
    variable = value_at(document.plain, "change.variable")
    if isinstance(variable, list) or (isinstance(variable, str) and len(_named(variable)) > 1):
        told = ", ".join(_texts(variable)) if isinstance(variable, list) else variable
        mend = SPLIT if not isinstance(variable, list) or len(variable) > 1 else says("Write it without brackets.")
        yield document.problem(
            "change.variable",
            "two_variables",
            says("{one_thing}; here stand: {told}", one_thing=ONE_THING, told=told),
            expected,
            mend,
        )


def _named(text: str) -> list[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return [variable for variable in Variable if variable.value in words]


def _accounts(document: Document, accounts: Sequence[str]) -> Iterator[Problem]:
    yield from _repeated(document, "accounts", says("account"))
    for i, name in enumerate(_texts(document.plain.get("accounts"))):
        if name and name not in accounts:
            near = get_close_matches(name, accounts, 1, 0.5)
            mend = (
                says('Did you mean "{near}"?', near=near[0])
                if near
                else says("Add it to workspace.yaml, under accounts.")
            )
            expected = says("One of {names}", names=list(accounts)) if accounts else nothing
            what = says('The workspace has no account "{name}"', name=name)
            yield document.problem(f"accounts.{i}", "unknown_account", what, expected, mend)


def _repeated(document: Document, dotted: str, kind: Message) -> Iterator[Problem]:
    """Items that a list names more than once."""
    seen: set[str] = set()
    value = value_at(document.plain, dotted)
    for i, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, str) and item in seen:
            told = says('The {kind} "{item}" is named twice', kind=kind, item=item)
            yield document.problem(f"{dotted}.{i}", "repeated", told, says("Each once"), says("Remove one."))
        if isinstance(item, str):
            seen.add(item)


def _arm_paths(document: Document) -> list[str]:
    variants = value_at(document.plain, "change.variants")
    count = len(variants) if isinstance(variants, list) else 0
    return ["change.control", *(f"change.variants.{i}" for i in range(count))]


def _arms(document: Document) -> Iterator[Problem]:
    paths = _arm_paths(document)
    yield from _same(document, [f"{path}.id" for path in paths], says("id"))
    values = [f"{path}.value" for path in paths]
    yield from _same(document, values, says("value"))
    variable = value_at(document.plain, "change.variable")
    for path in values:
        value = value_at(document.plain, path)
        if variable == Variable.HASHTAGS:
            yield from _hashtags(document, path, value)
        elif isinstance(value, list):
            mend = says("Put it in quotes, or set `variable: hashtags`.")
            yield document.problem(
                path,
                "value",
                says("The value of a {variable} is a list", variable=variable or says("text")),
                says("A text"),
                mend,
            )
        elif variable == Variable.SLOT and isinstance(value, str) and not _SLOT.fullmatch(value):
            expected = says("A time from 00:00 to 23:59 with two digits each, e.g. 18:00")
            mend = says("Write 0{value}.", value=value) if _SLOT.fullmatch(f"0{value}") else says("Write HH:MM.")
            yield document.problem(path, "slot", says('"{value}" is not a time of day', value=value), expected, mend)
        elif value == "" or (isinstance(value, str) and not value.strip()):
            yield document.problem(
                path, "empty", says("The arm has no value"), says("What is done in this arm"), says("Write it down.")
            )


def _same(document: Document, paths: Sequence[str], what: Message) -> Iterator[Problem]:
    """Arms that cannot be told apart."""
    seen: dict[object, str] = {}
    for path in paths:
        value = _normal(value_at(document.plain, path))
        if value is None:
            continue
        if value in seen:
            other = value_at(document.plain, f"{seen[value].rpartition('.')[0]}.id")
            line = document.where(seen[value])[0]
            told = says(
                'Two arms have the same {what}: this one and "{other}" in line {line}',
                what=what,
                other=other,
                line=line,
            )
            mend = (
                says("Give each arm its own.")
                if what == "id"
                else says("Arms must differ; remove one or change its value.")
            )
            yield document.problem(
                path, "overlapping_arms", told, says("A different {what} for each arm", what=what), mend
            )
        seen.setdefault(value, path)


def _normal(value: Any) -> object:
    """What makes two values the same: case and spaces do not count, nor the order of hashtags."""
    if isinstance(value, list):
        return frozenset(text.lstrip("#").casefold() for text in _texts(value) if text)
    return " ".join(value.casefold().split()) if isinstance(value, str) and value.strip() else None


def _hashtags(document: Document, path: str, value: Any) -> Iterator[Problem]:
    if isinstance(value, str):
        tags = re.split(r"[\s,]+", value.replace("#", " ").strip())
        told = says('A hashtag set is a list; here stands the text "{value}"', value=value)
        yield document.problem(
            path, "hashtags", told, says("A list, e.g. [food, recipe]"), says("Write [{tags}].", tags=list(tags))
        )
    for tag, count in Counter(text.casefold() for text in _texts(value) if text).items():
        if count > 1:
            yield document.problem(
                path,
                "repeated",
                says('The hashtag "{tag}" is named twice', tag=tag),
                says("Each once"),
                says("Remove one."),
            )
    for i, tag in enumerate(value if isinstance(value, list) else []):
        if not isinstance(tag, str) or re.fullmatch(r"[^\s#,]+", tag):
            continue
        bare = ", ".join(re.findall(r"[^\s#,]+", tag))
        told = (
            says('"{tag}" is not one hashtag', tag=tag)
            if re.search(r"[\s,]", tag)
            else says('"{tag}" is written with #', tag=tag)
        )
        yield document.problem(
            f"{path}.{i}", "hashtags", told, says("A hashtag without #"), says("Write {value}.", value=bare)
        )


def _held(document: Document) -> Iterator[Problem]:
    variable = value_at(document.plain, "change.variable")
    yield from _repeated(document, "hold_constant", says("word"))
    for i, held in enumerate(_texts(document.plain.get("hold_constant"))):
        if held == variable:
            told = says('"{held}" is what the experiment changes, so it cannot be held constant', held=held)
            mend = says("Remove {held} from hold_constant.", held=held)
            yield document.problem(
                f"hold_constant.{i}", "variable_is_held", told, says("Anything but the variable"), mend
            )


def metric_paths(plain: Any) -> list[tuple[str, str]]:
    """Every metric that an experiment names: dotted path and name, the primary first."""
    found: list[tuple[str, Any]] = [("metrics.primary", value_at(plain, "metrics.primary"))]
    for key, inner in (("secondary", ""), ("guardrails", ".metric")):
        listed = value_at(plain, f"metrics.{key}")
        for i in range(len(listed) if isinstance(listed, list) else 0):
            path = f"metrics.{key}.{i}{inner}"
            found.append((path, value_at(plain, path)))
    return [(path, name) for path, name in found if isinstance(name, str)]


def _metrics(document: Document) -> Iterator[Problem]:
    """A metric may be a guardrail and told beside the result, but each role names it once."""
    seen: set[tuple[bool, str]] = set()
    for path, name in metric_paths(document.plain):
        key = ("guardrails" in path, name)
        if key in seen:
            told = says('The metric "{name}" is named twice', name=name)
            yield document.problem(path, "repeated", told, says("Each metric once"), says("Remove one."))
        seen.add(key)


def bare_shares(document: Document) -> Iterator[Problem]:
    """``at_least: 10`` would mean +1000 %, which nobody means; whoever does writes ``1000%``."""
    path = "hypothesis.at_least"
    value = value_at(document.plain, path)
    text = f"{value:g}" if isinstance(value, int | float) else str(value).strip()
    if re.fullmatch(r"\+?\d+([.,]\d+)?", text) and (share := float(text.replace(",", "."))) > 1:
        told = says('"at_least" is {text}, which would mean +{share:.0f}%', text=text, share=share * 100)
        yield document.problem(
            path, "share", told, says("A share such as 10% or 0.1"), says("Write {text}%.", text=text.lstrip("+"))
        )
