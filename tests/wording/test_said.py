"""What is said of every example, in both languages, word for word and number for number."""

from __future__ import annotations

import pytest
from tests.report.examples import ALL
from tests.report.reading import clean
from tests.report.said import SAID, differs, fingerprint, values_of

from cliptrial.wording.describe import describe_full
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
from cliptrial.wording.experiment.trust import trust
from cliptrial.wording.method import method
from cliptrial.wording.speaker import Speaker


def told(s: Speaker) -> dict[str, list[str]]:
    """The parts of a page that are sentences."""
    verdict, first = s.analysis.verdict, opening(s, "Europe/Berlin")
    small = [f"{'✓' if item.ok else '!'} {item.text}{f' | {item.small}' if item.small else ''}" for item in trust(s)]
    return {
        "stamp": [first.stamp],
        "kicker": [first.kicker],
        "plan": [*filter(None, [first.bold, *first.lines, why_decided(s)])],
        "word": [s.chip(verdict)[0]],
        "tone": [tone(s, verdict)],
        "sentence": [sentence(s, verdict)],
        "trust": small,
        "lines": lines_of(s),
        "can": [] if s.ahead else can(s),
        "cannot": [] if s.ahead else cannot(s),
        "next": next_steps(s),
        "copy": to_copy(s),
        "method": method(s),
    }


def lines_of(s: Speaker) -> list[str]:
    """What we know, what we do, what it costs."""
    names = s.w.page.headings
    lines = [(names.know, " ".join(support(s))), (names.do, what_we_do(s)), (names.cost, what_it_costs(s))]
    return [f"{name}: {line}" for name, line in lines if line]


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("name", SAID)
def test_every_sentence_is_the_one_that_readers_of_this_language_get(name: str, lang: str) -> None:
    analysis = ALL[name]()
    result, shown = describe_full(analysis, lang), told(Speaker.of(analysis, lang))
    values = values_of(result)
    for part, templates in SAID[name][lang].items():
        if part not in shown:
            continue  # a figure's caption: it is read from the page
        wanted = [templates] if isinstance(templates, str) else templates
        assert len(shown[part]) == len(wanted), (part, shown[part])
        for line, template in zip(shown[part], wanted, strict=True):
            assert differs(clean(template.replace("{hash}", fingerprint(result))), clean(line), values, lang) is None
