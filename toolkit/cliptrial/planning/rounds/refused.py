"""Which experiments of a workspace cannot be drawn together, beside what their designs say, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import nothing, says
from cliptrial.posts.sizes import read_regular
from cliptrial.posts.workbook.book import read_workbook
from cliptrial.registry.beside.ideas import read_ideas
from cliptrial.registry.experiments import SLUG, Loaded, experiment_names, load_experiment
from cliptrial.registry.model import Variable
from cliptrial.registry.naming import slugify
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.schedule_files import COLUMNS
from cliptrial.registry.rounds.home import home_of, members
from cliptrial.registry.workspace import Workspace

LONGEST = 60
"""Characters of a name."""
WORKBOOK = "numbers.xlsx"


def loaded_together(workspace: Workspace, slugs: Sequence[str]) -> dict[str, Loaded]:
    """By name, sorted, so that the order in which they are typed decides nothing.

    Raises:
        PlanError: One is named twice.
        RegistryError: One is missing, or has mistakes.
    """
    loaded = [load_experiment(slug, workspace) for slug in slugs]
    named = [one.slug for one in loaded]
    twice = sorted({slug for slug in named if named.count(slug) > 1})
    if twice:
        what, expected = says("{slugs} is named twice", slugs=list(twice)), says("each experiment once")
        raise PlanError(Problem("named_twice", what, expected, says("Name another one beside it, or plan it alone.")))
    return {one.slug: one for one in sorted(loaded, key=lambda one: one.slug)}


def name_of(loaded: Mapping[str, Loaded], asked: str | None) -> str:
    """What the combined test is called: as it is already, as asked, or by its experiments.

    Raises:
        PlanError: The name cannot be one.
    """
    known = sorted({one.experiment.design.round for one in loaded.values() if one.experiment.design.round})
    if asked is None:
        return known[0] if known else "-".join(loaded)[:LONGEST].strip("-")
    if not SLUG.fullmatch(asked) or len(asked) > LONGEST:
        expected = says("At most 60 small letters, digits and single hyphens")
        mend = says("Write {value}.", value=slugify(asked)) if slugify(asked) else nothing
        what = says('"{name}" cannot be the name of a combined test', name=asked)
        raise PlanError(Problem("round_name", what, expected, mend))
    return asked


def problems_of(workspace: Workspace, loaded: Mapping[str, Loaded], name: str) -> list[Problem]:
    """Everything that stands in the way of drawing these experiments together under this name."""
    return [
        *_clients(workspace, loaded),
        *_same_variable(loaded),
        *_columns(loaded),
        *_ideas(workspace, loaded),
        *_elsewhere(loaded, name),
        *_left_out(loaded, name),
        *_taken(workspace, loaded, name),
        *(problem for one in loaded.values() if not one.experiment.design.round for problem in _alone(one)),
    ]


def _clients(workspace: Workspace, loaded: Mapping[str, Loaded]) -> Iterator[Problem]:
    of = {slug: workspace.client_of(one.experiment.accounts) for slug, one in loaded.items()}
    if len(set(of.values())) > 1:
        named = [says("{slug} of {client}", slug=slug, client=of[slug] or says("no client")) for slug in of]
        yield Problem(
            "together_clients",
            says("The experiments belong to different clients: {named}", named=named),
            says("experiments of one client, on the same accounts"),
            says("Draw those of one client together, and those of the other by themselves."),
        )


def _columns(loaded: Mapping[str, Loaded]) -> Iterator[Problem]:
    """An experiment that is called like a column of the table in which each has one."""
    for slug in loaded:
        if slug in COLUMNS:
            yield Problem(
                "column_name",
                says(
                    "An experiment cannot be called {slug} in a combined test: its table has a column of that name",
                    slug=slug,
                ),
                says("a name that is no column of schedule.csv"),
                says("Rename the folder of {slug}, or plan it alone.", slug=slug),
            )


def _same_variable(loaded: Mapping[str, Loaded]) -> Iterator[Problem]:
    """A post has one hook; that it has one time of day is looked at where the plan is laid out."""
    for first, second in combinations(loaded, 2):
        variable = loaded[first].experiment.change.variable
        if variable is loaded[second].experiment.change.variable and variable is not Variable.SLOT:
            yield loaded[second].problem(
                "change.variable",
                "together_same_variable",
                says("{first} and {second} both change the {variable}", first=first, second=second, variable=variable),
                says("another variable in each experiment of a combined test"),
                says("Plan {second} after {first}.", first=first, second=second),
            )


def _ideas(workspace: Workspace, loaded: Mapping[str, Loaded]) -> Iterator[Problem]:
    """Ideas of which the list says that they do not go together."""
    tried = {slug: one.experiment.idea for slug, one in loaded.items() if one.experiment.idea}
    if len(tried) < 2:
        return
    apart = {idea.id: set(idea.not_with) for idea in read_ideas(workspace)}
    for first, second in combinations(tried, 2):
        one, other = tried[first], tried[second]
        if other in apart.get(one or "", ()) or one in apart.get(other or "", ()):
            yield loaded[second].problem(
                "idea",
                "not_with",
                says('The ideas "{one}" and "{other}" do not go together (not_with)', one=one or "", other=other or ""),
                says("ideas that one post can try at once"),
                says("Plan {first} and {second} one after the other, or take `not_with` out of ideas.yaml.",
                     first=first, second=second),
            )  # fmt: skip


def _elsewhere(loaded: Mapping[str, Loaded], name: str) -> Iterator[Problem]:
    """Experiments that are part of another combined test."""
    for slug, one in loaded.items():
        other = one.experiment.design.round
        if other not in (None, name):
            beside = [own for own in members(one.folder) if own != slug]
            yield one.problem(
                "design.round",
                "in_another_round",
                says("{slug} is part of the combined test {other}, with {beside}", slug=slug, other=other or "",
                     beside=beside or says("nothing else")),
                says("experiments that are in no other combined test"),
                says("Leave it there and start the next one: `cliptrial new --from {slug}`.", slug=slug),
            )  # fmt: skip


def _left_out(loaded: Mapping[str, Loaded], name: str) -> Iterator[Problem]:
    """Experiments that share the posts already, and are not named."""
    inside = [one for one in loaded.values() if one.experiment.design.round == name]
    missing = [slug for slug in members(inside[0].folder) if slug not in loaded] if inside else []
    if missing:
        yield inside[0].problem(
            "design.round",
            "round_incomplete",
            says("The combined test {name} also asks {missing}", name=name, missing=missing),
            says("all its experiments at once"),
            says("Name them all: `cliptrial plan {slugs} --together`.", slugs=" ".join(sorted({*loaded, *missing}))),
        )


def _taken(workspace: Workspace, loaded: Mapping[str, Loaded], name: str) -> Iterator[Problem]:
    """A name that a combined test of other experiments has."""
    if any(one.experiment.design.round == name for one in loaded.values()):
        return
    homes = {slug: home_of(workspace.experiments_dir / slug) for slug in experiment_names(workspace)}
    others = [slug for slug, home in homes.items() if home.round == name and slug not in loaded]
    if others:
        yield Problem(
            "round_taken",
            says("There is already a combined test {name}: {others}", name=name, others=others),
            says("a name of its own"),
            says("Choose another one with --as."),
        )


def _alone(one: Loaded) -> Iterator[Problem]:
    """What was done with an experiment that has posts of its own."""
    next_one = says("Let it run alone and start the next one: `cliptrial new --from {slug}`.", slug=one.slug)
    if read_lock(one.folder) is not None:
        what = says("{slug} was locked alone", slug=one.slug)
        yield one.problem("design", "locked_alone", what, says("experiments whose plan is not locked yet"), next_one)
    elif read_links(one.folder) or _is_filled(one):
        what = says("{slug} was planned alone, and its posts have their places", slug=one.slug)
        expected = says("experiments whose posts are not out yet")
        yield one.problem("design", "posts_have_places", what, expected, next_one)


def _is_filled(one: Loaded) -> bool:
    path = one.folder / WORKBOOK
    return path.exists() and bool(read_workbook(read_regular(path, path.name), path.name))
