"""posts.csv: positions and links."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cliptrial.errors import RegistryError
from cliptrial.registry.plan.links import add_link, read_links, write_links

LINK = "https://www.tiktok.com/@kitchen.demo/video/731234567890123456{}"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(1, 999), st.integers(0, 9**12), max_size=8))
def test_links_are_read_back(tmp_path: Path, numbers: dict[int, int]) -> None:
    """Written and read, in order of position."""
    links = {p: f"https://vm.tiktok.com/{p}_{n}/" for p, n in numbers.items()}
    write_links(tmp_path, links)
    assert read_links(tmp_path) == links
    assert list(read_links(tmp_path)) == sorted(links)


def test_a_folder_without_links_has_none(tmp_path: Path) -> None:
    """Nothing was posted yet."""
    assert read_links(tmp_path) == {}


def test_a_spreadsheets_semicolons_mark_and_empty_rows_are_read(tmp_path: Path) -> None:
    """Rows without a link wait for one."""
    text = f"Position;Link;note\r\n1; {LINK.format(1)} ;fine\r\n2;;\r\n;;\r\n"
    (tmp_path / "posts.csv").write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    assert read_links(tmp_path) == {1: LINK.format(1)}
    (tmp_path / "posts.csv").write_text("position,link\n1,a;b;c;d\n2,\n3,\n", encoding="utf-8")
    assert read_links(tmp_path) == {1: "a;b;c;d"}


def test_every_bad_row_is_told_at_once(tmp_path: Path) -> None:
    """Twice the same position or link, positions the schedule lacks, numbers a spreadsheet rounded."""
    rows = [
        "position,link",
        f"1,{LINK.format(1)}",
        "1,x",
        f"2,{LINK.format(1)}",
        "99,y",
        "a,z",
        "3,7.31E+18",
        "4,two words",
    ]
    (tmp_path / "posts.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        read_links(tmp_path, positions=range(1, 9))
    assert [(p.row, p.field) for p in caught.value.problems] == [
        (3, "position"),
        (4, "link"),
        (5, "position"),
        (6, "position"),
        (7, "link"),
        (8, "link"),
    ]


def test_adding_a_link_keeps_every_other_row_and_column(tmp_path: Path) -> None:
    """People add columns of their own."""
    (tmp_path / "posts.csv").write_text(f"position,link,note\n3,{LINK.format(3)},mine\n", encoding="utf-8")
    add_link(tmp_path, 1, LINK.format(1))
    add_link(tmp_path, 3, LINK.format(9))
    text = (tmp_path / "posts.csv").read_text(encoding="utf-8")
    assert text == f"position,link,note\n1,{LINK.format(1)},\n3,{LINK.format(9)},mine\n"


def test_a_link_is_never_added_twice_or_to_an_unknown_position(tmp_path: Path) -> None:
    """The file stays as it was."""
    add_link(tmp_path, 1, LINK.format(1))
    before = (tmp_path / "posts.csv").read_bytes()
    for position, link, code in (
        (2, LINK.format(1), "Position 1 has the same link"),
        (9, LINK.format(2), "no position 9"),
        (2, "two words", "two words"),
    ):
        with pytest.raises(RegistryError, match=code):
            add_link(tmp_path, position, link, positions=(1, 2))
    assert (tmp_path / "posts.csv").read_bytes() == before


def test_what_is_wrong_with_a_link_is_told_with_the_row_it_would_have(tmp_path: Path) -> None:
    """Behind the links that are there; rows without one wait."""
    (tmp_path / "posts.csv").write_text("position,link\n10,c\n1,a\n2,\n4,\n", encoding="utf-8")
    assert list(read_links(tmp_path).items()) == [(1, "a"), (10, "c")]
    for position, link, column, what in (
        (3, "a", "link", "Position 1 has the same link"),
        (0, "x", "position", '"0" is not a position'),
        (1_000_000, "x", "position", '"1000000" is not a position'),
        (5, "1.5E+18", "link", "A spreadsheet has rounded the post's number to 1.5E+18"),
        (5, "x\ty", "link", '"x\ty" is not one link'),
    ):
        with pytest.raises(RegistryError) as caught:
            add_link(tmp_path, position, link)
        assert [(p.row, p.field, p.what) for p in caught.value.problems] == [(4, column, what)]
    add_link(tmp_path, 10, "c2")
    add_link(tmp_path, 1, "a")
    add_link(tmp_path, 2, " b ")
    add_link(tmp_path, 999_999, "z", positions=[999_999, 10, 1, 2, 4])
    text = (tmp_path / "posts.csv").read_text(encoding="utf-8")
    assert text == "position,link\n1,a\n2,b\n4,\n10,c2\n999999,z\n"


def test_several_things_wrong_with_one_row_are_all_told(tmp_path: Path) -> None:
    """And a row that is wrong gives no link and no later row is measured against it twice."""
    rows = ["position,link", "1,a", "9,a", "9,b", "3,1E+18", "x,", "2,", "2,d e"]
    (tmp_path / "posts.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        read_links(tmp_path, positions=(1, 2, 3))
    assert [(p.row, p.what) for p in caught.value.problems] == [
        (3, "The schedule has no position 9"),
        (3, "Position 1 has the same link"),
        (4, "The schedule has no position 9"),
        (4, "Position 9 is already in row 3"),
        (5, "A spreadsheet has rounded the post's number to 1E+18"),
        (6, '"x" is not a position'),
        (8, "Position 2 is already in row 7"),
        (8, '"d e" is not one link'),
    ]
