"""The calibration in words: what the figure shows, a table by situation, and where there is no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cliptrial.planning.calibration import CellResult
from cliptrial.planning.calibration_cells import METRIC
from cliptrial.wording.declared.calibration import CalibrationWording
from cliptrial.wording.formats import NBSP
from cliptrial.wording.language import Language, Speaking
from cliptrial.wording.languages import wording_for
from cliptrial.wording.names import label_of

OURS, NAIVE = "cliptrial", "sums_as_trials"


@dataclass(frozen=True, slots=True)
class CalibrationSpeaker(Speaking):
    """Results of a calibration in one language."""

    results: Sequence[CellResult]
    language: Language

    @classmethod
    def of(cls, results: Sequence[CellResult], lang: str) -> CalibrationSpeaker:
        """A speaker of ``lang``."""
        return cls(results, wording_for(lang))

    @property
    def w(self) -> CalibrationWording:
        """The language's words for it."""
        return self.language.calibration

    def shares(self, method: str) -> list[tuple[CellResult, float]]:
        """A method's share of false winners in every cell where it gives an answer.

        ClipTrial gives none where the arms simply followed one another or alternated.
        """
        if method == OURS:
            return [(r, r.false_positives) for r in self.results if r.cell.false_positives is not None]
        usual = [(r, r.usual(method)) for r in self.results]
        return [(r, shares[0]) for r, shares in usual if shares is not None]

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
        """How many situations and experiments, and where ClipTrial errs less or says nothing."""
        runs = min((r.tally.runs for r in self.results), default=0)
        lines = [self.w.caption(self.f.number(len(self.results)), self.f.number(runs)), self.w.below]
        return " ".join(lines + ([self.w.silent(self.f.number(self._silent))] if self._silent else []))

    def withheld(self) -> str:
        """In how many situations ClipTrial says nothing about causes."""
        return self.w.withheld(self.f.number(self._silent)) if self._silent else ""

    @property
    def _silent(self) -> int:
        return sum(r.cell.false_positives is None for r in self.results)

    def rows(self) -> list[tuple[str, ...]]:
        """One row for each layout and kind of metric, with the lowest and highest share over sizes and spreads."""
        groups: dict[tuple[str, str], list[CellResult]] = {}
        for result in self.results:
            label = label_of(METRIC[result.cell.kind], self.language.lang, self.language.terms)
            groups.setdefault((result.cell.layout, label), []).append(result)
        return [self._row(self.w.layouts[layout], metric, group) for (layout, metric), group in groups.items()]

    def _row(self, situation: str, metric: str, group: Sequence[CellResult]) -> tuple[str, ...]:
        naive = [shares[0] for r in group if (shares := r.usual(NAIVE))]
        silent = group[0].cell.false_positives is None
        ours = [[r.false_positives for r in group], [r.coverage for r in group], [r.power for r in group]]
        errors, coverage, power = (self.w.none if silent else self._span(shares) for shares in ours)
        return (
            situation,
            metric,
            self._ends([r.cell.posts_per_arm for r in group]),
            errors,
            coverage,
            self.f.signed(group[0].cell.effect),
            power,
            self._span(naive) if naive else "–",
        )

    def _span(self, shares: Sequence[float]) -> str:
        """``4.5 to 5.8 %``."""
        return f"{self._ends([share * 100 for share in shares], 1)}{NBSP}%"

    def _ends(self, numbers: Sequence[float], decimals: int = 0) -> str:
        low, high = (self.f.fixed(end, decimals) for end in (min(numbers), max(numbers)))
        return low if low == high else f"{low} {self.f.range_word} {high}"
