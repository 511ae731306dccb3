"""German."""

from __future__ import annotations

from cliptrial.wording.formats import Formats
from cliptrial.wording.german.advice import ADVICE, CONCLUSIONS
from cliptrial.wording.german.ahead import AHEAD
from cliptrial.wording.german.findings import FINDINGS
from cliptrial.wording.german.page import PAGE
from cliptrial.wording.german.refusals import REFUSALS, REMEDIES
from cliptrial.wording.german.terminal import TERMINAL
from cliptrial.wording.german.terms import TERMS
from cliptrial.wording.german.verdicts import TRUST, VERDICTS
from cliptrial.wording.vocabulary.findings import Wording

GERMAN = Wording(
    lang="de",
    quotes=("„", "“"),
    formats=Formats("de", "unbekannt", "bis", "und", "zu", "aufwärts"),
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
