"""Tables as people and programs write them, through ``compare`` and ``chance``: the same posts, the same answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.places import shared

from cliptrial.cli.entry import run
from cliptrial.posts.any_table import read_any_table
from cliptrial.posts.text.dates import DateReader

FOLDER = "data/failing-tables"
WITHIN_WEEKDAYS = (0.38, -0.20, 1.39, 0.24)
WITHOUT_TIMES = (0.44, -0.16, 1.49, 0.18)
"""Effect with its limits, and p: computed from the plain numbers without this project."""
Q = ["--arm", "arm", "--control", "q", "--metric", "views"]
DATED = [*Q, "--posted-at", "date"]
GERMAN = ["--arm", "Einstieg", "--control", "Ohne Frage", "--metric", "Aufrufe", "--posted-at", "Datum"]
CASES = {
    "thousands": ("en_thousands_comma.csv", DATED, WITHIN_WEEKDAYS),
    "thousands without times": ("en_thousands_comma.csv", Q, WITHOUT_TIMES),
    "days proved by a later row": ("dates_dmy_provable.csv", DATED, WITHIN_WEEKDAYS),
    "halves of the day": ("dates_us_ampm.csv", DATED, WITHIN_WEEKDAYS),
    "eight digits": ("dates_yyyymmdd.csv", DATED, WITHIN_WEEKDAYS),
    "thirteen digits": ("dates_epoch_ms.csv", DATED, WITHIN_WEEKDAYS),
    "Excel's first line": ("excel_sep_line.csv", DATED, WITHIN_WEEKDAYS),
    "letters with their marks apart": (
        "arm_nfc_nfd.csv",
        ["--arm", "arm", "--control", "U\u0308berraschung", "--metric", "views", "--posted-at", "date"],
        WITHIN_WEEKDAYS,
    ),
    "thousands by their letter": ("k_suffix.csv", Q, (0.45, -0.15, 1.52, 0.17)),
    "missing numbers": ("missing_dashes.csv", Q, (0.40, -0.22, 1.54, 0.25)),
    "percent": ("percent_strings.csv", [*Q[:5], "rate", "--posted-at", "date"], (-0.05, -0.27, 0.25, 0.71)),
    "German numbers and days": ("de_dates_dotted.csv", GERMAN, (-0.06, -0.32, 0.28, 0.67)),
    "German by its land": ("de_dates_dotted.csv", [*GERMAN, "--locale", "de"], (-0.06, -0.32, 0.28, 0.67)),
}
COUNTED = {
    "thousands": ("en_thousands_comma.csv", ["--posted-at", "date"], "2025-03-03", "2025-03-30"),
    "Excel's first line": ("excel_sep_line.csv", ["--posted-at", "date"], "2025-03-03", "2025-03-30"),
    "halves of the day": ("dates_us_ampm.csv", ["--posted-at", "date"], "2025-03-03", "2025-03-30"),
    "German": ("de_dates_dotted.csv", ["--posted-at", "Datum", "--metric", "Aufrufe"], "2025-03-03", "2025-03-30"),
}
EXPORTS = {
    "studio-okn-greek-2026/Content.csv": (15, "2026-01-12", "2026-03-15"),
    "studio-sobatti-2026/Content.csv": (5, "2026-04-02", "2026-06-13"),
    "studio-miskibin-pl-2024/Trending Videos.csv": (6, "2024-01-30", "2024-02-08"),
    "studio-vintage-business-suite-bg-2025/TIKTOK_VIDEO_RAW.csv": (51, "2025-10-31", "2025-12-31"),
}


def told(capsys: pytest.CaptureFixture[str], *command: str) -> dict[str, Any]:
    capsys.readouterr()
    code = run([*command, "--json"])
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == 0, answer
    return answer


@pytest.mark.parametrize("name", CASES)
def test_compare_gives_the_answer_of_the_plain_numbers(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever thousands, percent, missing numbers, names and dates look like."""
    file, asked, expected = CASES[name]
    row = told(capsys, "compare", str(shared(f"{FOLDER}/{file}")), *asked)["uplifts"][0]
    assert (row["relative"], *row["relative_interval"], row["p_value"]) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("name", COUNTED)
def test_chance_reads_the_same_tables(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All posts count, from the first day to the last."""
    file, asked, first, last = COUNTED[name]
    few = ["--posts-per-arm", "3", "--draws", "20"]
    check = told(capsys, "chance", "--file", str(shared(f"{FOLDER}/{file}")), *asked, *few)["checks"][0]
    assert (check["posts"], check["left_out"], check["days"]) == (28, 0, [first, last])


@pytest.mark.parametrize("file", EXPORTS)
def test_chance_knows_an_export_of_posts_in_any_language(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As it came from the app: the views of every post that it counts, and the days of posting."""
    command = ["chance", "--file", str(shared(f"data/{file}")), "--posts-per-arm", "2", "--draws", "20"]
    check = told(capsys, *command)["checks"][0]
    posts, first, last = EXPORTS[file]
    assert (check["posts"], check["left_out"], check["days"]) == (posts, 0, [first, last])


MONTHS = ["Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười_Một", "Mười_Hai"]


def test_a_vietnamese_export_is_read_whatever_its_month() -> None:
    """Its months are written out, which no other program does."""
    reader = DateReader([f"2 tháng {name.replace('_', ' ')}" for name in MONTHS])
    assert [reader.read(f"2 tháng {name.replace('_', ' ')}").month for name in MONTHS] == list(range(1, 13))
    frame = read_any_table(shared(f"{FOLDER}/Content_vi.csv"), numbers=["views"], times=["posted_at"])
    days = [datetime.fromtimestamp(second, UTC).date().isoformat() for second in frame["posted_at"]]
    assert (frame["views"].tolist(), days) == ([1200], ["2025-03-30"])
