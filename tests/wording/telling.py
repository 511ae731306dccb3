"""All that a reader is told of a result, as lines; ``python -m tests.wording.telling`` writes them down for review.

The files in ``said`` hold one section a result and language. ``~`` stands for a space that does not break. Whoever
changes a sentence writes them anew, reads every line that changed, and keeps both languages true to the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple
from pathlib import Path

from cliptrial.wording.experiment.ahead import before_the_start, planned_period
from cliptrial.wording.experiment.conclusions import (
    can,
    cannot,
    next_steps,
    to_copy,
    what_it_costs,
    what_we_do,
    why_decided,
)
from cliptrial.wording.experiment.headline import sentence, support, tone
from cliptrial.wording.experiment.opening import opening
from cliptrial.wording.experiment.tables import a_month, heat, metric_table, post_table, telling_posts
from cliptrial.wording.experiment.together import together
from cliptrial.wording.experiment.trust import trust
from cliptrial.wording.formats import NBSP
from cliptrial.wording.method import definitions, method, provenance, remarks
from cliptrial.wording.speaker import Speaker

SAID = Path(__file__).parent / "said"
LANGUAGES = ("en", "de")
POSTS = 3


def told(s: Speaker) -> list[str]:
    """A result in lines: what kind of text, and the text."""
    lines = [f"{kind}: {text}" for kind, text in _everything(s)]
    return [line.replace(NBSP, "~").rstrip() for line in lines]


def _everything(s: Speaker) -> Iterator[tuple[str, str]]:
    first, verdict = opening(s, "Europe/Berlin"), s.analysis.verdict
    yield "stamp", first.stamp
    yield "kicker", first.kicker
    yield "title", first.title
    yield "plan", " ".join(filter(None, [first.bold, *first.lines, why_decided(s)]))
    yield "headline", sentence(s, verdict)
    yield from (("know", line) for line in support(s))
    yield "do", what_we_do(s)
    yield "cost", what_it_costs(s)
    yield "chip", f"{s.chip(verdict)[0]}, {s.chip(verdict)[1]}; the page is {tone(s, verdict)}"
    yield from (("trust", f"{'yes' if item.ok else 'no'} | {item.text} | {item.small}") for item in trust(s))
    yield from (("can", line) for line in can(s))
    yield from (("cannot", line) for line in cannot(s))
    yield from (("next", line) for line in next_steps(s))
    yield from (("copy", line) for line in to_copy(s))
    yield from (("together", line) for line in together(s))
    yield from (("method", line) for line in method(s))
    yield from (("remark", line) for line in remarks(s))
    yield "words", ", ".join(word for word, _ in definitions(s))
    yield "footer", provenance(s, "page")
    yield from (("finding", f"{f.level.value} {f.code} | {s.message(f)}") for f in s.analysis.findings)
    yield from _tables(s)
    if s.ahead:
        yield "ahead", " | ".join([planned_period(s), *before_the_start(s)])


def _tables(s: Speaker) -> Iterator[tuple[str, str]]:
    metrics, posts = metric_table(s), post_table(s)
    if metrics is not None:
        heads = (str(metrics.several), metrics.control, metrics.variant, metrics.interval, str(metrics.same_confidence))
        yield "metrics", " | ".join(heads)
        yield from (("metric", " | ".join(map(str, astuple(row)[:-1]))) for row in metrics.rows)
        yield from (("note", note) for note in filter(None, [metrics.note, a_month(s)]))
        for arm in telling_posts(s):
            yield (
                "posts of",
                f"{arm.arm}: " + ", ".join(f"{word} {post.value} ({post.date})" for word, post in arm.posts),
            )
    if posts is not None:
        shown = ", ".join(column for column, is_shown in posts.shown.items() if is_shown)
        yield "posts", f"{len(posts.rows)} rows of {posts.metric} with {shown} {posts.left_out}"
        late = [row for row in posts.rows[POSTS:] if row.late]
        yield from (("post", " | ".join(astuple(row))) for row in (*posts.rows[:POSTS], *late[:POSTS]))
    yield from (("weekdays", f"{row.arm}: " + ", ".join(f"{n} ({part})" for n, part in row.cells)) for row in heat(s))


def read(name: str, lang: str) -> Mapping[str, list[str]]:
    """The sections of a file of ``said``."""
    sections: dict[str, list[str]] = {}
    for line in (SAID / f"{name}.{lang}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            sections[line[2:]] = []
        elif line:
            list(sections.values())[-1].append(line)
    return sections


def write(name: str, lang: str, sections: Mapping[str, list[str]]) -> None:
    """Write such a file."""
    text = "\n\n".join("\n".join([f"# {title}", *lines]) for title, lines in sections.items())
    (SAID / f"{name}.{lang}.txt").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Write down what is said today."""
    from tests.wording.answers import ANSWERS, answered
    from tests.wording.cases import NAMES, analysis
    from tests.wording.gathered import gathered
    from tests.wording.words import findings_said, words_said

    for lang in LANGUAGES:
        write("results", lang, {name: told(Speaker.of(analysis(name), lang)) for name in NAMES})
        write("answers", lang, {name: answered(name, lang) for name in ANSWERS})
        write("findings", lang, findings_said(lang))
        write("words", lang, words_said(lang))
        write("gathered", lang, gathered(lang))


if __name__ == "__main__":
    main()
