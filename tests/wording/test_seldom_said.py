"""Sentences of results that hardly any history has: a prior of the team's own, a variant without a number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.wording.cases import analysis

from cliptrial.stats.pooled.prior import Prior
from cliptrial.wording.experiment.headline import support
from cliptrial.wording.experiment.tables import post_table
from cliptrial.wording.learned import prior_sentence
from cliptrial.wording.method import method
from cliptrial.wording.speaker import Speaker

LANGS = ("en", "de")
MORE = "The first 250 of 251; result.json beside this page holds them all."


@pytest.mark.parametrize("lang", LANGS)
def test_a_prior_that_was_learned_is_told_and_the_general_one_is_not(lang: str) -> None:
    found = analysis("better")
    learned = Prior(0.1, 0.2, 7)
    with_own = replace(found, provenance=replace(found.provenance, prior=learned))
    lines = [method(Speaker.of(one, lang)) for one in (found, with_own)]
    assert [prior_sentence(learned, lang) in line for line in lines] == [False, True]
    assert len(lines[1]) == len(lines[0]) + 1


@pytest.mark.parametrize("lang", LANGS)
def test_another_variant_without_a_number_is_told_without_one(lang: str) -> None:
    found = analysis("three arms")
    other = next(verdict.arm for verdict in found.verdicts if verdict.arm != found.verdict.arm)
    bare = tuple(replace(row, relative=None) if row.arm == other else row for row in found.uplifts)
    told, without = ("\n".join(support(Speaker.of(one, lang))) for one in (found, replace(found, uplifts=bare)))
    (row,) = (row for row in found.uplifts if row.arm == other)
    change = f" ({Speaker.of(found, lang).f.signed(row.relative)})"
    assert change in told
    assert without == told.replace(change, "")


@pytest.mark.parametrize(("posts", "rows", "left_out"), [(250, 250, ""), (251, 250, MORE)])
def test_a_table_shows_250_posts_at_most_and_says_so(posts: int, rows: int, left_out: str) -> None:
    found = analysis("better")
    many = Speaker.of(replace(found, posts=(found.posts * 7)[:posts]), "en")
    told = post_table(many)
    assert told is not None
    assert (len(told.rows), told.left_out) == (rows, left_out)
