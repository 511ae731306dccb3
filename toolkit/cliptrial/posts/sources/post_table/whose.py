"""Whose posts stand in a table, and on which platform."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cliptrial.messages import says
from cliptrial.posts.columns.arrow import Mask, Texts, known, same_text
from cliptrial.posts.columns.column import Column
from cliptrial.posts.sources.cells import Rows
from cliptrial.posts.sources.post_table.columns import Columns
from cliptrial.posts.sources.post_table.ids import id_numbers
from cliptrial.posts.sources.request import Findings, Request
from cliptrial.registry.platforms import PLATFORMS, TIKTOK_FROM, PlatformName


def accounts_of(rows: Rows, columns: Columns, request: Request, findings: Findings) -> Column:
    """By row: the account, which the workspace knows."""
    if not columns.account:
        return Column(same_text(request.account, len(rows)))
    names = Column(rows.texts(columns.account))
    for place in np.flatnonzero(names.asked(lambda name: name not in request.timezones)).tolist():
        findings.add(
            "unknown_account",
            says("{name!r} is no account of this workspace", name=names[place]),
            says("{accounts}", accounts=sorted(request.timezones)),
            says("Add it to workspace.yaml."),
            row=int(rows.numbers[place]),
            field=columns.account,
        )
    return names


def check_handles(rows: Rows, columns: Columns, request: Request, findings: Findings) -> None:
    """Another account's export is refused, because its posts would count as this one's."""
    if columns.link is None or request.handle is None or columns.account is not None:
        return
    ours = request.handle.lstrip("@").lower()
    others = {*rows.links(columns.link).handles()} - {ours}
    if others:
        named = ", ".join(f"@{handle}" for handle in sorted(others))
        findings.add(
            "other_account",
            says(
                "The links are {named}'s, but the account {account} is @{ours}",
                named=named,
                account=request.account,
                ours=ours,
            ),
            says("links of @{ours}", ours=ours),
            says("Choose the account with --account, or correct its handle in workspace.yaml."),
            field=columns.link,
        )


def check_platforms(
    rows: Rows, header: str, post_ids: Texts, accounts: Column, request: Request, findings: Findings
) -> None:
    """A post of another platform is refused, because numbers of two platforms are never the same thing."""
    number, there = id_numbers(post_ids), known(post_ids)
    on: Mapping[PlatformName, Mask] = {
        "tiktok": there & (number >= TIKTOK_FROM),
        "instagram": there & (number > 0) & (number < TIKTOK_FROM),
        "youtube": there & (number == 0),
    }
    planned = [request.platform(str(account)) for account in accounts.distinct]
    for name, own in on.items():
        elsewhere = own & np.array([one != name for one in planned], np.bool_)[accounts.codes]
        if elsewhere.any():
            place = int(np.flatnonzero(elsewhere)[0])
            account = str(accounts[place])
            findings.add(
                "other_platform",
                says(
                    "{count} of {all} posts are on {platform}",
                    count=int(elsewhere.sum()),
                    all=len(rows),
                    platform=PLATFORMS[name].label,
                ),
                says(
                    "posts on {platform}, where {account} is",
                    platform=PLATFORMS[request.platform(account)].label,
                    account=account,
                ),
                says("Hand in one file a platform, each for its own account with --account."),
                row=int(rows.numbers[place]),
                field=header,
            )
