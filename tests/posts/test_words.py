"""What single texts mean, row by row of ``cases/words.yaml``."""

from __future__ import annotations

import hmac
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cliptrial.errors import SourceError
from cliptrial.posts.mapping import read_mapping
from cliptrial.posts.text.dates import DateError, DateReader, When
from cliptrial.posts.text.hashtags import hashtags_in, listed_hashtags
from cliptrial.posts.text.ids import handle_in_link, id_in_link, is_short_link
from cliptrial.posts.text.numbers import NumberError, decimal_mark, proven_mark, read_number, read_share
from cliptrial.posts.text.privacy import mask

WORDS = yaml.safe_load((Path(__file__).parent / "cases" / "words.yaml").read_text(encoding="utf-8"))
READERS = {"numbers": read_number, "shares": read_share}


@pytest.mark.parametrize(("kind", "row"), [(kind, row) for kind in READERS for row in WORDS[kind]])
def test_a_number_is_read_as_it_is_meant_or_refused(kind: str, row: list[Any]) -> None:
    """With the mark that is known, and never guessed."""
    text, mark, expected = row
    try:
        found: Any = READERS[kind](text, mark)
    except NumberError as error:
        found = _refused(error)
    assert ("none" if found is None else found) == (
        pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected
    )


def _refused(error: NumberError | DateError) -> str:
    """How a text is refused; what is told where the words and the mark do not agree."""
    kind, words = ("two", "could be ") if error.ambiguous else ("bad", "is not a")
    return kind if words in str(error) else str(error)


@pytest.mark.parametrize(("texts", "mark"), WORDS["marks"])
def test_numbers_of_one_file_prove_its_mark(texts: list[str], mark: str | None) -> None:
    """One that can be read in one way only is enough; two that contradict each other prove nothing."""
    assert proven_mark(texts) == mark


@pytest.mark.parametrize(("locale", "mark"), WORDS["locales"])
def test_a_locale_has_its_mark(locale: str, mark: str) -> None:
    """A comma or a full stop, whatever else a country writes."""
    assert decimal_mark(locale) == mark


@pytest.mark.parametrize(("texts", "locale", "expected"), WORDS["dates"])
def test_a_date_is_read_as_it_is_meant_or_refused(texts: list[str], locale: str | None, expected: str) -> None:
    """By what the whole file proves."""
    try:
        found = _said(DateReader(texts, locale).read(texts[0]))
    except DateError as error:
        found = _refused(error)
    assert found == expected


def _said(when: When) -> str:
    day = f"??-{when.month:02}-{when.day:02}" if when.date is None else when.date.isoformat()
    zone = None if when.zone is None else when.zone.tzname(None)
    return " ".join(str(part) for part in (day, when.time, zone) if part is not None)


@pytest.mark.parametrize(("text", "inside", "listed"), WORDS["hashtags"])
def test_hashtags_are_read_from_captions_and_from_lists(text: str, inside: list[str], listed: list[str]) -> None:
    """Without their sign, in lower case, each once, in order."""
    assert (list(hashtags_in(text)), list(listed_hashtags(text))) == (inside, listed)


@pytest.mark.parametrize(("text", "post_id", "handle", "short"), WORDS["links"])
def test_a_link_tells_its_video_and_its_account(
    text: str, post_id: str | None, handle: str | None, short: bool
) -> None:
    """Nineteen digits are a video; a short link only forwards."""
    assert (id_in_link(text), handle_in_link(text), is_short_link(text)) == (post_id, handle, short)


@pytest.mark.parametrize(("text", "stored"), WORDS["masks"])
def test_what_leads_to_a_person_is_masked_and_nothing_else(text: str, stored: str) -> None:
    """The mask is the salted hash of the handle or address in lower case, or of the number's digits."""

    def hashed(found: re.Match[str]) -> str:
        prefix = {"u": "@u", "e": "e", "p": "p"}[found[1]]
        return f"{prefix}_{hmac.new(b'salt', found[2].encode(), 'sha256').hexdigest()[:10]}"

    assert mask(text, salt=b"salt") == re.sub(r"\{([uep]):([^}]*)\}", hashed, stored)


@pytest.mark.parametrize(
    ("declared", "mapping"),
    [
        (["views=plays", " likes = hearts "], {"views": "plays", "likes": "hearts"}),
        (["views=a=b"], {"views": "a=b"}),
        (["pairs.yaml"], {"views": "plays", "7": "seven"}),
        (["pairs.json", "views=seen"], {"views": "seen", "likes": "hearts"}),
        (["views=seen", "pairs.json"], {"views": "plays", "likes": "hearts"}),
        (["views="], None),
        (["=plays"], None),
        (["views"], None),
        (["list.yaml"], None),
        (["numbers.yaml"], None),
    ],
)
def test_a_mapping_is_pairs_and_files_of_pairs(
    declared: list[str], mapping: dict[str, str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes later wins; every text that is neither is told."""
    files = {
        "pairs.yaml": "\ufeffviews: plays\n7: seven\n",
        "pairs.json": '{"views": "plays", "likes": "hearts"}',
        "list.yaml": "- views",
        "numbers.yaml": "views: plays\nlikes: 5",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if mapping is not None:
        assert read_mapping(declared) == mapping
        return
    with pytest.raises(SourceError) as caught:
        read_mapping([*declared, *declared])
    assert [problem.code for problem in caught.value.problems] == ["bad_mapping"] * 2


def test_a_mapping_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "columns.yaml").write_bytes("views: Aufrüfe".encode("latin-1"))
    with pytest.raises(SourceError) as caught:
        read_mapping([str(tmp_path / "columns.yaml")])
    (problem,) = caught.value.problems
    assert (problem.code, problem.what, problem.path) == ("bad_mapping", "The mapping is not UTF-8", "columns.yaml")
