"""``compare --out``: a page about a table that lies in no workspace."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.reading import Read

from cliptrial.cli.entry import run

TABLE = "sound,views\n" + "".join(f"{('rain', 'piano')[n % 3 == 0]},{1000 + 37 * n * (n % 5)}\n" for n in range(40))


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_comparison_is_written_as_a_page_with_the_words_of_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    table, page = tmp_path / "posts.csv", tmp_path / "page.html"
    table.write_text(TABLE, encoding="utf-8")
    asked = ["compare", str(table), "--arm", "sound", "--control", "rain", "--metric", "views", "--lang", lang]
    assert run([*asked, "--out", str(page)]) == 0
    shown = capsys.readouterr().out
    html = page.read_text(encoding="utf-8")
    read = Read(html, lang)
    assert read.all(".verdict .sentence")[0].replace("\u00a0", " ") in " ".join(shown.replace("\u00a0", " ").split())
    assert read.all("h1") == ["piano against rain" if lang == "en" else "piano gegen rain"]
    assert "<script" not in html
    assert run([*asked, "--out", str(page)]) == 0
    assert page.read_text(encoding="utf-8") == html
