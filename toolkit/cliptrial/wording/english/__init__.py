"""English."""

from __future__ import annotations

from cliptrial.wording.english.advice import ADVICE, CONCLUSIONS
from cliptrial.wording.english.ahead import AHEAD
from cliptrial.wording.english.findings import FINDINGS
from cliptrial.wording.english.page import PAGE
from cliptrial.wording.english.refusals import REFUSALS, REMEDIES
from cliptrial.wording.english.terminal import TERMINAL
from cliptrial.wording.english.terms import TERMS
from cliptrial.wording.english.verdicts import TRUST, VERDICTS
from cliptrial.wording.formats import Formats
from cliptrial.wording.vocabulary.findings import Wording

ENGLISH = Wording(
    lang="en",
    quotes=("“", "”"),
    formats=Formats("en", "unknown", "to", "and", "to", "upwards"),
    findings=FINDINGS,
    refusals=REFUSALS,
    remedies=REMEDIES,
    verdicts=VERDICTS,
    terms=TERMS,
    trust=TRUST,
    conclusions=CONCLUSIONS,
    advice=ADVICE,
    ahead=AHEAD,
    terminal=TERMINAL,
    page=PAGE,
)
