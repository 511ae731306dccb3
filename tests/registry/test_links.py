"""posts.csv: positions and links."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cliptrial.errors import RegistryError
from cliptrial.registry.links import add_link, read_links, write_links

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
