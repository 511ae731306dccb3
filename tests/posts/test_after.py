"""What people did after a post: analytics, short links, conversations and codes, read once and attributed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.places import shared

from cliptrial.posts.equal_age.due import DAY, midnight
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.outcomes.attribution import Attributed, Lost, Touch, code_mark, link_mark, post_mark
from cliptrial.posts.outcomes.counted import Asked, counted
from cliptrial.posts.text.privacy import masker_of
from cliptrial.registry.workspace import Workspace

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
    workspace = make_workspace()
    one = report(section("20260302", "20260320", "20260302,hook,1,5"))
    handed_in(workspace, tmp_path / "a.csv", one)
    handed_in(workspace, tmp_path / "b.csv", one.replace("Property: example", "Property: other"))
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
    """The first block is missing, as in a file seen; the days of the others hold."""
    workspace = make_workspace()
    table = "Nth day,Session campaign,Session manual ad content,Sessions\n0000,hook,1,5\n0002,hook,2,3\n\n\n"
    handed_in(workspace, tmp_path / "a.csv", table + section("20260302", "20260320", header="Country,Users"))
    assert count(told(workspace, "sessions")) == [5, 3, 0]


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
        "c3,m5,,lead,,dm,2026-03-04 20:00,\n"
        f"c4,m6,positive,,,comment,2026-03-05 20:00,https://www.tiktok.com/@x/video/{POSTS[2]}\n"
        f"c5,m7,Negativ,,,comment,2026-03-05 21:00,{POSTS[2]}\n"
        f"c6,m8,neutral,,,comment,2026-03-25 21:00,{POSTS[2]}\n"
    )
    handed_in(workspace, tmp_path / "a.csv", OWN + rows)
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
    from cliptrial.registry.workspace import load_workspace

    assert not handed_in(load_workspace(workspace.root), tmp_path / "m2.csv", again).problems
    found = told(workspace, "leads")
    assert count(found) == [1, 0, 0]
    assert found.lost == {Lost.UNMARKED: 2}
