"""German sentences of findings: whether the plan was followed."""

from __future__ import annotations

from cliptrial.analysis.findings import Level, followed
from cliptrial.wording.german.findings.places import named_positions
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _schedule_deviations(f: followed.ScheduleDeviations, s: Phrases) -> str:
    of = f"von {s.n(f.posts)} "
    deviations = [
        text
        for count, text in (
            (f.late, f"{s.count(f.late, f'{of}Posts ging', f'{of}Posts gingen')} zu spät online"),
            (f.moved, f"{s.count(f.moved, f'{of}Posts rutschte', f'{of}Posts rutschten')} auf einen anderen Tag"),
            (f.swapped, f"{s.count(f.swapped, f'{of}Posts hatte', f'{of}Posts hatten')} die falsche Variante"),
        )
        if count
    ]
    wrong = f" ({named_positions(f.wrong, s)})" if f.wrong else ""
    return f"Abweichungen vom Plan: {s.f.listing(deviations)}{wrong}."


def _missing(f: followed.MissingPosts, s: Phrases) -> str:
    return (
        f"{s.n(f.missing)} von {s.n(f.posts)} geplanten Posts {'fehlt' if f.missing == 1 else 'fehlen'} "
        f"({named_positions(f.positions, s)})."
    )


_STATES = {
    "skipped": "ausgelassen",
    "deleted": "gelöscht",
    "later": "später gepostet",
    "other": "die andere Variante gepostet",
    "collab": "Kooperation",
    "waiting": "wartet",
}


def _not_as_planned(f: followed.NotAsPlanned, s: Phrases) -> str:
    """``skipped (positions 3 and 7); deleted (position 9)``."""
    parts = [f"{_STATES[key]} ({named_positions(getattr(f, key), s)})" for key in _STATES if getattr(f, key)]
    return f"Laut Team nicht wie geplant: {'; '.join(parts)}."


def _extra(f: followed.ExtraPosts, s: Phrases) -> str:
    text = (
        f"{s.count(f.posts, 'weiterer Post hätte', 'weitere Posts hätten')} für einen geplanten stehen können "
        f"({named_positions(f.positions, s)}): ein zweiter Versuch, dasselbe Thema oder ein anderer Post zur selben "
        "Uhrzeit."
    )
    if f.relinked:
        text += (
            f" {s.count(f.relinked, 'Post wurde', 'Posts wurden')} ausgetauscht, als "
            f"{'seine' if f.relinked == 1 else 'ihre'} Zahlen schon bekannt waren."
        )
    return text + " Wer zweimal postet und den besseren zählt, gewinnt durch Glück."


FINDINGS = Sentences()
FINDINGS[followed.ScheduleFollowed] = lambda f, s: (
    "Der Post ging wie geplant online."
    if f.posts == 1
    else f"Alle {s.count(f.posts, '', 'Posts')} gingen wie geplant online."
)
FINDINGS[followed.ScheduleDeviations] = _schedule_deviations
FINDINGS[followed.AsPosted] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.as_posted)} ({s.signed(f.low)} bis {s.signed(f.high)}), "
    "wenn die Tage und "
    f"Uhrzeiten zählen, zu denen wirklich gepostet wurde; nach Plan {s.signed(f.as_planned)}."
    + (" Die Antwort hängt daran, was davon zählt." if f.level is Level.WARNING else "")
)
FINDINGS[followed.WrongArm] = lambda f, s: (
    f"{s.n(f.swapped)} von {s.n(f.posts)} Posts {'hatte' if f.swapped == 1 else 'hatten'} die falsche Variante "
    f"({named_positions(f.positions, s)}). Das ist mehr als ein Zehntel, und damit ist es nicht mehr das Experiment, "
    "das ausgelost wurde."
)
FINDINGS[followed.ExtraPosts] = _extra
FINDINGS[followed.FirstTakes] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.first_takes)} ({s.signed(f.low)} bis {s.signed(f.high)}), wenn jedes Mal "
    f"der erste dieser Posts zählt; sonst {s.signed(f.as_planned)}."
)
FINDINGS[followed.SharedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'Post gehört', 'Posts gehören')} auch zu {s.listing(f.experiments)}. Ein Post, der zwei "
    "Experimenten dient, ändert zwei Dinge auf einmal."
)
FINDINGS[followed.MissingPosts] = _missing
FINDINGS[followed.MissingPostsDecide] = lambda f, s: (
    (
        f"Die Antwort hängt an {s.n(f.missing)} {s.units('fehlenden Posts', 'fehlenden Wochen')}: Wären sie "
        f"so schwach wie {s.units('der', 'die')} schwächste gelaufen, hielte sie nicht."
    )
    if f.missing != 1
    else (
        f"Die Antwort hängt an {s.units('einem fehlenden Post: Wäre er', 'einer fehlenden Woche: Wäre sie')} so "
        f"schwach wie {s.units('der', 'die')} schwächste gelaufen, hielte sie nicht."
    )
)
FINDINGS[followed.MissingPostsUneven] = lambda f, s: (
    f"Mit {s.arm(f.arm)} fehlen die Zahlen von {s.n(f.missing)} der {s.n(f.posts)} Posts, mit {s.arm(f.control)} "
    f"von {s.n(f.missing_control)} der {s.n(f.posts_control)}. Der Zufall allein führt selten zu einem solchen "
    f"Unterschied ({s.p(f.p_value)}); was fehlt, könnte davon abhängen, wie die Posts liefen."
)
FINDINGS[followed.UnmatchedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'Post', 'Posts')} dieser Accounts aus dem Zeitraum "
    f"{'gehört' if f.posts == 1 else 'gehören'} zu keinem geplanten Termin."
)
FINDINGS[followed.UnknownLinks] = lambda f, s: (
    f"Kein Export kennt {'den Link' if len(f.positions) == 1 else 'die Links'} bei {named_positions(f.positions, s)}."
)
FINDINGS[followed.NotAsPlanned] = _not_as_planned
FINDINGS[followed.PromotedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'Post wurde', 'Posts wurden')} beworben; es zählen nur die Zahlen von davor."
)
FINDINGS[followed.TopListExport] = lambda f, s: (
    f"Für {s.percent(f.without_snapshot)} der fälligen Posts fehlen Zahlen, und ein Export sieht aus wie eine "
    "Liste der meistgesehenen Posts. Schwache Posts fehlen darin womöglich."
)
