"""What people did after a post: analytics, short links, conversations and codes, read once and attributed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.places import shared

from cliptrial.metrics import CATALOGUE
from cliptrial.posts.equal_age.due import DAY, midnight
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.compaction import compact
from cliptrial.posts.lake.hand_ins import undo
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import TABLES
from cliptrial.posts.outcomes.attribution import Attributed, Lost, Touch, code_mark, link_mark, post_mark
from cliptrial.posts.outcomes.counted import Asked, counted
from cliptrial.posts.outcomes.readings import outcome_readings
from cliptrial.posts.outcomes.stored import newest
from cliptrial.posts.outcomes.twice import once
from cliptrial.posts.records import AgeRule, Reading, Readings
from cliptrial.posts.text.privacy import Masker, masker_of
from cliptrial.registry.workspace import Workspace, load_workspace

Make = Callable[..., Workspace]
ZONE = "Europe/Berlin"
FIRST = midnight(date(2026, 3, 2), ZONE)
"""The day of the first post; it went out at six in the evening."""
POSTS = ("7600000000000000001", "7600000000000000002", "7600000000000000003")


def posted(number: int) -> int:
    """One post a day at 18:00."""
    return FIRST + (number - 1) * DAY + 18 * 3600


def told(workspace: Workspace, what: str, days: float = 7) -> Attributed:
    """By the posts of three positions of the campaign ``hook``; the codes are dish1 and so on."""
    hashed = masker_of(workspace).hashed
    touches = [
        Touch(
            post, posted(n), frozenset(map(hashed, [link_mark("hook", str(n)), code_mark(f"dish{n}"), post_mark(post)]))
        )
        for n, post in enumerate(POSTS, 1)
    ]
    asked = Asked(touches, (), dict.fromkeys(POSTS, ZONE), ["demo"], days)
    return counted(Lake(workspace.store_dir), what, asked)


def count(found: Attributed) -> list[float]:
    return [sum(one.count for one in found.by_post.get(post, ())) for post in POSTS]


def handed_in(workspace: Workspace, path: Path, text: str | bytes, **options: Any) -> Any:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (report,) = ingest(workspace, [path], **options).files
    return report


HEAD = "# ----------------------------------------\n# Bericht\n# Konto: Example\n# Property: example\n# --------\n#  \n"


def section(
    first: str, last: str, *rows: str, header: str = "Date,Session campaign,Session manual ad content,Sessions"
) -> str:
    return f"# Startdatum: {first}\n# Enddatum: {last}\n{header}\n" + "".join(f"{row}\n" for row in rows) + "\n\n"


def report(*sections: str) -> str:
    return HEAD + "".join(sections)


def test_reports_of_several_tables_are_read_where_they_have_campaigns_and_days_are_cut_at_the_posts_age(
    make_workspace: Make, tmp_path: Path
) -> None:
    """Other tables stay unread by name; the day of the post and six more count; a day before and one after are lost."""
    workspace = make_workspace()
    text = report(
        section("20260301", "20260331", header="Event name,Conversions"),
        section(
            "20260301", "20260331",
            "20260302,hook,1,5", "20260308,hook,1,2", "20260309,hook,1,40", "20260303,hook,2,7", "20260303,hook,3,9",
            "20260303,(not set),(not set),30", '20260303,"#spring, sale",1,4', "20260304,(other),(other),11",
        ),
    )  # fmt: skip
    report_ = handed_in(workspace, tmp_path / "ga.csv", text.replace("\n", "\r\n"))
    assert not report_.problems
    assert any("41 of 108 (sessions) carry no campaign" in str(note) for note in report_.notes)
    found = told(workspace, "sessions")
    assert count(found) == [7, 7, 0]
    assert found.lost == {Lost.LATE: 40, Lost.BEFORE: 9, Lost.UNMARKED: 41, Lost.UNKNOWN: 4}
    assert not found.gaps
    assert found.until == midnight(date(2026, 4, 1), ZONE)


def test_a_later_export_of_the_same_days_replaces_the_earlier_and_leaves_the_other_days(
    make_workspace: Make, tmp_path: Path
) -> None:
    """Even where it has fewer sessions, or a campaign is gone from it; the days it does not speak of stay."""
    workspace = make_workspace()
    rows = ("20260302,hook,1,5", "20260303,hook,2,7", "20260305,hook,3,9")
    handed_in(workspace, tmp_path / "a.csv", report(section("20260302", "20260305", *rows)))
    assert count(told(workspace, "sessions")) == [5, 7, 9]
    handed_in(workspace, tmp_path / "b.csv", report(section("20260302", "20260305", "20260302,hook,1,4")))
    assert count(told(workspace, "sessions")) == [4, 0, 0]
    handed_in(workspace, tmp_path / "c.csv", report(section("20260305", "20260320", "20260305,hook,3,2")))
    assert count(told(workspace, "sessions")) == [4, 0, 2]
    assert not told(workspace, "sessions").gaps


def test_two_websites_add_up_and_do_not_replace_each_other(make_workspace: Make, tmp_path: Path) -> None:
    """Each table of a report is of its website, whichever stands first and in whichever language."""
    workspace = make_workspace()
    one = section("20260302", "20260320", "20260302,hook,1,5")
    other = section("20260302", "20260320", "DE,9", header="Country,Users")
    handed_in(workspace, tmp_path / "a.csv", report(one))
    handed_in(workspace, tmp_path / "b.csv", report(one, other).replace("Property: example", "Property: other"))
    assert count(told(workspace, "sessions")) == [10, 0, 0]
    again = report(other, one).replace("Property: example", "Properti: other").replace("Konto:", "Akun:")
    handed_in(workspace, tmp_path / "c.csv", again)
    assert count(told(workspace, "sessions")) == [10, 0, 0]


def test_a_total_of_a_time_counts_where_it_holds_the_time_of_the_posts_and_says_so(
    make_workspace: Make, tmp_path: Path
) -> None:
    """An exploration with its total row; one that ends within the week of the last post tells nothing of that post."""
    workspace = make_workspace()
    header = "Session campaign,Session manual ad content,Sessions,Key events"
    body = f"{header}\n,,30,4,Grand total\nhook,1,20,3\nhook,3,6,1\n(direct),(not set),4,0\n"
    head = "# ----\n# example - GA4\n# Exploration 1\n# 20260302-20260310\n# ----\n\n"
    told_ = handed_in(workspace, tmp_path / "x.csv", head + body)
    assert not told_.problems
    found = told(workspace, "sessions")
    assert count(found) == [20, 0, 6]
    assert (found.whole, found.gaps) == (True, {POSTS[2]})
    assert count(told(workspace, "key_events")) == [3, 0, 1]
    handed_in(workspace, tmp_path / "y.csv", (head + body).replace("20260310", "20260312"))
    assert not told(workspace, "sessions").gaps
    assert count(told(workspace, "sessions")) == [20, 0, 6]


@pytest.mark.parametrize(
    "header",
    [
        "Datum,Sitzung – Kampagne,Sitzung – manueller Anzeigeninhalt,Sitzungen",
        "Fecha,Campaña de la sesión,Contenido del anuncio manual de la sesión,Sesiones",
        "Date,Campagne de la session,Contenu de l'annonce manuelle de la session,Sessions",
        "Data,Campanha da sessão,Conteúdo do anúncio manual da sessão,Sessões",
        "Data,Campagna sessione,Contenuto annuncio manuale sessione,Sessioni",
        "Tanggal,Kampanye sesi,Konten iklan manual sesi,Sesi",
        "date,sessionCampaignName,sessionManualAdContent,sessions",
    ],
)
def test_headers_in_other_languages_and_those_of_the_api_are_known(
    make_workspace: Make, tmp_path: Path, header: str
) -> None:
    workspace = make_workspace()
    told_ = handed_in(
        workspace, tmp_path / "a.csv", report(section("20260302", "20260320", "20260302,hook,1,5", header=header))
    )
    assert not told_.problems
    assert count(told(workspace, "sessions")) == [5, 0, 0]


def test_days_counted_from_the_start_and_tables_without_their_comments_are_understood(
    make_workspace: Make, tmp_path: Path
) -> None:
    """The first block is missing, as in a file seen; the days of the others hold, with hyphens or without."""
    workspace = make_workspace()
    table = "Nth day,Session campaign,Session manual ad content,Sessions\n0000,hook,1,5\n0002,hook,2,3\n\n\n"
    handed_in(workspace, tmp_path / "a.csv", table + section("20260302", "20260320", header="Country,Users"))
    assert count(told(workspace, "sessions")) == [5, 3, 0]
    later = section("20260305", "20260306", "2026-03-05,hook,1,2", "20260306,hook,2,4")
    handed_in(workspace, tmp_path / "b.csv", report(later))
    assert count(told(workspace, "sessions")) == [7, 7, 0]


@pytest.mark.parametrize(
    "name", ["report_sections_2023", "events_2024", "no_preamble_2024", "exploration_grand_total_2023"]
)
def test_real_reports_without_campaigns_are_refused_as_what_they_are(make_workspace: Make, name: str) -> None:
    (told_,) = ingest(make_workspace(), [shared(f"data/outcomes/ga4_{name}.csv")]).files
    assert [problem.code for problem in told_.problems] == ["analytics_report"]


def test_real_reports_are_read_as_campaign_tables_stand_among_their_own(make_workspace: Make, tmp_path: Path) -> None:
    """The real blocks, with one more behind them: titles, tables without rows, translated keys."""
    for number, name in enumerate(("outcomes/ga4_report_sections_2023", "studio-sobatti-2026/Ringkasan_laporan")):
        workspace = make_workspace(f"ws{number}")
        own = shared(f"data/{name}.csv").read_text(encoding="utf-8")
        assert not handed_in(
            workspace, tmp_path / f"{number}.csv", own + "\n\n" + section("20260302", "20260320", "20260302,hook,1,5")
        ).problems
        assert count(told(workspace, "sessions")) == [5, 0, 0]


def test_clicks_of_a_short_link_by_day_belong_to_the_post_of_its_long_address(
    make_workspace: Make, tmp_path: Path
) -> None:
    """Bots are named; a link that nobody asked about is a gap, not a zero."""
    workspace = make_workspace()
    days = [{"date": f"2026-03-{day:02d}T00:00:00+0000", "clicks": 3} for day in range(1, 12)]
    long = "https://example.org/?utm_source=tiktok&utm_campaign=hook&utm_content=2"
    told_ = handed_in(
        workspace,
        tmp_path / "b.json",
        json.dumps({"link": "bit.ly/x", "long_url": long, "unit": "day", "link_clicks": days}),
    )
    assert any("bots" in str(note) for note in told_.notes)
    found = told(workspace, "short_link_clicks")
    assert count(found) == [0, 21, 0]
    assert found.gaps == {POSTS[0], POSTS[2]}


def test_a_csv_of_links_that_ends_where_bitly_cuts_it_off_says_so(make_workspace: Make, tmp_path: Path) -> None:
    workspace = make_workspace()
    lines = [
        "Link,Long URL,Clicks",
        *(f"bit.ly/{n},https://x.org/?utm_campaign=hook&utm_content={n},{n}" for n in range(1, 201)),
    ]
    whole = handed_in(workspace, tmp_path / "c.csv", "\n".join(lines), captured_at=date(2026, 3, 20))
    assert any("200 rows" in str(note) for note in whole.notes)
    assert count(told(workspace, "short_link_clicks")) == [1, 2, 3]
    assert told(workspace, "short_link_clicks").whole
    fewer = handed_in(workspace, tmp_path / "d.csv", "\n".join(lines[:-1]), captured_at=date(2026, 3, 20))
    assert not any("200 rows" in str(note) for note in fewer.notes)


OWN = "conversation_id,message_id,sentiment_label,intent,campaign_tag,conversion_path,sent_at,post\n"


def test_conversations_are_counted_once_as_leads_and_comments_by_their_labels(
    make_workspace: Make, tmp_path: Path
) -> None:
    workspace = make_workspace()
    rows = (
        "c1,m1,,question,hook/1,dm,2026-03-02 20:00,\n"
        "c1,m2,,purchase intent,,dm > form,2026-03-03 20:00,\n"
        "c1,m3,,purchase,,dm,2026-03-04 20:00,\n"
        "c2,m4,,lead,DISH2,dm,2026-03-04 20:00,\n"
        "c3,m5,,lead,,comment > dm,2026-03-04 20:00,\n"
        f"c4,m6,positive,,,comment,2026-03-05 20:00,https://www.tiktok.com/@x/video/{POSTS[2]}\n"
        f"c5,m7,Negativ,,,comment,2026-03-05 21:00,{POSTS[2]}\n"
        f"c6,m8,neutral,,,comment,2026-03-25 21:00,{POSTS[2]}\n"
    )
    first = handed_in(workspace, tmp_path / "a.csv", OWN + rows)
    assert [str(note).partition(". Leads are")[0] for note in first.notes][1:] == [
        "Counted: labelled comments 3, positive comments 1, negative comments 1, leads by message 3, leads 1.",
        "Rows with an intent that makes no lead: 1",
    ]
    text = OWN + "c1,m1,glad,,,comment,,\nc2,m2,,lead,,dm,,\n"
    odd = handed_in(make_workspace("odd"), tmp_path / "odd.csv", text, captured_at=date(2026, 3, 25))
    assert [*map(str, odd.notes)][1:] == [
        "Counted: leads by message 1.",
        "Rows with a sentiment that is none of positive, neutral, negative: 1. They are not counted.",
        "Rows without a time count up to the day of the export, not up to an age of the post.",
    ]
    # A later export with one more message changes nothing that was counted.
    handed_in(workspace, tmp_path / "b.csv", OWN + rows + "c1,m9,,lead,,dm,2026-03-26 20:00,\n")
    leads = told(workspace, "dm_leads")
    assert count(leads) == [1, 1, 0]
    assert leads.lost == {Lost.UNMARKED: 1}
    assert count(told(workspace, "leads")) == [1, 0, 0]
    assert [count(told(workspace, f"comments_{one}")) for one in ("positive", "negative", "labelled")] == [
        [0, 0, 1], [0, 0, 1], [0, 0, 2],
    ]  # fmt: skip
    assert told(workspace, "comments_labelled").lost == {}


def test_contacts_of_another_tool_are_read_by_a_mapping_that_is_remembered(
    make_workspace: Make, tmp_path: Path
) -> None:
    """As ManyChat and HubSpot export them: every contact is a lead of the post that its tag names."""
    workspace = make_workspace()
    head, first = "Contact ID,Name,IG Username,Subscribed,Tags\n", '1,Kanari,@anna,2026-03-03 10:00,"vip, hook-1"\n'
    text = head + first + "2,Kanari,@bert,2026-03-04 10:00,\n"
    mapping = {"conversation_id": "Contact ID", "campaign_tag": "Tags", "sent_at": "Subscribed"}
    assert not handed_in(workspace, tmp_path / "m.csv", text, mapping=mapping).problems
    again = text.replace("2,Kanari", "3,Kanari")
    assert not handed_in(load_workspace(workspace.root), tmp_path / "m2.csv", again).problems
    found = told(workspace, "leads")
    assert count(found) == [1, 0, 0]
    assert found.lost == {Lost.UNMARKED: 2}


def xlsx(path: Path, rows: list[list[object]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_comments_are_counted_by_their_labels_below_the_lines_on_the_post(
    make_workspace: Make, tmp_path: Path, kind: str
) -> None:
    """Six lines above the table in a workbook, none in CSV; replies are told apart, names and texts stay unread."""
    workspace = make_workspace()
    link = f"https://www.tiktok.com/@x/video/{POSTS[1]}"
    head = [
        "",
        "SubId",
        "Name (click to view profile)",
        "Profile ID",
        "Date",
        "Likes",
        "Comment",
        "(view source)",
        "Sentiment",
    ]
    rows = [
        ["1", "", "Kanari", "@anna", "2026-03-04 10:00", "1", "Lovely", link, "positive"],
        ["1", "1", "Kanari", "@bert", "2026-03-04 11:00", "0", "No", link, "negative"],
        ["2", "", "Kanari", "@carl", "2026-03-05 11:00", "0", "Anna Muster", link, "neutral"],
        ["3", "", "Kanari", "@dora", "2026-03-05 12:00", "0", "x", link, ""],
    ]
    above: list[list[object]] = [
        ["Exported", "x"],
        ["Post", link],
        ["Likes", "9"],
        ["Account", "@x"],
        ["Total", "4"],
        [],
    ]
    for row in rows if kind == "xlsx" else ():
        row[7] = ""
    path = tmp_path / f"c.{kind}"
    if kind == "csv":
        path.write_text("\n".join(",".join(row) for row in [head, *rows]), encoding="utf-8")
    else:
        xlsx(path, [*above, list(head), *map(list, rows)])
    (report_,) = ingest(workspace, [path]).files
    assert not report_.problems
    assert [count(told(workspace, f"comments_{one}")) for one in ("positive", "negative", "labelled")] == [
        [0, 1, 0], [0, 1, 0], [0, 3, 0],
    ]  # fmt: skip
    assert "Comments 3, replies 1." in map(str, report_.notes)


def conversions(workspace: Workspace) -> list[dict[str, Any]]:
    return Lake(workspace.store_dir).read("conversions").to_pylist()


def test_redeemed_codes_are_orders_that_two_exports_tell_once(make_workspace: Make, tmp_path: Path) -> None:
    """Two equal rows are two orders, in both exports the same two; a day alone is taken at its end."""
    workspace = make_workspace()
    text = "Code,Datum,Betrag\ndish1,2026-03-02,24.90\nDISH1,2026-03-02,24.90\ndish1,2026-03-02,24.90\n"
    handed_in(workspace, tmp_path / "a.csv", text)
    handed_in(workspace, tmp_path / "b.csv", text + "dish2,2026-03-09,10.00\n")
    latest = newest(Lake(workspace.store_dir), ["demo"])
    assert sorted(row["amount"] for row in latest) == [10.0, 24.9, 24.9, 24.9]
    assert latest[0]["ordered_at"] == FIRST + DAY - 1 >= posted(1)
    assert {row["marks"] for row in latest[:3]} == {masker_of(workspace).hashed(code_mark("dish1"))}


def woo(*rows: str) -> str:
    return "Date,Order #,N. Revenue,Status,Coupon(s)\n" + "".join(f"{row}\n" for row in rows)


def test_a_refund_in_a_row_of_its_own_is_taken_off_its_order_whenever_that_comes(
    make_workspace: Make, tmp_path: Path
) -> None:
    """In the same file, before it and after it; one whose order nobody brought is kept and told."""
    workspace = make_workspace()
    order, back = "2026-03-03 10:00:00,7,30.00,Completed,dish1", "2026-03-05 10:00:00,7,-12.50,Refunded,"
    alone = "2026-03-05 10:00:00,8,-5.00,Refunded,"
    report_ = handed_in(workspace, tmp_path / "a.csv", woo(back, alone, "2026-03-06 10:00:00,9,1.00,Completed,"))
    assert any("Refunds of orders that are not in this file: 2." in str(note) for note in report_.notes)
    handed_in(workspace, tmp_path / "b.csv", woo(order))
    kept = {row["amount"]: row for row in newest(Lake(workspace.store_dir), ["demo"])}
    assert kept[30.0]["amount"] - kept[30.0]["refunded"] == 17.5
    assert kept[30.0]["counts"]
    assert kept[None]["refunded"] == 5.0
    together = make_workspace("both")
    handed_in(together, tmp_path / "c.csv", woo(order, back))
    (one,) = conversions(together)
    assert one["amount"] - one["refunded"] == 17.5


def sold(number: int, second: int, amount: float, source: str = "shopify", **more: Any) -> dict[str, Any]:
    row = {"key": f"{source}{number}", "ordered_at": second, "amount": amount, "source": source, "counts": True}
    return row | {"refunded": 0.0, "currency": "EUR", "marks": None} | more


def test_purchases_that_shop_and_payments_tell_count_once_with_all_that_both_know() -> None:
    shop = [sold(n, 1000 * n, 20.0 + n, marks=f"m{n}") for n in range(4)]
    paid = [sold(n, 1000 * n + 300, 20.0 + n, "stripe", refunded=5.0) for n in range(4)]
    both = once([*shop, *paid])
    assert [row["key"] for row in both.rows] == [row["key"] for row in shop]
    assert {row["refunded"] for row in both.rows} == {5.0}
    assert len(both.twice) == 4
    for other in (
        [{**row, "ordered_at": row["ordered_at"] + 1} for row in paid],
        [{**row, "amount": row["amount"] + 0.01} for row in paid],
        [{**row, "currency": "CHF"} for row in paid],
        [{**row, "source": "shopify"} for row in paid],
    ):
        assert len(once([*shop, *other]).rows) == 8
    unknown = once([*shop, *({**row, "currency": None} for row in paid)])
    assert len(unknown.rows) == 4, "WooCommerce does not say its currency"


def test_two_shops_that_sell_a_thing_at_one_price_within_minutes_both_count_and_it_is_told() -> None:
    one = [sold(n, 1000 * n, 20.0) for n in range(9)]
    other = [sold(n, 1000 * n + (60 if n < 3 else 500), 20.0, "stripe") for n in range(9)]
    both = once([*one, *other])
    assert (len(both.rows), len(both.twice), len(both.alike)) == (18, 0, 3)
    more = once([*one, *({**row, "ordered_at": 1000 * n + 60} if n < 5 else row for n, row in enumerate(other))])
    assert (len(more.rows), len(more.twice)) == (13, 5)


CANARY = "Kanari Muster kanari@example.org +49 151 23456789 @kanari_m"
"""A name, an address for mail, a phone number and a handle."""
FILES: dict[str, tuple[str, dict[str, str]]] = {
    "ga4": (
        "# Account: X\n# Start date: 20260302\n# End date: 20260320\n",
        {"Date": "20260304", "Session campaign": "hook", "Session manual ad content": "1", "Sessions": "5"},
    ),
    "bitly": ("", {"Link": "bit.ly/a", "Long URL": "https://x.org/?utm_campaign=hook&utm_content=1", "Title": "t",
                   "Date": "2026-03-04", "Clicks": "4"}),
    "conversations": (
        "",
        {"conversation_id": "c1", "message_id": "m1", "sentiment_label": "positive", "intent": "lead",
         "name": "n",
         "campaign_tag": "hook/1", "conversion_path": "dm", "sent_at": "2026-03-04 10:00", "post": "", "text": "t"},
    ),
    "comments": (
        "",
        {"Sentiment": "positive", "Id": "1", "SubId": "", "Name (click to view profile)": "n", "Profile ID": "p",
         "Date": "2026-03-04 10:00", "Likes": "1", "Comment": "c", "(view source)": f"https://www.tiktok.com/@x/video/{POSTS[0]}"},
    ),
    "codes": ("", {"code": "dish1", "date": "2026-03-04", "amount": "24.90", "currency": "EUR", "order": "1"}),
}  # fmt: skip


def everything(workspace: Workspace) -> str:
    """Every decoded cell of the store, and every file of it that is text."""
    lake = Lake(workspace.store_dir)
    cells = [str(lake.read(table).to_pylist()) for table in TABLES]
    return " ".join([*cells, *(path.read_text("utf-8") for path in workspace.store_dir.rglob("*.json"))])


@pytest.mark.parametrize("kind", FILES)
def test_nothing_of_whoever_ordered_or_wrote_reaches_store_or_log_from_any_field(
    make_workspace: Make, tmp_path: Path, kind: str
) -> None:
    """A canary of each kind in one field after the other; a file that is refused for it quotes nobody."""
    head, cells = FILES[kind]
    for place, column in enumerate(cells):
        workspace = make_workspace(f"{kind}{place}")
        row = {**cells, column: f"{cells[column]} {CANARY}" if column != "Long URL" else f"{cells[column]}%20{CANARY}"}
        text = f"{head}{','.join(row)}\n{','.join(row.values())}\n{','.join(cells.values())}\n"
        report_ = handed_in(workspace, tmp_path / f"{place}.csv", text)
        said = " ".join(map(str, [*report_.problems, *report_.notes]))
        for canary in ("anari", "Muster", "example.org", "151 2345"):
            assert canary not in everything(workspace) + said, column


@pytest.mark.parametrize(
    ("amount", "quoted"), [("Anna-L. Muster. 24.90", "..."), ("Muster", "..."), ("24.9x", "24.9x")]
)
def test_of_a_refused_amount_no_name_is_quoted_and_a_slip_is(
    make_workspace: Make, tmp_path: Path, amount: str, quoted: str
) -> None:
    _, cells = FILES["codes"]
    report_ = handed_in(
        make_workspace(), tmp_path / "a.csv", f"{','.join(cells)}\n{','.join({**cells, 'amount': amount}.values())}\n"
    )
    (problem,) = map(str, report_.problems)
    assert f"'{quoted}' is not a number" in problem
    assert ("Muster" in problem, "Anna" in problem) == (False, False)


def test_without_the_mask_the_canaries_would_be_seen(
    make_workspace: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Masker, "hashed", lambda _, text: text)
    head, cells = FILES["conversations"]
    text = f"{head}{','.join(cells)}\n{','.join(cells.values())} {CANARY}\n".replace("hook/1", CANARY)
    workspace = make_workspace()
    handed_in(workspace, tmp_path / "a.csv", text)
    assert "kanari@example.org" in everything(workspace)


def test_what_was_handed_in_stays_through_compaction_and_goes_with_its_hand_in(
    make_workspace: Make, tmp_path: Path
) -> None:
    """And which of two exports is the later is still known."""
    workspace = make_workspace()
    handed_in(workspace, tmp_path / "a.csv", report(section("20260302", "20260320", "20260302,hook,1,5")))
    handed_in(workspace, tmp_path / "b.csv", report(section("20260302", "20260320", "20260302,hook,1,3")))
    compact(Lake(workspace.store_dir))
    assert count(told(workspace, "sessions")) == [3, 0, 0]
    undo(workspace)
    assert count(told(workspace, "sessions")) == [5, 0, 0]


def test_a_day_on_which_was_exported_is_not_over(make_workspace: Make, tmp_path: Path) -> None:
    """Nor are those behind it: what is counted so far would pass for all of it."""
    workspace = make_workspace()
    rows = ("20260302,hook,1,5", "20260308,hook,1,2", "20260309,hook,3,4")
    text = report(section("20260302", "20260331", *rows))
    handed_in(workspace, tmp_path / "a.csv", text, captured_at=date(2026, 3, 9))
    found = told(workspace, "sessions")
    assert count(found) == [7, 0, 0]
    assert found.gaps == set(POSTS[1:])
    assert found.until == midnight(date(2026, 3, 9), ZONE)


def test_a_report_that_a_spreadsheet_program_saved_again_is_the_same_report(
    make_workspace: Make, tmp_path: Path
) -> None:
    """With marks behind every line that has fewer cells, and semicolons."""
    for mark in ",;":
        workspace = make_workspace(f"ws{ord(mark)}")
        text = report(
            section("20260302", "20260320", "DE,9", header="Country,Users"),
            section("20260302", "20260320", "20260302,hook,1,5"),
        )
        lines = [line + "," * (3 - line.count(",")) for line in text.splitlines()]
        report_ = handed_in(workspace, tmp_path / "a.csv", "\n".join(lines).replace(",", mark))
        assert not report_.problems
        assert count(told(workspace, "sessions")) == [5, 0, 0]


def test_a_caption_that_looks_like_a_comment_with_a_day_does_not_make_a_table_a_report(
    make_workspace: Make, tmp_path: Path
) -> None:
    workspace = make_workspace()
    rows = f'Video link,Video title,Views\nhttps://www.tiktok.com/@x/video/{POSTS[0]},"a\n# day 20260302\n",5\n'
    mapping = {"link": "Video link", "views": "Views"}
    report_ = handed_in(workspace, tmp_path / "a.csv", rows, mapping=mapping, captured_at=date(2026, 3, 20))
    assert (report_.problems, report_.posts) == ((), 1)


def test_a_whole_time_is_not_held_against_views_of_one_age_but_against_its_like(
    make_workspace: Make, tmp_path: Path
) -> None:
    """Labels without times: their share is one; orders per view of a whole time would not be."""
    workspace = make_workspace()
    rows = [f"c{n},m{n},{label},comment,{POSTS[0]}" for n, label in enumerate(("positive", "neutral", "positive"))]
    text = "\n".join(["conversation_id,message_id,sentiment_label,conversion_path,post", *rows])
    handed_in(workspace, tmp_path / "a.csv", text, captured_at=date(2026, 3, 20))
    after = {f"comments_{one}": told(workspace, f"comments_{one}") for one in ("positive", "labelled")}
    at = {post: posted(n) for n, post in enumerate(POSTS, 1)}
    positive = outcome_readings(CATALOGUE["positive_comments"], after, at, measure_at=7.0, promoted_at={})
    first = positive.by_post[POSTS[0]]
    assert (first.numerator, first.denominator, positive.rule) == (2, 3, AgeRule.COMMON_EXPORT)
    assert first.age == pytest.approx((date(2026, 3, 20) - date(2026, 3, 2)).days - 0.25)
    metric = replace(CATALOGUE["conversion_rate"], numerator=("comments_positive",))
    reading = Reading(POSTS[0], posted(1) + 7 * DAY, 7.0, 900.0, 1.0)
    views = Readings(metric, AgeRule.EQUAL_AGE, {POSTS[0]: reading})
    per_view = outcome_readings(metric, after, at, measure_at=7.0, promoted_at={}, beside=views)
    assert not per_view.by_post
    timed = {name: replace(one, whole=False) for name, one in after.items()}
    per_view = outcome_readings(metric, timed, at, measure_at=7.0, promoted_at={}, beside=views)
    assert per_view.by_post[POSTS[0]].denominator == 900
    for bought, counts in ((at[POSTS[0]] + 7 * DAY - 1, False), (at[POSTS[0]] + 7 * DAY, True)):
        promoted = outcome_readings(metric, timed, at, measure_at=7.0, promoted_at={POSTS[0]: bought}, beside=views)
        assert (POSTS[0] in promoted.by_post) is counts, "what was bought after its week changes nothing"
