"""Each post once a moment, and only with numbers that can be true."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cliptrial.messages import says
from cliptrial.posts.columns.arrow import Whole, codes_of, first_rows, together
from cliptrial.posts.sources.post_table.ids import id_codes
from cliptrial.posts.sources.post_table.posts import Posts
from cliptrial.posts.sources.request import Findings, Request
from cliptrial.posts.tidy.impossible import impossible_rows


def newest(posts: Posts, findings: Findings) -> Posts:
    """One row for each post and moment: the one that has at least as much of everything, because counters grow."""
    groups, count = _same_moment(posts)
    again = len(posts) - count
    if not again:
        return posts
    first = first_rows(groups, count)
    order = np.argsort(groups, kind="stable")
    bounds = np.flatnonzero(np.diff(groups[order], prepend=-1, append=-1)).tolist()
    # Of each group the place of its first row keeps its order, whichever of its rows is kept.
    kept = {int(place): int(place) for place in first}
    for begin, end in pairwise(bounds):
        if end - begin == 1:
            continue
        same = np.sort(order[begin:end]).tolist()
        most = [row for row in same if all(_at_least(posts, row, other) for other in same)]
        if most:
            kept[same[0]] = most[0]
            continue
        del kept[same[0]]
        numbers = posts.rows.numbers[same].tolist()
        findings.add(
            "posts_repeated",
            says("One post stands in the rows {rows}, none of which is clearly the newest", rows=numbers),
            says("one row a post and moment"),
            says("Keep the newest of these rows."),
            row=numbers[1],
        )
    findings.notes.append(
        says("{again} rows repeat a post of the same moment; the one with the highest numbers counts.", again=again)
    )
    return posts.at(np.array([kept[place] for place in sorted(kept)], np.intp))


def _same_moment(posts: Posts) -> tuple[Whole, int]:
    """By row: a number that rows of one account, post and moment share, and how many there are."""
    accounts = posts.accounts.codes.astype(np.int64), len(posts.accounts.distinct)
    return together([accounts, id_codes(posts.post_ids), codes_of(posts.captured_at)])


def _at_least(posts: Posts, row: int, other: int) -> bool:
    pairs = ((numbers[row], numbers[other]) for numbers in posts.counters.values())
    return all(bool(np.isnan(theirs)) or own >= theirs for own, theirs in pairs)


def possible(posts: Posts, request: Request, findings: Findings) -> Posts:
    """The rows, those whose numbers cannot be true named, and left out where that was chosen."""
    wrong = impossible_rows(posts.counters)
    if not wrong:
        return posts
    places = sorted(wrong)
    numbers = posts.rows.numbers[places].tolist()
    if request.leave_out:
        findings.notes.append(says("Numbers that cannot be true are left out: row {rows}.", rows=numbers))
        return posts.at(np.setdiff1d(np.arange(len(posts)), places))
    findings.notes.append(
        says(
            "The numbers of row {rows} cannot be true (likes above views, reactions without views, or less than none); "
            "--leave-out impossible leaves them out.",
            rows=numbers,
        )
    )
    return posts
