"""Which hashtag sets of a history are offered for comparison."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cliptrial.analysis.history.labels import _usual_hashtags
from cliptrial.posts.records import Post


def posts(sets: Sequence[Sequence[str]]) -> list[Post]:
    """Posts with these hashtags."""
    return [Post(post_id=str(n), account="kitchen", posted_at=n, hashtags=tuple(tags)) for n, tags in enumerate(sets)]


@pytest.mark.parametrize(("others", "names"), [(1, ("#food #soup", "#food #cake")), (0, ("#soup", "#cake"))])
def test_a_tag_of_more_than_nine_in_ten_posts_is_left_out_of_the_names(others: int, names: tuple[str, ...]) -> None:
    """Of ten posts nine are not more than nine in ten, ten are."""
    sets = [["food", "soup"]] * 5 + [["food", "cake"]] * (5 - others) + [["travel"]] * others
    found = _usual_hashtags(posts(sets), 3)
    assert found == names


def test_the_six_sets_that_are_used_most_are_offered() -> None:
    sets = [[f"tag{n}"] for n in range(8) for _ in range(20 - n)]
    assert _usual_hashtags(posts(sets), 3) == tuple(f"#tag{n}" for n in range(6))


@pytest.mark.parametrize(("together", "names"), [(3, ("#soup", "#cake", "#quick")), (4, ("#soup", "#cake"))])
def test_single_tags_are_offered_where_no_two_sets_come_up_often_but_not_one_that_mostly_comes_along(
    together: int, names: tuple[str, ...]
) -> None:
    """Of the six posts with "quick" half, or more, bear "soup" as well; each post has a tag of its own beside."""
    alone = [["quick"]] * (6 - together)
    sets = [["soup"]] * (9 - together) + [["soup", "quick"]] * together + [["cake"]] * 7 + alone
    assert _usual_hashtags(posts([[*tags, f"own{n}"] for n, tags in enumerate(sets)]), 3) == names
