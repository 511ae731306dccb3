"""What the platform of an account allows of a plan, and which links are of its posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.registry.accounts import Account
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import Variable
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.platforms import PLATFORMS, platform_of_link
from cliptrial.registry.workspace import Workspace


def hashtag_problems(loaded: Loaded, workspace: Workspace) -> Iterator[Problem]:
    """Sets of hashtags that one of the experiment's platforms does not take, in number or as a text."""
    change = loaded.experiment.change
    if change.variable != Variable.HASHTAGS:
        return
    used = dict.fromkeys(workspace.accounts[name].platform for name in loaded.experiment.accounts)
    paths = ["change.control", *(f"change.variants.{i}" for i in range(len(change.variants)))]
    for path, arm in zip(paths, (change.control, *change.variants), strict=True):
        tags = (arm.value,) if isinstance(arm.value, str) else arm.value
        for platform in map(PLATFORMS.__getitem__, used):
            length = len(" ".join(f"#{tag}" for tag in tags))
            if len(tags) > platform.hashtags:
                what = says("{count} hashtags are more than {platform} takes", count=len(tags), platform=platform.label)
                expected = says("{most} at most", most=platform.hashtags)
            elif length > platform.caption:
                what = says("The hashtags are longer than a text on {platform} may be", platform=platform.label)
                expected = says("{most} characters at most", most=platform.caption)
            else:
                continue
            yield loaded.problem(f"{path}.value", "too_many_hashtags", what, expected, says("Choose fewer."))


def link_elsewhere(link: str, account: str, settings: Account) -> Problem | None:
    """Why a link is not one of an account's posts: it is of another platform."""
    on = platform_of_link(link)
    if on is None or on == settings.platform:
        return None
    there, here = PLATFORMS[on], PLATFORMS[settings.platform]
    return Problem(
        "other_platform",
        says(
            "The link is one of {there}, but {account} is on {here}",
            there=there.label,
            account=account,
            here=here.label,
        ),
        says("a link such as {example}", example=here.example),
        says("Paste the link of the post on {here}.", here=here.label),
    )


def links_elsewhere(
    links: Mapping[int, str], positions: Mapping[int, Position], accounts: Mapping[str, Account]
) -> dict[int, Problem]:
    """By position: what is wrong with its link, where that is one of another platform."""
    planned = {number: positions[number].account for number in links if number in positions}
    wrong = {n: link_elsewhere(links[n], name, accounts[name]) for n, name in planned.items() if name in accounts}
    return {number: problem for number, problem in wrong.items() if problem is not None}
