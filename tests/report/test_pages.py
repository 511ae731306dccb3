"""A page is one safe file that says what the result says."""

from __future__ import annotations

import itertools
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.report.examples import ALL, HOSTILE
from tests.report.made import Pages
from tests.report.one_kernel import OneKernel

CASES = [(name, lang) for name in sorted(ALL) for lang in ("en", "de")]
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Reader(HTMLParser):
    """Collects what matters: tags with their attributes, headings, visible text, and unclosed tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    @property
    def said(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.text).replace("\u00a0", " "))


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_tags_are_balanced_and_headings_descend_one_at_a_time(pages: Pages, name: str, lang: str) -> None:
    reader = Reader(pages[name, lang].html)
    assert reader.open == []
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(one, following) for one, following in itertools.pairwise(levels) if following > one + 1] == []


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_nothing_leaves_the_file_and_nothing_runs(pages: Pages, name: str, lang: str) -> None:
    reader = Reader(pages[name, lang].html)
    names = {tag for tag, _ in reader.tags}
    assert not names & {"script", "iframe", "object", "embed", "link", "form", "base", "image"}
    for tag, attributes in reader.tags:
        assert not any(key.startswith("on") for key in attributes), tag
        assert "src" not in attributes
    assert [a["href"] for tag, a in reader.tags if tag != "a" and not (a.get("href") or "#").startswith("#")] == []
    links = [(str(a["href"]).split(":")[0], str(a["rel"])) for tag, a in reader.tags if tag == "a"]
    assert links == [("https", "noreferrer noopener nofollow")] * len(links)
    policy = next(str(a["content"]) for t, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "url(http" not in pages[name, lang].html
    assert "@import" not in pages[name, lang].html


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_language_title_and_verdict_are_those_of_the_result(pages: Pages, name: str, lang: str) -> None:
    page = pages[name, lang]
    reader = Reader(page.html)
    assert next(a for t, a in reader.tags if t == "html")["lang"] == lang
    assert page.result["lang"] == lang
    told = page.result["verdict"]["sentence"].replace("\u00a0", " ")
    assert re.sub(r"\s+", " ", told) in reader.said
    messages = [re.sub(r"\s+", " ", f["message"].replace("\u00a0", " ")) for f in page.result["findings"]]
    assert len(messages) == len(ALL[name]().findings) > 0
    assert [message for message in messages if message not in reader.said] == []


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_no_code_no_paths_no_warnings_no_missing_numbers(pages: Pages, name: str, lang: str) -> None:
    said = Reader(pages[name, lang].html).said
    assert not re.search(r"page\.\w+\(|import |Traceback|Warning|\bNone\b|\bnan\b|\binf\b", said)
    assert str(Path(__file__).parents[2]) not in pages[name, lang].html
    assert "/tmp/" not in pages[name, lang].html


@pytest.mark.parametrize("lang", ["en", "de"])
def test_hostile_texts_come_out_as_text(pages: Pages, lang: str) -> None:
    reader = Reader(pages["hostile", lang].html)
    told = "".join(reader.text)
    assert told.count(HOSTILE) == 2 + 1 + 56 + 1, "in both titles, the hypothesis, every topic and what is to be copied"
    assert "$a_b^c$ <i>x</i>" in told
    (title,) = re.findall(r"<title>(.*?)</title>", pages["hostile", lang].html, re.DOTALL)
    (heading,) = re.findall(r"<h1>(.*?)</h1>", pages["hostile", lang].html, re.DOTALL)
    assert HOSTILE in unescape(title)
    assert unescape(heading) == HOSTILE
    assert "script" not in {tag for tag, _ in reader.tags}
    assert "javascript:" not in pages["hostile", lang].html
    assert [a["href"] for tag, a in reader.tags if tag == "a"] == [], "none of them leads to a post"
    honest = [a["href"] for tag, a in Reader(pages["better", lang].html).tags if tag == "a"]
    assert honest
    assert all(re.fullmatch(r"https://www\.tiktok\.com/@[\w.]+/video/\d{19}", link) for link in honest)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_before_the_answer_is_due_the_page_shows_checks_only(pages: Pages, lang: str) -> None:
    html = pages["not_ready", lang].html
    assert set(re.findall(r'<svg[^>]*aria-labelledby="(\w+)-', html)) == {"calendar"}
    assert 'class="metrics' not in html
    assert 'class="heat"' in html


@pytest.mark.parametrize("name", ["observed", "history"])
def test_nothing_observed_is_called_better_or_a_cause(pages: Pages, name: str) -> None:
    for lang in ("en", "de"):
        said = Reader(pages[name, lang].html).said.lower()
        assert not re.search(r"\b(better|because|worse|besser|weil|schlechter)\b", said)


def test_a_blocker_withholds_the_verdict_and_not_the_numbers(pages: Pages) -> None:
    page = pages["confounded", "en"]
    said = Reader(page.html).said
    assert f"{page.result['uplifts'][0]['relative']:+.0%}".replace("%", " %") in said
    assert "Cannot be answered" in said


@pytest.mark.parametrize(("name", "lang"), [("better", "de"), ("several", "en"), ("history", "de"), ("weekend", "en")])
def test_a_kernel_makes_the_same_bytes(pages: Pages, warm_kernel: OneKernel, name: str, lang: str) -> None:
    assert pages.rendered(name, lang, warm_kernel) == pages[name, lang]


def test_figures_have_alternative_texts_with_numbers(pages: Pages) -> None:
    html = pages["better", "en"].html
    titles = re.findall(r'<svg[^>]*role="img"[^>]*><title[^>]*>([^<]+)</title>', html)
    assert len(titles) == html.count('role="img"') == 8
    assert [title for title in titles if not re.search(r"\d", title)] == []
