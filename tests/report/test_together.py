"""The page of an experiment in a combined test names the other ideas in its details, and nowhere above."""

from __future__ import annotations

import pytest
from tests.wording.test_together import COVER, SOUND, beside

from cliptrial.report.experiment_page import AnalysisPage


@pytest.mark.parametrize(
    ("lang", "heading", "told"),
    [
        ("en", "The other ideas on these posts", "about 1 in 7 such combined tests"),
        ("de", "Die anderen Ideen auf denselben Posts", "etwa 1 von 7 solchen Kombi-Tests"),
    ],
)
def test_other_ideas_stand_in_the_details_alone(lang: str, heading: str, told: str) -> None:
    both, alone = (AnalysisPage(one, lang) for one in (beside(SOUND, COVER), beside()))
    details = both.details().html
    assert details.count(heading) == 1
    assert details.count(told) == 1
    assert "Loud drums" in details
    assert heading not in alone.details().html
    assert both.first_screen().html == alone.first_screen().html
    assert both.conclusions().html == alone.conclusions().html
