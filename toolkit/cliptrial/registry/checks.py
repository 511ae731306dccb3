"""What must hold between the parts of an experiment, checked on its draft.

These run whether or not every single value fits, so that one mistake never hides another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cliptrial.errors import Problem
from cliptrial.messages import Message, did_you_mean, nothing, says
from cliptrial.registry.alike import alike
from cliptrial.registry.draft import Draft
from cliptrial.registry.model import CHANGE, OF_PERIODS, TESTED, Unit, Variable
from cliptrial.registry.plan.pauses import day_off_problems
from cliptrial.registry.yaml.convert import value_at
from cliptrial.registry.yaml.file import Document

ONE_THING = "An experiment changes exactly one thing"
SPLIT = says("Split it into two experiments, one for each.")
_SECOND = re.compile(r"(variables|(second_?|other_?|also_?)?variable_?\d*|(changes?|second_change)_?\d*)$")
_SLOT = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
YES = ("true", "yes", "on", "y", "t", "1")
"""What is read as true."""
FEWEST_TO_END_EARLY = 6
"""Posts an arm: three blocks of two each. Two of them tell roughly how much posts scatter; one tells nothing."""
Texts = Sequence[str | None]


def cross_checks(document: Document, accounts: Mapping[str, str | None]) -> list[Problem]:
    """Everything wrong between the parts; ``accounts`` are those of the workspace, each with its client."""
    draft = Draft.of_file(document.mapping)
    return [
        *_one_variable(document),
        *_accounts(document, draft.accounts or (), accounts),
        *_arms(document, draft),
        *_held(document, draft),
        *_metrics(document, draft),
        *_bare_share(document, draft.at_least),
        *_early_end(document, draft),
        *_periods(document, draft),
        *_repeated(document, "design.slots", draft.slots or (), says("slot")),
        *_repeated(document, "design.weekdays", draft.weekdays or (), says("day")),
        *day_off_problems(document, {"design": {"pauses": value_at(document.plain, "design.pauses")}}),
    ]


def _early_end(document: Document, draft: Draft) -> Iterator[Problem]:
    """A test that can be ended early needs blocks of posts to end after."""
    if str(draft.futility).strip().lower() not in YES:
        return
    if draft.unit == Unit.VIEWER:
        what = says("A split test that the platform runs cannot be ended after half of its posts: it has none")
        mend = says("Write `futility: false`, or take the line away.")
        yield document.problem("analysis.futility", "early_end_viewers", what, nothing, mend)
    posts = str(draft.posts_per_arm or "")
    if posts.isdigit() and int(posts) < FEWEST_TO_END_EARLY:
        what = says("{posts} posts of each arm are too few for a test that can be ended early", posts=int(posts))
        expected = says("At least {fewest}: three blocks, of which two are seen first", fewest=FEWEST_TO_END_EARLY)
        mend = says("Plan more posts, or write `futility: false`.")
        yield document.problem("analysis.futility", "early_end_few", what, expected, mend)


def _periods(document: Document, draft: Draft) -> Iterator[Problem]:
    """Cadence, and with and without, are what a stretch of time has, and a stretch of time can change nothing else."""
    cadence, period = draft.variable in OF_PERIODS, draft.unit == Unit.PERIOD
    yield from _repeated(document, "design.regions", draft.regions or (), says("region"))
    if draft.regions and draft.variable != Variable.WITHOUT:
        what = says("A post goes out everywhere: only what can run in one region and not in another has regions")
        mend = says("Take the line away.")
        yield document.problem("design.regions", "regions", what, says("`variable: with_without`"), mend)
    for region in draft.regions or ():
        if region is not None and region[:2] != region and region[:2] in (draft.regions or ()):
            what = says(
                "{region} lies within {country}, so that its orders would count twice",
                region=region,
                country=region[:2],
            )
            yield document.problem("design.regions", "regions", what, nothing, says("Leave one of them out."))
    if cadence and not period:
        what = says('"{variable}" is what whole weeks have, and no post', variable=str(draft.variable))
        mend = says("Write `unit: period` under design.")
        yield document.problem("change.variable", "cadence_unit", what, says("whole weeks as units"), mend)
    if period and not cadence:
        what = says("Only how often an account posts, or what runs in some weeks, is compared by whole weeks")
        expected = says("`variable: cadence` or `variable: with_without`")
        yield document.problem("design.unit", "cadence_unit", what, expected, says("Write `unit: post`."))
    if cadence and len(draft.variants or ()) > 1:
        what = says(
            "{variants} variants would share the weeks, and each would have too few", variants=len(draft.variants or ())
        )
        mend = says("Keep one, and try the other one afterwards.")
        yield document.problem("change.variants", "cadence_variants", what, says("One variant"), mend)


def _one_variable(document: Document) -> Iterator[Problem]:
    """Looked for among the keys as they are written: a draft has no place for a second variable."""
    expected = says("One variable: a single mapping under `change`")
    change = document.mapping.get("change")
    if isinstance(change, list):
        yield document.problem(
            "change", "two_variables", says("{one_thing}; here stands a list", one_thing=ONE_THING), expected, SPLIT
        )
    keys = [f"change.{k}" for k in change if k != "variable"] if isinstance(change, dict) else []
    for dotted in [*keys, *(k for k in document.mapping if k != "change")]:
        if _SECOND.fullmatch(dotted.removeprefix("change.")):
            what = says('{one_thing}; "{dotted}" would be a second one', one_thing=ONE_THING, dotted=dotted)
            yield document.key_problem(dotted, "two_variables", what, expected, SPLIT)
    variable = value_at(document.plain, "change.variable")
    if isinstance(variable, list) or (isinstance(variable, str) and len(_named(variable)) > 1):
        listed = variable if isinstance(variable, list) else [variable]
        several = ", ".join(word if isinstance(word, str) else "" for word in listed)
        mend = SPLIT if not isinstance(variable, list) or len(variable) > 1 else says("Write it without brackets.")
        what = says("{one_thing}; here stand: {told}", one_thing=ONE_THING, told=several)
        yield document.problem("change.variable", "two_variables", what, expected, mend)


def _named(text: str) -> list[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return [variable for variable in TESTED if variable.value in words]


def _accounts(document: Document, named: Texts, accounts: Mapping[str, str | None]) -> Iterator[Problem]:
    yield from _repeated(document, "accounts", named, says("account"))
    yield from _two_clients(document, {name: accounts[name] for name in named if name and name in accounts})
    for i, name in enumerate(named):
        if name and name not in accounts:
            mend = did_you_mean(name, accounts, says("Add it to workspace.yaml, under accounts."))
            expected = says("One of {names}", names=list(accounts)) if accounts else nothing
            what = says('The workspace has no account "{name}"', name=name)
            yield document.problem(f"accounts.{i}", "unknown_account", what, expected, mend)


def _two_clients(document: Document, named: Mapping[str, str | None]) -> Iterator[Problem]:
    clients = list(dict.fromkeys(named.values()))
    if len(clients) > 1:
        of = [client for client in clients if client] + ([says("no client")] if None in clients else [])
        what = says("The accounts belong to {clients}; an experiment is of one client", clients=of)
        expected = says("Accounts of one client")
        yield document.problem(
            "accounts", "two_clients", what, expected, says("Write down an experiment for each client.")
        )


def _repeated(document: Document, dotted: str, items: Texts, kind: Message) -> Iterator[Problem]:
    """Items that a list names more than once."""
    for i, item in enumerate(items):
        if item is not None and item in items[:i]:
            what = says('The {kind} "{item}" is named twice', kind=kind, item=item)
            yield document.problem(f"{dotted}.{i}", "repeated", what, says("Each once"), says("Remove one."))


def _arms(document: Document, draft: Draft) -> Iterator[Problem]:
    arms = dict(zip(_arm_paths(draft), draft.arms, strict=True))
    ids = {path: arm.id for path, arm in arms.items()}
    yield from _same(document, ids, ids, "id")
    yield from _same(document, {path: arm.value for path, arm in arms.items()}, ids, "value")
    for path, arm in arms.items():
        yield from _arm_value(document, f"{path}.value", draft.variable, arm.value)
        if arm.good_until is not None and draft.variable in (set(Variable) - {Variable.SOUND}):
            what = says(
                '"good_until" is for sounds, and this experiment changes the {variable}', variable=draft.variable
            )
            expected, mend = says("A day in the arms of a test of sounds"), says("Remove it.")
            yield document.problem(f"{path}.good_until", "good_until", what, expected, mend)


def _arm_paths(draft: Draft) -> list[str]:
    return ["change.control", *(f"change.variants.{i}" for i in range(len(draft.variants or ())))]


def _arm_value(document: Document, path: str, variable: object, value: str | Texts | None) -> Iterator[Problem]:
    """What a value must be like, by what the experiment changes."""
    if variable == Variable.HASHTAGS:
        yield from _hashtags(document, path, value)
    elif variable == Variable.BUNDLE and path != "change.control.value":
        yield from _changes(document, path, value)
    elif value is not None and not isinstance(value, str):
        what = says("The value of a {variable} is a list", variable=variable or says("text"))
        mend = says("Put it in quotes, or set `variable: hashtags`.")
        yield document.problem(path, "value", what, says("A text"), mend)
    elif value is not None and variable == Variable.SLOT and not _SLOT.fullmatch(value):
        expected = says("A time from 00:00 to 23:59 with two digits each, e.g. 18:00")
        mend = says("Write 0{value}.", value=value) if _SLOT.fullmatch(f"0{value}") else says("Write HH:MM.")
        yield document.problem(path, "slot", says('"{value}" is not a time of day', value=value), expected, mend)
    elif value is not None and not value.strip():
        expected = says("What is done in this arm")
        yield document.problem(path, "empty", says("The arm has no value"), expected, says("Write it down."))


def _changes(document: Document, path: str, value: str | Texts | None) -> Iterator[Problem]:
    """The new way is one arm, and a list of what was adopted."""
    listed = [] if value is None or isinstance(value, str) else [*value]
    expected = says("A list of adopted changes, e.g. [question-hook@2026-03-02]")
    mend = says("`cliptrial proof plan` writes it from the decisions.")
    wrong = [one for one in listed if one is None or not CHANGE.fullmatch(one)]
    if not listed:
        yield document.problem(path, "bundle", says("The new way lists no changes"), expected, mend)
    for one in wrong:
        what = says('"{change}" is not an experiment and a day', change=one or "")
        yield document.problem(path, "bundle", what, expected, mend)
    if path != "change.variants.0.value":
        what = says("Old against new has one new way; this would be a second one")
        yield document.problem(path, "bundle", what, says("One variant"), says("Remove one."))


def _same(
    document: Document, values: Mapping[str, str | Texts | None], ids: Mapping[str, str | None], part: str
) -> Iterator[Problem]:
    """Arms that cannot be told apart; ``values`` and ``ids`` by the arm's path."""
    seen: dict[object, str] = {}
    for path, value in values.items():
        plain = _plainly(value)
        if plain is None:
            continue
        if plain in seen:
            first, name = seen[plain], says("id") if part == "id" else says("value")
            what = _alike(document, f"{first}.{part}", name, ids[first])
            expected = says("A different {what} for each arm", what=name)
            mend = (
                says("Give each arm its own.")
                if part == "id"
                else says("Arms must differ; remove one or change its value.")
            )
            yield document.problem(f"{path}.{part}", "overlapping_arms", what, expected, mend)
        seen.setdefault(plain, path)


def _alike(document: Document, dotted: str, what: Message, other: str | None) -> Message:
    """Where the other arm says the same: its line, or its key where nothing is written yet."""
    if not document.places:
        return says(
            'Two arms have the same {what}: this one and "{other}" in {key}', what=what, other=other, key=dotted
        )
    line = document.where(dotted)[0]
    return says(
        'Two arms have the same {what}: this one and "{other}" in line {line}', what=what, other=other, line=line
    )


def _plainly(value: str | Texts | None) -> object:
    """What makes two values the same: case and spaces do not count, nor the order of hashtags."""
    if isinstance(value, str):
        return " ".join(alike(value).split()) or None
    return value if value is None else frozenset(alike(text.lstrip("#")) for text in value if text)


def _hashtags(document: Document, path: str, value: str | Texts | None) -> Iterator[Problem]:
    if isinstance(value, str):
        tags = re.split(r"[\s,]+", value.replace("#", " ").strip())
        what = says('A hashtag set is a list; here stands the text "{value}"', value=value)
        mend = says("Write [{tags}].", tags=list(tags))
        yield document.problem(path, "hashtags", what, says("A list, e.g. [food, recipe]"), mend)
        return
    for tag, count in Counter(alike(text) for text in value or () if text).items():
        if count > 1:
            what = says('The hashtag "{tag}" is named twice', tag=tag)
            yield document.problem(path, "repeated", what, says("Each once"), says("Remove one."))
    for i, text in enumerate(value or ()):
        if text is None or re.fullmatch(r"[^\s#,]+", text):
            continue
        several = re.search(r"[\s,]", text)
        what = says('"{tag}" is not one hashtag', tag=text) if several else says('"{tag}" is written with #', tag=text)
        mend = says("Write {value}.", value=", ".join(re.findall(r"[^\s#,]+", text)))
        yield document.problem(f"{path}.{i}", "hashtags", what, says("A hashtag without #"), mend)


def _held(document: Document, draft: Draft) -> Iterator[Problem]:
    held = draft.hold_constant or ()
    yield from _repeated(document, "hold_constant", held, says("word"))
    for i, word in enumerate(held):
        if word is not None and word == draft.variable:
            what = says('"{held}" is what the experiment changes, so it cannot be held constant', held=word)
            expected, mend = says("Anything but the variable"), says("Remove {held} from hold_constant.", held=word)
            yield document.problem(f"hold_constant.{i}", "variable_is_held", what, expected, mend)


def metric_paths(draft: Draft) -> list[tuple[str, str]]:
    """Every metric that an experiment names: dotted path and name, the primary first."""
    secondary, guardrails = draft.secondary or (), draft.guardrails or ()
    named: list[tuple[str, object]] = [("metrics.primary", draft.primary)]
    named += [(f"metrics.secondary.{i}", name) for i, name in enumerate(secondary)]
    named += [(f"metrics.guardrails.{i}.metric", guardrail.metric) for i, guardrail in enumerate(guardrails)]
    return [(path, name) for path, name in named if isinstance(name, str)]


def _metrics(document: Document, draft: Draft) -> Iterator[Problem]:
    """A metric may be a guardrail and told beside the result, but each role names it once."""
    seen: set[tuple[bool, str]] = set()
    for path, name in metric_paths(draft):
        key = ("guardrails" in path, name)
        if key in seen:
            what = says('The metric "{name}" is named twice', name=name)
            yield document.problem(path, "repeated", what, says("Each metric once"), says("Remove one."))
        seen.add(key)


def _bare_share(document: Document, at_least: object) -> Iterator[Problem]:
    """``at_least: 10`` would mean +1000 %, which nobody means; whoever does writes ``1000%``."""
    text = f"{at_least:g}" if isinstance(at_least, int | float) else str(at_least).strip()
    if re.fullmatch(r"\+?\d+([.,]\d+)?", text) and (share := float(text.replace(",", "."))) > 1:
        what = says('"at_least" is {text}, which would mean +{share:.0f}%', text=text, share=share * 100)
        expected, mend = says("A share such as 10% or 0.1"), says("Write {text}%.", text=text.lstrip("+"))
        yield document.problem("hypothesis.at_least", "share", what, expected, mend)
