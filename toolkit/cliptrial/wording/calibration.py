"""The calibration in words: labels by language, and which cells get no verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cliptrial.planning.calibration import CellResult
from cliptrial.wording.calibration_vocabulary import CalibrationWording
from cliptrial.wording.english.calibration import CALIBRATION as ENGLISH
from cliptrial.wording.formats import Formats
from cliptrial.wording.german.calibration import CALIBRATION as GERMAN
from cliptrial.wording.speaker import wording_for

CALIBRATIONS: Mapping[str, CalibrationWording] = {"en": ENGLISH, "de": GERMAN}
OURS = "cliptrial"


@dataclass(frozen=True, slots=True)
class CalibrationSpeaker:
    """Results of a calibration in one language."""

    results: Sequence[CellResult]
    w: CalibrationWording
    f: Formats

    @classmethod
    def of(cls, results: Sequence[CellResult], lang: str) -> CalibrationSpeaker:
        """A speaker of ``lang`` (``en`` or ``de``)."""
        return cls(results, CALIBRATIONS[lang], wording_for(lang).formats)

    def shares(self, method: str) -> list[tuple[CellResult, float]]:
        """A method's share of false winners in every cell where it gives an answer.

        ClipTrial gives none where the arms simply followed one another or alternated.
        """
        if method == OURS:
            return [(r, r.false_positives) for r in self.results if r.cell.false_positives is not None]
        found = [(r, r.usual(method)) for r in self.results]
        return [(r, shares[0]) for r, shares in found if shares is not None]

    def alt(self) -> str:
        """The figure in words."""
        parts = [self.w.title]
        for method, name in self.w.methods.items():
            shares = [share for _, share in self.shares(method)]
            if shares:
                ends = self.f.confidence(round(min(shares), 3)), self.f.confidence(round(max(shares), 3))
                parts.append(self.w.alt(name, *ends))
        return " ".join(parts)

    def caption(self) -> str:
        """How many situations and experiments."""
        runs = min((r.tally.runs for r in self.results), default=0)
        return self.w.caption(self.f.number(len(self.results)), self.f.number(runs))

    def withheld(self) -> str:
        """In how many situations ClipTrial says nothing about causes."""
        silent = sum(r.cell.false_positives is None for r in self.results)
        return self.w.withheld(self.f.number(silent)) if silent else ""
