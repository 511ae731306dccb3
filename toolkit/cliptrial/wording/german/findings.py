"""Every finding as a German sentence."""

from __future__ import annotations

from collections.abc import Sequence

from cliptrial.analysis.findings import (
    Level,
    by_platform,
    followed,
    improbable,
    measured,
    one_variable,
    periods,
    planned,
    refused,
    robust,
    weekdays,
)
from cliptrial.registry.platforms import PLATFORMS
from cliptrial.wording.formats import known
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
    wrong = f" ({_positions(f.wrong, s)})" if f.wrong else ""
    return f"Abweichungen vom Plan: {s.f.listing(deviations)}{wrong}."


def _weekday_confounded(f: weekdays.WeekdayConfounded, s: Phrases) -> str:
    if f.weekend:
        text = (
            (
                f"Von den {s.n(f.posts_arm)} Posts mit {s.arm(f.arm)} liefen {s.n(f.weekend_arm)} zwischen "
                f"Freitag und Sonntag, von den {s.n(f.posts_control)} mit {s.arm(f.control)} nur "
                f"{s.n(f.weekend_control)}."
            )
            if f.weekend_arm > f.weekend_control
            else (
                f"Von den {s.n(f.posts_arm)} Posts mit {s.arm(f.arm)} liefen nur {s.n(f.weekend_arm)} zwischen "
                f"Freitag und Sonntag, von den {s.n(f.posts_control)} mit {s.arm(f.control)} dagegen "
                f"{s.n(f.weekend_control)}."
            )
        )
    elif f.absent_days:
        text = f"Am {s.weekdays(f.absent_days)} liefen {s.arm(f.arm)} und {s.arm(f.control)} nie beide."
    else:
        text = f"{s.arm(f.arm)} und {s.arm(f.control)} liefen an unterschiedlichen Wochentagen."
    return text + (
        f" In der Verteilung über die Woche unterscheiden sie sich um {s.percent(f.tv_distance)}; beim Auslosen "
        f"wären etwa {s.percent(f.tv_by_chance)} normal. So zählen {s.count(f.posts, 'Post', 'Posts')} nur so "
        f"viel wie {s.n(f.effective_posts)}."
    )


def _adjustment_moves(f: weekdays.AdjustmentMoves, s: Phrases) -> str:
    terms = "Account, Monat und Wochentag" if f.by == "calendar" else "die Wochentage"
    text = (
        f"{s.row(f.metric, f.arm)}: {s.signed(f.unadjusted)} nach den bloßen Zahlen, {s.signed(f.adjusted)}, wenn "
        f"man {terms} herausrechnet."
    )
    return text + (" Sogar das Vorzeichen kehrt sich um." if f.sign_changes else "")


_WithRows = refused.ImpossibleValues | measured.ImpossibleLeftOut | measured.LinesAside


def _rows(f: _WithRows, s: Phrases) -> str:
    return f": {_places((), f.rows, s)}" if f.rows else ""


def _places(positions: Sequence[int], rows: Sequence[int], s: Phrases) -> str:
    """Where posts stand: in the plan, or in a table."""
    if positions:
        return _positions(positions, s)
    return f"Zeile{'' if len(rows) == 1 else 'n'} {s.listing(rows)}" if rows else ""


def _positions(positions: Sequence[int], s: Phrases) -> str:
    return f"{'Nr.' if len(positions) == 1 else 'Nrn.'}\u00a0{s.listing(positions)}"


def _orders_attributed(f: measured.OrdersAttributed, s: Phrases) -> str:
    once = (
        f" {s.n(f.twice)} stehen in zwei Quellen (gleicher Betrag, höchstens fünf Minuten auseinander): "
        "einmal gezählt." * bool(f.twice)
    )
    alike = (
        f" {s.n(f.alike)} gleichen einer aus einer anderen Quelle; zu wenige, um sicher zu sein, daher zählt jede."
        * bool(f.alike)
    )
    return (
        f"{s.count(f.orders, 'Bestellung gehört', 'Bestellungen gehören')} zu Posts dieses Experiments: nach dem "
        f"letzten Tracking-Link oder Code, innerhalb von {s.count(f.days, 'Tag', 'Tagen')} nach dem Post."
        f"{_lost(f, s)}{once}{alike}"
    )


def _lost(f: measured.OrdersAttributed | measured.OutcomesAttributed, s: Phrases) -> str:
    lost = [
        (f.unmarked, "ohne Tracking-Link und Code"),
        (f.unknown, "mit Link oder Code, zu dem es hier keinen Post gibt"),
        (f.before, "älter als der Post"),
        (f.late, "nach dem Zeitfenster"),
    ]
    others = [f"{s.n(count)} {why}" for count, why in lost if count]
    return f" Nicht gezählt: {s.f.listing(others)}." if others else " Sonst war nichts."


_WHAT = {
    "sessions": "Sitzungen auf der Website",
    "key_events": "Schlüsselereignisse auf der Website",
    "short_link_clicks": "Klicks auf Kurzlinks (Bots und Vorschauen sind dabei)",
    "dm_leads": "Leads per Nachricht",
    "leads": "Leads",
    "comments_labelled": "bewertete Kommentare",
    "comments_positive": "positive Kommentare",
    "comments_negative": "negative Kommentare",
}


def _outcomes_attributed(f: measured.OutcomesAttributed, s: Phrases) -> str:
    within = (
        "die Dateien haben keine Tage, darum zählt die ganze Zeit bis zum Export"
        if f.whole
        else f"innerhalb von {s.count(f.days, 'Tag', 'Tagen')} nach dem Post"
    )
    return (
        f"Von Posts dieses Experiments: {s.n(f.count)} {_WHAT.get(f.what, f.what)}, nach dem letzten Tracking-Link "
        f"oder Code; {within}.{_lost(f, s)}"
    )


def _common_export(f: measured.CommonExport, s: Phrases) -> str:
    ages = s.n(f.youngest) if s.n(f.youngest) == s.n(f.oldest) else f"{s.n(f.youngest)} bis {s.n(f.oldest)}"
    return (
        f"{s.metric(f.metric)}: für alle Posts mit Stand vom {s.date(f.as_of)} abgelesen, als sie {ages} Tage alt "
        "waren; das Alter ist gleichmäßig auf die Varianten verteilt."
    )


def _weekday_table(f: weekdays.WeekdayTableTest, s: Phrases) -> str:
    if f.p_value >= 0.05:
        return f"Varianten und Wochentage hängen nicht stärker zusammen, als der Zufall es erklärt ({s.p(f.p_value)})."
    return f"Varianten und Wochentage hängen stärker zusammen, als der Zufall es erklärt ({s.p(f.p_value)})."


def _missing(f: followed.MissingPosts, s: Phrases) -> str:
    return (
        f"{s.n(f.missing)} von {s.n(f.posts)} geplanten Posts {'fehlt' if f.missing == 1 else 'fehlen'} "
        f"({_positions(f.positions, s)})."
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
    parts = [f"{_STATES[key]} ({_positions(getattr(f, key), s)})" for key in _STATES if getattr(f, key)]
    return f"Laut Team nicht wie geplant: {'; '.join(parts)}."


def _shares(f: by_platform.OnlyRecorded, s: Phrases) -> str:
    return ", ".join(f"{s.arm(arm)} {s.percent(share)}" for arm, share in zip(f.arms, f.shares, strict=True))


def _platform_says(f: by_platform.PlatformSays, s: Phrases) -> str:
    name = PLATFORMS[f.platform].label
    if f.says == "nothing":
        return f"{name} selbst nennt keinen Gewinner."
    sure = f", zu {s.percent(f.confidence)} sicher" if f.confidence is not None else ""
    claim = {"winner": "nennt {arm} den Gewinner", "preferred": "bevorzugt {arm}", "same": "sieht keinen Unterschied"}
    said = f"{name} selbst {claim[f.says].format(arm=s.arm(f.arm) if f.arm else '')}{sure}."
    if f.agrees is None:
        return said
    return f"{said} {'Seine eigenen Zahlen zeigen das auch.' if f.agrees else 'Seine eigenen Zahlen zeigen das nicht.'}"


def _no_events(f: refused.NoEvents, s: Phrases) -> str:
    """One arm without any: there is no ratio, but often a bound."""
    if f.arm is None:
        return f"{s.metric(f.metric)}: {s.units('bei keinem Post', 'in keiner Woche')} auch nur einmal."
    if not known(f.limit):
        return (
            f"{s.metric(f.metric)}: mit {s.arm(f.arm)} kein einziges Mal. Wie groß der Unterschied ist, bleibt offen."
        )
    if f.limit < 0:
        less = f"mindestens {s.f.percent(-f.limit)} weniger als mit {s.arm(f.other)}"
        return f"{s.metric(f.metric)}: mit {s.arm(f.arm)} kein einziges Mal, {less}."
    more = f"mit {s.arm(f.other)} mindestens {s.f.times(f.limit)}-mal so viele"
    return f"{s.metric(f.metric)}: mit {s.arm(f.arm)} kein einziges Mal, {more}."


def _differs(f: one_variable.AttributeDiffers, s: Phrases) -> str:
    if f.control is None:
        return (
            f"{s.attribute(f.attribute)}: {s.n(f.posts)} von {s.n(f.of)} Posts "
            f"{'weicht' if f.posts == 1 else 'weichen'} von dem ab, was gleich bleiben sollte."
        )
    return f"Mit {s.arm(f.arm)} {_also(f, s)} ({s.n(f.posts)} von {s.count(f.of, 'Post', 'Posts')})."


def _also(f: one_variable.AttributeDiffers, s: Phrases) -> str:
    """What came together with the variant: ``gingen die Posts auch 2 Stunden später online als mit „Aussage“``."""
    one, other, control = f.arm_value, f.control_value, s.arm(f.control)
    if f.attribute == "sound":
        return f"lief auch ein anderer Sound: {s.names.quote(str(one))} statt {s.names.quote(str(other))}"
    if f.attribute == "hashtags":
        return f"stand auch #{one} dabei, mit {control} nicht" if one else f"fehlte auch #{other}, mit {control} nicht"
    if f.attribute == "day":
        if one:
            return f"gingen die Posts auch an anderen Tagen online als geplant, mit {control} nicht"
        return f"gingen die Posts an ihren Tagen online, mit {control} nicht"
    if not isinstance(one, float) or not isinstance(other, float):
        return f"war auch dies anders als mit {control}: {s.attributes([f.attribute])}"
    if f.attribute == "slot":
        gap = abs(one - other)
        hours = s.count(round(gap), "Stunde", "Stunden") if gap >= 1 else s.count(round(60 * gap), "Minute", "Minuten")
        return f"gingen die Posts auch {hours} {'später' if one > other else 'früher'} online als mit {control}"
    longer = "länger" if one > other else "kürzer"
    if f.attribute == "caption":
        return f"war auch die Caption {longer} als mit {control}: {s.n(one)} statt {s.n(other)} Zeichen"
    return f"waren die Videos auch {longer} als mit {control}: {s.n(one)} s statt {s.n(other)} s"


def _unbalanced(f: one_variable.AttributeUnbalanced, s: Phrases) -> str:
    apart = f"{s.n(f.difference, 2)} Standardabweichungen auseinander"
    if f.label:
        often = "häufiger" if f.difference > 0 else "seltener"
        apart = f"{s.names.quote(f.label)} kam {often} mit {s.arm(f.arm)}"
    text = f"{s.attribute(f.attribute)}: ungleich auf die Varianten verteilt ({apart}, {s.p(f.p_value)})."
    if f.adjusted is None:
        return text
    return text + (
        f" Rechnet man das heraus: {s.signed(f.adjusted)} ({s.signed(f.low)} bis {s.signed(f.high)}) statt "
        f"{s.signed(f.as_planned)}."
    )


def _extra(f: followed.ExtraPosts, s: Phrases) -> str:
    text = (
        f"{s.count(f.posts, 'weiterer Post hätte', 'weitere Posts hätten')} für einen geplanten stehen können "
        f"({_positions(f.positions, s)}): ein zweiter Versuch, dasselbe Thema oder ein anderer Post zur "
        "selben Uhrzeit."
    )
    if f.relinked:
        text += (
            f" {s.count(f.relinked, 'Post wurde', 'Posts wurden')} ausgetauscht, als "
            f"{'seine' if f.relinked == 1 else 'ihre'} Zahlen schon bekannt waren."
        )
    return text + " Wer zweimal postet und den besseren zählt, gewinnt durch Glück."


def _improbable(f: improbable.ImprobablePosts, s: Phrases) -> str:
    places = _places(f.positions, f.rows, s)
    posts = f"{s.count(f.posts, 'Post', 'Posts')} mit {s.arm(f.arm)}{f' ({places})' if places else ''}"
    seen = {
        "no_likes": f"{posts} haben Aufrufe ohne die Likes, die dazugehören.",
        "far_above": f"{posts} liegen weit über allen anderen, und von einer anderen Variante keiner.",
        "top_only": f"Ein großer Teil des Vorsprungs steckt in {posts}; die übrigen liegen viel weniger vorn.",
    }[f.sign]
    return (
        f"{seen} Diese Posts auf Werbung, Wiederholungen und falsche Zeilen prüfen. "
        f"{_BOUGHT if f.positions else _BOUGHT_ROWS}"
    )


_BOUGHT = (
    "Wurde einer beworben, bitte angeben, ab wann: im Formular unter Zahlen, mit `cliptrial ingest --boosted` oder in "
    "numbers.xlsx unter „Beworben ab“."
)
_BOUGHT_ROWS = "Wurde einer beworben, die Zahlen von vorher in die Tabelle eintragen oder ihn weglassen."


def _turns(f: robust.TurnsWithoutOne, s: Phrases) -> str:
    if f.low == f.high:
        return "Ein einziger Post entscheidet: Ohne ihn ist die Antwort offen."
    if f.level is Level.NOTE:
        return (
            "Es war knapp: Ohne den Post, der am stärksten dafür spricht, wäre die Antwort offen. Der Unterschied läge "
            f"weiter zwischen {s.signed(f.low)} und {s.signed(f.high)}, welchen Post man auch weglässt."
        )
    return (
        "Ein einziger Post entscheidet: Je nachdem, welchen man weglässt, liegt der Unterschied zwischen "
        f"{s.signed(f.low)} und {s.signed(f.high)}."
    )


FINDINGS = Sentences()

FINDINGS[planned.Locked] = lambda f, s: (
    f"Der Plan wurde am {s.date(f.locked_on)} festgeschrieben, vor dem ersten {s.units('Post', 'Tag')}."
)
FINDINGS[planned.NotLocked] = lambda _, s: (
    f"Der Plan wurde vor dem ersten {s.units('Post', 'Tag')} nicht festgeschrieben; er könnte sich "
    "unterwegs geändert haben."
)
FINDINGS[planned.LockedLate] = lambda f, s: (
    f"Der Plan wurde am {s.date(f.locked_on)} festgeschrieben, also nach dem ersten {s.units('Post', 'Tag')} vom "
    f"{s.date(f.first_post)}."
)
FINDINGS[planned.WayChanged] = lambda f, s: (
    "Entscheidungen haben die neue Art geändert, während sie gegen die alte lief: "
    + s.listing([*(f"{one} zurückgenommen" for one in f.gone), *(f"{one} übernommen" for one in f.added)])
    + ". Erst nach der Gegenprobe entscheiden."
)
FINDINGS[planned.PlanChanged] = lambda f, s: f"Der Plan wurde nach dem Festschreiben geändert: {s.listing(f.fields)}."
FINDINGS[planned.NoSchedule] = "Es gibt keinen ausgelosten Kalender; nicht der Zufall hat die Varianten verteilt."
FINDINGS[planned.ScheduleNotByRule] = lambda f, _: (
    "Der Kalender wurde von Hand geändert: Seine Varianten gehen mit denen einer anderen Idee auf denselben Posts "
    "stärker einher, als eine Auslosung es zulässt. Beide lassen sich schlecht auseinanderhalten."
    if f.rule == "limit"
    else "Dieser Kalender ist nicht ausgelost: Er wurde von Hand geändert, oder die Varianten wechseln sich stur ab. "
    "Ohne Auslosung gibt es nichts, woran sich das Ergebnis messen ließe."
)
FINDINGS[planned.NoTopics] = (
    "Vor dem Auslosen standen keine Themen fest. Wer die Idee für einen Tag aussuchte, kannte die Variante schon."
)
FINDINGS[planned.TopicsLate] = lambda f, s: (
    (
        f"{s.count(f.posts, 'Post bekam sein', 'Posts bekamen ihr')} Thema erst, als er schon online war "
        if f.posts == 1
        else f"{s.n(f.posts)} Posts bekamen ihr Thema erst, als sie schon online waren "
    )
    + f"(abgegeben am {s.date(f.given_on)})."
)
FINDINGS[planned.NotRandomised] = (
    "Diese Posts hat nicht der Zufall verteilt. Worin sie sich sonst noch unterscheiden, ist nicht bekannt."
)
FINDINGS[planned.NotReady] = lambda f, s: (
    f"Bisher {'ist' if f.measured == 1 else 'sind'} {s.n(f.measured)} von {s.n(f.posts)} Posts gemessen; nötig "
    f"sind {s.n(f.needed)}."
)
FINDINGS[periods.PeriodsRunning] = lambda f, s: (
    f"{s.n(f.due)} von {s.n(f.posts)} Phasen sind vorbei und eingelesen; die letzte endet am {s.date(f.ends)}."
)
FINDINGS[periods.PeriodsUnknown] = lambda f, s: (
    f"Nicht alle Tage bekannt, Phase {s.listing(f.periods)} (es fehlen {s.n(f.days)}): Das zählt als unbekannt, "
    "nicht als nichts. Die Tage des Accounts einlesen."
)
FINDINGS[periods.RunUnseen] = (
    "Kein Export sagt, was in welcher Phase wirklich lief: Jede zählt so, wie sie ausgelost wurde."
)
FINDINGS[periods.CadenceKept] = lambda f, s: f"Alle {s.n(f.periods)} Phasen hatten so viele Posts wie geplant."
FINDINGS[periods.CadenceNotKept] = lambda f, s: (
    f"Mehr oder weniger Posts als geplant, Phase {s.listing(f.periods)}: Jede zählt mit dem, was ausgelost war."
)
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
    f"({_positions(f.positions, s)}). Das ist mehr als ein Zehntel, und damit ist es nicht mehr das Experiment, das "
    "ausgelost wurde."
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
    f"Kein Export kennt {'den Link' if len(f.positions) == 1 else 'die Links'} bei {_positions(f.positions, s)}."
)
FINDINGS[followed.NotAsPlanned] = _not_as_planned
FINDINGS[followed.PromotedPosts] = lambda f, s: (
    f"{s.count(f.posts, 'Post wurde', 'Posts wurden')} beworben; es zählen nur die Zahlen von davor."
)
FINDINGS[followed.TopListExport] = lambda f, s: (
    f"Für {s.percent(f.without_snapshot)} der fälligen Posts fehlen Zahlen, und ein Export sieht aus wie eine "
    "Liste der meistgesehenen Posts. Schwache Posts fehlen darin womöglich."
)
FINDINGS[weekdays.RotationBalanced] = lambda f, s: (
    "Alle Varianten liefen an jedem Wochentag gleich oft: Der Wochentag erklärt nichts vom Unterschied."
    if f.largest_difference == 0
    else (
        "Die Wochentage sind fair verteilt: An keinem weichen die Varianten um mehr als "
        f"{s.count(f.largest_difference, 'Post', 'Posts')} voneinander ab."
    )
)
FINDINGS[weekdays.WeekdayConfounded] = _weekday_confounded
FINDINGS[weekdays.WeekdayTableTest] = _weekday_table
FINDINGS[weekdays.AdjustmentMoves] = _adjustment_moves
FINDINGS[weekdays.ArmsInDifferentPeriods] = lambda f, s: (
    f"{s.arm(f.arm)} und {s.arm(f.control)} liefen in verschiedenen Zeiträumen oder langen Strecken (Korrelation "
    f"mit der Zeit {s.n(f.correlation, 2)}, {s.p(f.p_value)}). Was sich in der Zeit sonst geändert hat, steckt "
    "mit im Ergebnis."
)
FINDINGS[weekdays.SplitCountsOff] = lambda f, s: (
    f"Die Gruppen sind nicht so groß wie geplant ({s.p(f.p_value)}). Nicht allein der Zufall hat entschieden, wer "
    "gezählt wird."
)
FINDINGS[weekdays.SplitCountsOk] = lambda f, s: f"Die Gruppen sind so groß wie geplant ({s.p(f.p_value)})."
FINDINGS[by_platform.PlatformSays] = _platform_says
FINDINGS[by_platform.OnlyRecorded] = lambda f, s: (
    f"{PLATFORMS[f.platform].label} zeigt Anteile ({_shares(f, s)}) und zählt niemanden: Sie sind festgehalten, wie "
    "sie dastehen; nachrechnen lässt sich nichts."
)
FINDINGS[by_platform.CountedOften] = (
    "Aufgeteilt wurden Einblendungen, von denen eine Person mehrere haben kann: Die wahre Spanne ist breiter als diese."
)
FINDINGS[one_variable.AttributesChecked] = lambda f, s: (
    f"An den Posts geprüft und bei allen Varianten gleich: {s.attributes(f.attributes)}."
)
FINDINGS[one_variable.AttributesAsPlanned] = lambda f, s: (
    f"Laut Plan gleich, aber nicht prüfbar, denn kein Export zeigt es: {s.attributes(f.attributes)}."
)
FINDINGS[one_variable.AttributeDiffers] = _differs
FINDINGS[one_variable.AttributeUnbalanced] = _unbalanced
FINDINGS[one_variable.VariableChecked] = lambda f, s: (
    f"{s.attribute(f.variable)}: an den Posts geprüft, jeder passt zu seiner Variante."
)
FINDINGS[one_variable.VariableAsPlanned] = lambda f, s: (
    f"{s.attribute(f.variable)}: laut Plan; an den Posts nicht prüfbar, denn kein Export zeigt es."
)
FINDINGS[measured.EqualAge] = lambda f, s: (
    f"Der Post wurde {s.count(f.days, 'Tag', 'Tage')} nach dem Posten gemessen."
    if f.posts == 1
    else f"Alle {s.count(f.posts, 'Post', 'Posts')} wurden im gleichen Alter gemessen, "
    f"{s.count(f.days, 'Tag', 'Tage')} nach dem Posten."
)
FINDINGS[measured.CommonExport] = _common_export
FINDINGS[measured.LeftOut] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.count(f.posts, 'Post bleibt', 'Posts bleiben')} außen vor, denn zum Messzeitpunkt "
    "fehlt eine Zahl."
)
FINDINGS[measured.DefinitionChanged] = lambda f, s: (
    f"{s.metric(f.metric)}: Seit dem {s.listing([s.date(day) for day in f.days])} zählt die Plattform unter diesem "
    "Namen etwas anderes. "
    f"{s.count(f.posts, 'Post von der anderen Seite bleibt', 'Posts von der anderen Seite bleiben')} außen vor, denn "
    "beides lässt sich nicht vergleichen. YouTubes „Engaged views“ werden gezählt wie zuvor."
)
FINDINGS[measured.OrdersAttributed] = _orders_attributed
FINDINGS[measured.OutcomesAttributed] = _outcomes_attributed
FINDINGS[measured.SeveralCurrencies] = lambda f, s: (
    f"{s.metric(f.metric)}: Die Bestellungen sind in {s.f.listing(f.currencies)}; das lässt sich nicht zusammenzählen."
)
FINDINGS[measured.NotMeasured] = lambda f, s: f"{s.metric(f.metric)}: Keine Quelle hat diese Zahl geliefert."
FINDINGS[measured.ImpossibleNumbers] = lambda f, s: (
    f"{s.count(f.posts, 'Post hat', 'Posts haben')} Zahlen, die nicht stimmen können: {s.rules(f.rules)}"
    f"{f' ({places})' if (places := _places(f.positions, f.rows, s)) else ''}."
)
FINDINGS[measured.ImpossibleLeftOut] = lambda f, s: (
    f"{s.count(f.posts, 'Post', 'Posts')} mit Zahlen, die nicht stimmen können, "
    f"{'bleibt' if f.posts == 1 else 'bleiben'} wie gewünscht außen vor{_rows(f, s)}."
)
FINDINGS[measured.RowsWithoutArm] = lambda f, s: (
    f"{s.count(f.rows, 'Zeile nennt', 'Zeilen nennen')} keine Variante und "
    f"{'bleibt' if f.rows == 1 else 'bleiben'} außen vor."
)
FINDINGS[measured.ColumnsTwice] = lambda f, s: (
    f"{s.arms(f.columns)}: Mehrere Spalten heißen so; sie sagen dasselbe und zählen einmal."
)
FINDINGS[measured.PostsMerged] = lambda f, s: (
    f"{s.count(f.posts, 'Post stand', 'Posts standen')} in mehreren Zeilen; es zählt der neueste Stand, einmal."
)
FINDINGS[measured.ValuesLeftOut] = lambda f, s: (
    f"Verglichen werden die {s.n(f.most)} meistgenutzten Werte; "
    f"{s.count(f.values_left, 'weiterer Wert', 'weitere Werte')} auf {s.count(f.posts, 'Post', 'Posts')} "
    f"{'bleibt' if f.values_left == 1 else 'bleiben'} außen vor."
)
FINDINGS[measured.LinesAside] = lambda f, s: (
    f"{s.count(len(f.rows), 'Zeile der Datei ist kein Post', 'Zeilen der Datei sind keine Posts')}, etwa eine Summe "
    f"oder ein Hinweis, und {'bleibt' if len(f.rows) == 1 else 'bleiben'} außen vor{_rows(f, s)}."
)
FINDINGS[measured.ArmsAlike] = lambda f, s: (
    f"{s.arms(f.arms)} unterscheiden sich nur in Leerzeichen oder Großschreibung und zählen als verschiedene "
    "Varianten. Ist dieselbe gemeint, schreibt sie gleich."
)
FINDINGS[measured.DuplicatePosts] = lambda f, s: (
    f"{s.count(f.posts, 'Post steht', 'Posts stehen')} doppelt in den Daten."
)
FINDINGS[robust.HoldsWithoutBest] = lambda f, s: (
    f"Welchen Post man auch weglässt: Der Unterschied bleibt zwischen {s.signed(f.low)} und {s.signed(f.high)}."
    if f.low != f.high
    else "Welchen Post man auch weglässt: Die Antwort bleibt dieselbe."
)
FINDINGS[robust.TurnsWithoutOne] = _turns
FINDINGS[robust.RanksAgree] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: Auch eine Rangliste der Posts, die kein einzelner Ausreißer kippt, führt zu "
    "derselben Antwort."
)
FINDINGS[robust.RanksDisagree] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: Eine Rangliste der Posts führt nicht zu derselben Antwort ({s.p(f.p_value)}). "
    "Womöglich hängt das Ergebnis an wenigen Posts."
)
FINDINGS[robust.OnPlatform] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.signed(f.relative)} ({s.signed(f.low)} bis {s.signed(f.high)}) auf "
    f"{PLATFORMS[f.platform].label} allein, bei {s.count(f.posts, 'Post', 'Posts')}. Die Antwort fasst zusammen, was "
    "jede Plattform zeigt; wie viele Aufrufe es dort gibt, zählt nicht."
)
FINDINGS[robust.SerialCorrelation] = lambda f, s: (
    f"{s.metric(f.metric)}: Starke und schwache Posts treten in Serien auf (Korrelation mit dem Post davor "
    f"{s.n(f.correlation, 2)}). Weil der Zufall die Varianten gemischt hat, kostet das Genauigkeit, nicht "
    "Fairness."
)
FINDINGS[robust.CarryOver] = lambda f, s: (
    f"{s.metric(f.metric)}: Nach einem Post mit {s.arm(f.arm)} läuft der nächste anders ({s.p(f.p_value)}). "
    "Womöglich wirkt die Variante noch auf den nächsten Post."
)
FINDINGS[planned.PlannedLook] = lambda f, s: (
    f"Das ist der geplante Zwischenstand {s.n(f.look)} von {s.n(f.looks)}, nach {s.n(f.posts)} von {s.n(f.of)} "
    f"Posts. Vor dem Ende zählt nur ein p bis {s.f.p_value(f.limit)}, damit frühes Nachsehen keinen Vorteil "
    "bringt."
)
FINDINGS[robust.BestPostShare] = lambda f, s: (
    f"Der beste Post mit {s.arm(f.arm)} macht {s.percent(f.share)} der Summe dieser Variante aus."
)
FINDINGS[refused.TooFewPosts] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: "
    f"{s.count(f.posts, s.units('Post', 'Woche'), s.units('Posts', 'Wochen'))}, nötig sind mindestens {s.n(f.needed)}."
)
FINDINGS[refused.TooFewAssignments] = lambda f, s: (
    f"{s.metric(f.metric)}: So wenige {s.units('Posts', 'Wochen')} hätten auch die andere Variante "
    "tragen können, dass sich selbst das "
    f"klarste Ergebnis nicht vom Zufall unterscheiden ließe (kleinstes mögliches p: {s.f.p_value(f.smallest_p)})."
)
FINDINGS[refused.TooFewViews] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: {s.count(f.views, 'Aufruf', 'Aufrufe')}, nötig sind mindestens {s.n(f.needed)}."
)
FINDINGS[refused.UnequalSpread] = lambda f, s: (
    f"{s.metric(f.metric)}: Die Beträge mit {s.arm(f.arm)} und mit {s.arm(f.control)} schwanken so verschieden "
    f"({s.p(f.p_value)}), dass sich ihre Durchschnitte nicht vergleichen lassen. Wo sie stärker schwanken, fehlen "
    "die größten Beträge wahrscheinlich noch."
)
FINDINGS[refused.NoVariation] = lambda f, s: (
    f"{s.metric(f.metric)}: {s.units('Posts', 'Wochen')} derselben Variante unterscheiden sich gar "
    "nicht, so lässt sich nichts am Zufall "
    "messen."
)
FINDINGS[refused.NoEvents] = _no_events
FINDINGS[refused.ImpossibleValues] = lambda f, s: (
    (
        (
            f"{s.metric(f.metric)}: {s.count(f.posts, 'Post hat einen Wert', 'Posts haben Werte')}, die es nicht "
            f"geben kann (unter null, unendlich oder durch null geteilt){_rows(f, s)}."
        )
        if f.posts != 1
        else (
            f"{s.metric(f.metric)}: 1 Post hat einen Wert, den es nicht geben kann (unter null, unendlich oder durch "
            f"null geteilt){_rows(f, s)}."
        )
    )
    + (" Berichtigen oder die anderen Posts vergleichen: --leave-out impossible." if f.rows else "")
)
FINDINGS[weekdays.TimesUnknown] = (
    "Die Posts haben keine Zeiten. So lässt sich nicht sehen, ob sich die Varianten Wochentage und Wochen "
    "geteilt haben. Bitte die Spalte mit der Zeit des Postings angeben."
)
FINDINGS[weekdays.ArmsTakeTurns] = (
    "Die Varianten wechseln sich streng ab. Das ist eine Reihenfolge, kein Zufall, und was mit ihr kommt und "
    "geht, sieht wie ein Effekt aus."
)
FINDINGS[measured.ComparedByAverage] = lambda f, s: (
    f"{s.metric(f.metric)}: bei {s.count(f.posts, 'Post', 'Posts')} kein einziges Mal, deshalb werden "
    "Durchschnitte verglichen statt typischer Posts; einzelne große Posts wiegen dann mehr."
)
FINDINGS[measured.MissingValues] = lambda f, s: (
    f"{s.metric(f.metric)}: kein Wert bei {s.count(f.posts, 'Post', 'Posts')}."
)
FINDINGS[refused.IntervalUnbounded] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: Die Spanne ist nach einer Seite offen; für eine Grenze sind es zu "
    f"wenige {s.units('Posts', 'Wochen')}."
)
FINDINGS[refused.ArmWithoutPosts] = lambda f, s: (
    f"{s.arm(f.arm)} hat keine {s.units('Posts', 'Wochen')} mit einem Wert für {s.metric_within(f.metric)}."
)
FINDINGS[improbable.ImprobablePosts] = _improbable
FINDINGS[improbable.ImprobableEffect] = lambda f, s: (
    f"{s.row(f.metric, f.arm)}: Selbst {s.signed(f.at_least)}, das Ende der Spanne, das null am nächsten liegt, ist "
    f"mehr als jeder bekannte Effekt einer solchen Änderung ({s.signed(f.known)}). Vor dem Glauben diese Posts auf "
    "Werbung, Wiederholungen und falsche Zeilen prüfen. Wurden welche beworben, bitte angeben, ab wann: im Formular "
    "unter Zahlen oder mit `cliptrial ingest --boosted`."
)


def _repeated(f: planned.RepeatedTest, s: Phrases) -> str:
    text = (
        f"Das ist Test Nr.\u00a0{s.n(f.tests)} desselben Vergleichs ({s.attribute(f.variable)}; davor: "
        f"{s.listing(f.experiments)}). Aus reinem Glück ist in {s.percent(f.chance)} solcher Reihen mindestens einer "
        f"von {s.n(f.tests)} besser."
    )
    if f.pooled is None or f.low is None or f.high is None:
        return text
    return f"{text} Alle zusammen sagen {s.signed(f.pooled)} ({s.signed(f.low)} bis {s.signed(f.high)})."


FINDINGS[planned.EarlyEndPlanned] = lambda f, s: (
    f"Wie geplant darf dieser Test ab {s.n(f.posts)} von {s.n(f.of)} Posts vorzeitig enden, falls eine klare Antwort "
    "unwahrscheinlich wird. Ob es so weit ist, steht dann hier, nie aber, in welche Richtung die Zahlen zeigen."
)
FINDINGS[planned.MayEndEarly] = lambda f, s: (
    f"Nach {s.n(f.posts)} von {s.n(f.of)} Posts ist eine klare Antwort am Ende unwahrscheinlich geworden: In weniger "
    "als 1 von 10 solchen Fällen kommt sie noch. Wie geplant darf dieser Test jetzt enden; weitermachen ist genauso "
    "richtig. In welche Richtung die Zahlen zeigen, ist damit nicht gesagt. Wer ihn beendet, entscheidet: beim Alten "
    "bleiben oder offen lassen."
)
FINDINGS[planned.EndedEarly] = lambda f, s: (
    f"Am {s.date(f.ended_on)} wie geplant vorzeitig beendet, nach {s.n(f.posts)} von {s.n(f.of)} Posts: Eine klare "
    "Antwort war unwahrscheinlich geworden. Nur vollständige Blöcke zählen, die übrigen Posts fehlen nicht. Dass die "
    "Änderung nichts bewirkt, ist damit nicht gesagt."
)
FINDINGS[planned.RepeatedTest] = _repeated
