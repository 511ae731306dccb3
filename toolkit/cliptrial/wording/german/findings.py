"""Every finding as a German sentence."""

from __future__ import annotations

from cliptrial.wording.values import Values
from cliptrial.wording.vocabulary.findings import Findings, Refusals, Remedies


def _schedule_deviations(v: Values) -> str:
    of = f"von {v.n('posts')} " if v.number("posts") else ""
    told = [
        text
        for key, text in (
            ("late", f"{v.count('late', f'{of}Posts ging', f'{of}Posts gingen')} zu spät online"),
            ("moved", f"{v.count('moved', f'{of}Posts rutschte', f'{of}Posts rutschten')} auf einen anderen Tag"),
            ("swapped", f"{v.count('swapped', f'{of}Posts hatte', f'{of}Posts hatten')} die falsche Variante"),
        )
        if v.number(key)
    ]
    return f"Abweichungen vom Plan: {v.f.listing(told)}." if told else "Einige Posts gingen nicht wie geplant online."


def _weekday_confounded(v: Values) -> str:
    if v.weekend:
        text = (
            f"Von den {v.n('posts_arm')} Posts mit {v.arm()} liefen {v.n('weekend_arm')} zwischen Freitag und Sonntag, "
            f"von den {v.n('posts_control')} mit {v.arm('control')} nur {v.n('weekend_control')}."
            if (v.number("weekend_arm") or 0) > (v.number("weekend_control") or 0)
            else f"Von den {v.n('posts_arm')} Posts mit {v.arm()} liefen nur {v.n('weekend_arm')} zwischen Freitag und "
            f"Sonntag, von den {v.n('posts_control')} mit {v.arm('control')} dagegen {v.n('weekend_control')}."
        )
    elif v.items("absent_days"):
        text = f"Am {v.weekdays('absent_days')} liefen {v.arm()} und {v.arm('control')} nie beide."
    else:
        text = f"{v.arm()} und {v.arm('control')} liefen an unterschiedlichen Wochentagen."
    if v.number("tv_distance") is not None:
        text += f" In der Verteilung über die Woche unterscheiden sie sich um {v.percent('tv_distance')}"
        chance = v.number("tv_by_chance")
        text += f"; beim Auslosen wären etwa {v.percent('tv_by_chance')} normal." if chance is not None else "."
    if v.number("effective_posts") is not None:
        text += f" So zählen {v.count('posts', 'Post', 'Posts')} nur so viel wie {v.n('effective_posts')}."
    return text


def _adjustment_moves(v: Values) -> str:
    terms = "Account, Monat und Wochentag" if v.raw("by") == "calendar" else "die Wochentage"
    text = (
        f"{v.metric()}, {v.arm()}: {v.signed('unadjusted')} nach den bloßen Zahlen, {v.signed('adjusted')}, wenn man "
        f"{terms} "
        "herausrechnet."
    )
    return text + (" Sogar das Vorzeichen kehrt sich um." if v.raw("sign_changes") else "")


def _rows(v: Values) -> str:
    return f": Zeile{'' if len(v.items('rows')) == 1 else 'n'} {v.listing('rows')}" if v.items("rows") else ""


def _with_values(v: Values) -> str:
    return f" mit einem Wert für {v.metric_within()}" if v.raw("metric") else ""


def _positions(v: Values) -> str:
    return f"{'Nr.' if len(v.items('positions')) == 1 else 'Nrn.'}\u00a0{v.listing('positions')}"


def _common_export(v: Values) -> str:
    ages = v.n("youngest") if v.n("youngest") == v.n("oldest") else f"{v.n('youngest')} bis {v.n('oldest')}"
    return (
        f"{v.metric()}: für alle Posts mit Stand vom {v.date('as_of')} abgelesen, als sie {ages} Tage alt waren; das "
        "Alter ist gleichmäßig auf die Varianten verteilt."
    )


def _weekday_table(v: Values) -> str:
    p = v.number("p_value")
    if p is None or p >= 0.05:
        return f"Varianten und Wochentage hängen nicht stärker zusammen, als der Zufall es erklärt ({v.p('p_value')})."
    return f"Varianten und Wochentage hängen stärker zusammen, als der Zufall es erklärt ({v.p('p_value')})."


def _missing(v: Values) -> str:
    of = f" von {v.n('posts')} geplanten Posts" if v.number("posts") else " der geplanten Posts"
    where = f" ({_positions(v)})" if v.items("positions") else ""
    return f"{v.n('missing')}{of} {'fehlt' if v.one('missing') else 'fehlen'}{where}."


def _no_events(v: Values) -> str:
    """One arm without any: there is no ratio, but often a bound."""
    limit = v.number("limit")
    if v.raw("arm") is None:
        return f"{v.metric()}: bei keinem Post auch nur einmal."
    if limit is None:
        return f"{v.metric()}: mit {v.arm()} kein einziges Mal. Wie groß der Unterschied ist, bleibt offen."
    if limit < 0:
        less = f"mindestens {v.f.percent(-limit)} weniger als mit {v.arm('other')}"
        return f"{v.metric()}: mit {v.arm()} kein einziges Mal, {less}."
    more = f"mit {v.arm('other')} mindestens {v.f.times(limit)}-mal so viele"
    return f"{v.metric()}: mit {v.arm()} kein einziges Mal, {more}."


FINDINGS = Findings(
    locked=lambda v: f"Der Plan wurde am {v.date('locked_on')} festgeschrieben, vor dem ersten Post.",
    not_locked=lambda _: (
        "Der Plan wurde vor dem ersten Post nicht festgeschrieben; er könnte sich unterwegs geändert haben."
    ),
    locked_late=lambda v: (
        f"Der Plan wurde am {v.date('locked_on')} festgeschrieben, also nach dem ersten Post vom "
        f"{v.date('first_post')}."
    ),
    plan_changed=lambda v: f"Der Plan wurde nach dem Festschreiben geändert: {v.listing('fields')}.",
    no_schedule=lambda _: "Es gibt keinen ausgelosten Kalender; nicht der Zufall hat die Varianten verteilt.",
    schedule_not_by_rule=lambda _: (
        "Dieser Kalender ist nicht ausgelost: Er wurde von Hand geändert, oder die Varianten wechseln sich stur ab. "
        "Ohne Auslosung gibt es nichts, woran sich das Ergebnis messen ließe."
    ),
    no_topics=lambda _: (
        "Vor dem Auslosen standen keine Themen fest. Wer die Idee für einen Tag aussuchte, kannte die Variante schon."
    ),
    not_randomised=lambda _: (
        "Diese Posts hat nicht der Zufall verteilt. Worin sie sich sonst noch unterscheiden, ist nicht bekannt."
    ),
    not_ready=lambda v: (
        f"Bisher {'ist' if v.one('measured') else 'sind'} {v.n('measured')} von {v.n('posts')} Posts gemessen; "
        f"nötig sind {v.n('needed')}."
    ),
    schedule_followed=lambda v: (
        "Der Post ging wie geplant online."
        if v.one("posts")
        else f"Alle {v.count('posts', '', 'Posts')} gingen wie geplant online."
    ),
    schedule_deviations=_schedule_deviations,
    as_posted=lambda v: (
        f"{v.metric()}, {v.arm()}: {v.signed('as_posted')} ({v.signed('low')} bis {v.signed('high')}), wenn die Tage "
        "zählen, "
        f"an denen wirklich gepostet wurde; nach Plan {v.signed('as_planned')}."
    ),
    wrong_arm=lambda v: (
        f"{v.n('swapped')} von {v.n('posts')} Posts {'hatte' if v.one('swapped') else 'hatten'} die falsche Variante. "
        "Das ist mehr als ein Zehntel, und damit ist es nicht mehr das Experiment, das ausgelost wurde."
    ),
    missing_posts=_missing,
    missing_posts_decide=lambda v: (
        f"Die Antwort hängt an {v.count('missing', 'fehlenden Post', 'fehlenden Posts')}: Wären sie so schwach wie der "
        "schwächste gelaufen, hielte sie nicht."
        if not v.one("missing")
        else (
            "Die Antwort hängt an einem fehlenden Post: Wäre er so schwach wie der schwächste gelaufen, "
            "hielte sie nicht."
        )
    ),
    missing_posts_uneven=lambda v: (
        f"Mit {v.arm()} fehlen die Zahlen von {v.n('missing')} der {v.n('posts')} Posts, mit {v.arm('control')} von "
        f"{v.n('missing_control')} der {v.n('posts_control')}. Der Zufall allein führt selten zu einem solchen "
        f"Unterschied ({v.p('p_value')}); was fehlt, könnte davon abhängen, wie die Posts liefen."
    ),
    unmatched_posts=lambda v: (
        f"{v.count('posts', 'Post', 'Posts')} dieser Accounts aus dem Zeitraum "
        f"{'gehört' if v.one('posts') else 'gehören'} "
        "zu keinem geplanten Termin."
    ),
    unknown_links=lambda v: (
        f"Kein Export kennt {'den Link' if v.one('positions') else 'die Links'} bei {_positions(v)}."
    ),
    promoted_posts=lambda v: (
        f"{v.count('posts', 'Post wurde', 'Posts wurden')} beworben; es zählen nur die Zahlen von davor."
    ),
    top_list_export=lambda v: (
        f"Für {v.percent('without_snapshot')} der fälligen Posts fehlen Zahlen, und ein Export sieht aus wie eine "
        "Liste "
        "der meistgesehenen Posts. Schwache Posts fehlen darin womöglich."
    ),
    rotation_balanced=lambda v: (
        "Alle Varianten liefen an jedem Wochentag gleich oft: Der Wochentag erklärt nichts vom Unterschied."
        if v.number("largest_difference") == 0
        else "Die Wochentage sind fair verteilt: An keinem weichen die Varianten um mehr als "
        f"{v.count('largest_difference', 'Post', 'Posts')} voneinander ab."
    ),
    weekday_confounded=_weekday_confounded,
    weekday_table_test=_weekday_table,
    adjustment_moves=_adjustment_moves,
    arms_in_different_periods=lambda v: (
        f"{v.arm()} und {v.arm('control')} liefen in verschiedenen Zeiträumen oder langen Strecken (Korrelation mit "
        f"der Zeit {v.n('correlation', 2)}, {v.p('p_value')}). Was sich in der Zeit sonst geändert hat, steckt mit im "
        "Ergebnis."
    ),
    split_counts_off=lambda v: (
        f"Die Gruppen sind nicht so groß wie geplant ({v.p('p_value')}). Nicht allein der Zufall hat entschieden, wer "
        "gezählt wird."
    ),
    split_counts_ok=lambda v: f"Die Gruppen sind so groß wie geplant ({v.p('p_value')}).",
    attributes_checked=lambda v: f"An den Posts geprüft und bei allen Varianten gleich: {v.attributes('attributes')}.",
    attributes_as_planned=lambda v: (
        f"Laut Plan gleich, aber nicht prüfbar, denn kein Export zeigt es: {v.attributes('attributes')}."
    ),
    attribute_differs=lambda v: (
        f"{v.attribute('attribute')}: {v.n('posts')} von {v.n('of')} Posts "
        f"{'weicht' if v.one('posts') else 'weichen'} von dem ab, was gleich bleiben sollte."
    ),
    attribute_unbalanced=lambda v: (
        f"{v.attribute('attribute')}: ungleich auf die Varianten verteilt ({v.n('difference', 2)} Standardabweichungen "
        f"auseinander, {v.p('p_value')})."
    ),
    variable_checked=lambda v: f"{v.attribute('variable')}: an den Posts geprüft, jeder passt zu seiner Variante.",
    variable_as_planned=lambda v: (
        f"{v.attribute('variable')}: laut Plan; an den Posts nicht prüfbar, denn kein Export zeigt es."
    ),
    equal_age=lambda v: (
        f"Alle {v.count('posts', 'Post', 'Posts')} wurden im gleichen Alter gemessen, "
        f"{v.count('days', 'Tag', 'Tage')} nach dem Posten."
    ),
    common_export=_common_export,
    left_out=lambda v: (
        f"{v.metric()}: {v.count('posts', 'Post bleibt', 'Posts bleiben')} außen vor, denn zum Messzeitpunkt fehlt "
        "eine Zahl."
    ),
    not_measured=lambda v: f"{v.metric()}: Keine Quelle hat diese Zahl geliefert.",
    impossible_numbers=lambda v: (
        f"{v.count('posts', 'Post hat', 'Posts haben')} Zahlen, die nicht stimmen können: {v.listing('rules')}."
    ),
    rows_without_arm=lambda v: (
        f"{v.count('rows', 'Zeile nennt', 'Zeilen nennen')} keine Variante und "
        f"{'bleibt' if v.one('rows') else 'bleiben'} außen vor."
    ),
    arms_alike=lambda v: (
        f"{v.f.listing(map(v.names.quote, map(str, v.items('arms'))))} unterscheiden sich nur in Leerzeichen oder "
        "Großschreibung und zählen als verschiedene Varianten. Ist dieselbe gemeint, schreibt sie gleich."
    ),
    duplicate_posts=lambda v: f"{v.count('posts', 'Post steht', 'Posts stehen')} doppelt in den Daten.",
    holds_without_best=lambda v: (
        f"Welchen Post man auch weglässt: Der Unterschied bleibt zwischen {v.signed('low')} und {v.signed('high')}."
        if v.number("low") != v.number("high")
        else "Welchen Post man auch weglässt: Die Antwort bleibt dieselbe."
    ),
    turns_without_one=lambda v: (
        "Ein einziger Post entscheidet: Je nachdem, welchen man weglässt, liegt der Unterschied zwischen "
        f"{v.signed('low')} und {v.signed('high')}."
        if v.number("low") != v.number("high")
        else "Ein einziger Post entscheidet: Ohne ihn ist die Antwort offen."
    ),
    ranks_agree=lambda v: (
        f"{v.metric()}, {v.arm()}: Auch eine Rangliste der Posts, die kein einzelner Ausreißer kippt, führt zu "
        "derselben "
        "Antwort."
    ),
    ranks_disagree=lambda v: (
        f"{v.metric()}, {v.arm()}: Eine Rangliste der Posts führt nicht zu derselben Antwort ({v.p('p_value')}). "
        "Womöglich hängt das Ergebnis an wenigen Posts."
    ),
    serial_correlation=lambda v: (
        f"{v.metric()}: Starke und schwache Posts treten in Serien auf (Korrelation mit dem Post davor "
        f"{v.n('correlation', 2)}). Weil der Zufall die Varianten gemischt hat, kostet das Genauigkeit, nicht Fairness."
    ),
    carry_over=lambda v: (
        f"{v.metric()}: Nach einem Post mit {v.arm()} läuft der nächste anders ({v.p('p_value')}). "
        "Womöglich wirkt die Variante noch auf den nächsten Post."
    ),
    planned_look=lambda v: (
        f"Das ist der geplante Zwischenstand {v.n('look')} von {v.n('looks')}, nach {v.n('posts')} von {v.n('of')} "
        f"Posts. Vor dem Ende zählt nur ein p bis {v.f.p_value(v.number('limit')) or v.f.unknown}, damit frühes "
        "Nachsehen keinen Vorteil bringt."
    ),
    best_post_share=lambda v: f"Der beste Post mit {v.arm()} macht {v.percent('share')} der Summe dieser Variante aus.",
    too_few_posts=lambda v: (
        f"{v.metric()}, {v.arm()}: {v.count('posts', 'Post', 'Posts')}, nötig sind mindestens {v.n('needed')}."
    ),
    too_few_assignments=lambda v: (
        f"{v.metric()}: So wenige Posts hätten auch die andere Variante tragen können, dass sich selbst das klarste "
        "Ergebnis nicht vom Zufall unterscheiden ließe "
        f"(kleinstes mögliches p: {v.f.p_value(v.number('smallest_p')) or v.f.unknown})."
    ),
    too_few_views=lambda v: (
        f"{v.metric()}, {v.arm()}: {v.count('views', 'Aufruf', 'Aufrufe')}, nötig sind mindestens {v.n('needed')}."
    ),
    no_variation=lambda v: (
        f"{v.metric()}: Posts derselben Variante unterscheiden sich gar nicht, so lässt sich nichts am Zufall messen."
    ),
    no_events=_no_events,
    impossible_values=lambda v: (
        f"{v.metric()}: {v.count('posts', 'Post hat einen Wert', 'Posts haben Werte')}, die es nicht geben kann "
        f"(unter null, unendlich oder durch null geteilt){_rows(v)}."
        if not v.one("posts")
        else f"{v.metric()}: 1 Post hat einen Wert, den es nicht geben kann (unter null, unendlich oder durch null "
        f"geteilt){_rows(v)}."
    ),
    times_unknown=lambda _: (
        "Die Posts haben keine Zeiten. So lässt sich nicht sehen, ob sich die Varianten Wochentage und Wochen geteilt "
        "haben. Bitte die Spalte mit der Zeit des Postings angeben."
    ),
    arms_take_turns=lambda _: (
        "Die Varianten wechseln sich streng ab. Das ist eine Reihenfolge, kein Zufall, und was mit ihr kommt und geht, "
        "sieht wie ein Effekt aus."
    ),
    compared_by_average=lambda v: (
        f"{v.metric()}: bei {v.count('posts', 'Post', 'Posts')} kein einziges Mal, deshalb werden Durchschnitte "
        "verglichen statt typischer Posts; einzelne große Posts wiegen dann mehr."
    ),
    missing_values=lambda v: f"{v.metric()}: kein Wert bei {v.count('posts', 'Post', 'Posts')}.",
    interval_unbounded=lambda v: (
        f"{v.metric()}, {v.arm()}: Die Spanne ist nach einer Seite offen; für eine Grenze sind es zu wenige Posts."
    ),
    arm_without_posts=lambda v: f"{v.arm()} hat keine Posts{_with_values(v)}.",
)


def _weekdays(v: Values) -> str:
    if v.weekend and (v.number("weekend_arm") or 0) > (v.number("weekend_control") or 0):
        return f"{v.arm()} und das Wochenende fielen zusammen. Niemand kann sagen, was von beidem es war."
    return (
        f"{v.arm()} und {v.arm('control')} liefen an verschiedenen Wochentagen. Niemand kann sagen, was von beidem es "
        "war."
    )


REFUSALS = Refusals(
    not_ready=lambda v: (
        "Für eine Antwort ist es zu früh: "
        + (
            f"{v.n('measured')} von {v.count('posts', 'Post', 'Posts')} sind gemessen."
            if v.number("posts")
            else "Noch sind nicht genug Posts gemessen."
        )
    ),
    no_schedule=lambda _: "Es gibt keinen ausgelosten Kalender. So lässt sich Zufall nicht von Auswahl trennen.",
    schedule_not_by_rule=lambda _: (
        "Der Kalender wurde nicht ausgelost. So lässt sich Zufall nicht von Auswahl trennen."
    ),
    wrong_arm=lambda _: (
        "Zu viele Posts hatten die falsche Variante. Das ist nicht mehr das Experiment, das geplant war."
    ),
    top_list_export=lambda _: (
        "Im Export fehlen Posts, wohl gerade die schwachen. Darauf lässt sich keine Antwort bauen."
    ),
    weekday_confounded=_weekdays,
    arms_in_different_periods=lambda _: (
        "Die Varianten liefen nacheinander oder in langen Strecken. Niemand kann sagen, ob der Unterschied von ihnen "
        "kommt oder von der Zeit."
    ),
    arms_take_turns=lambda _: (
        "Die Varianten wechselten sich streng ab. Niemand kann sagen, ob es an ihnen lag oder am Wechsel."
    ),
    split_counts_off=lambda _: "Die Gruppen sind nicht so groß wie geplant; ihre Zahlen lassen sich nicht vergleichen.",
    attribute_differs=lambda v: f"Es hat sich mehr als eine Sache geändert: auch {v.the('attribute')}.",
    too_few_posts=lambda _: "Für eine Antwort sind es zu wenige Posts.",
    too_few_assignments=lambda _: (
        "Es sind zu wenige Posts: Selbst das klarste Ergebnis ließe sich nicht vom Zufall unterscheiden."
    ),
    too_few_views=lambda _: "Für einen Vergleich der Raten sind es zu wenige Aufrufe.",
    no_variation=lambda _: (
        "Posts derselben Variante unterscheiden sich gar nicht, so lässt sich nichts am Zufall messen."
    ),
    no_events=lambda v: f"{v.metric()}: bei keinem Post auch nur einmal, es gibt nichts zu vergleichen.",
    impossible_values=lambda _: "Manche Werte können nicht stimmen, deshalb wurde damit nicht gerechnet.",
    arm_without_posts=lambda v: f"{v.arm()} hat keine Posts{_with_values(v)}, es gibt nichts zu vergleichen.",
    not_measured=lambda v: f"{v.metric()}: Keine Quelle hat diese Zahl geliefert.",
    other=lambda _: "Diese Posts lassen keine Antwort zu.",
)

REMEDIES = Remedies(
    wait=lambda v: (
        "Nach dem Kalender weiterposten und die Zahlen eintragen. Die Antwort erscheint hier, sobald "
        f"{v.count('needed', 'Post gemessen ist', 'Posts gemessen sind')}; bis dahin sollte niemand nachsehen, "
        "wer vorn liegt."
    ),
    rerun=lambda _: "Das Experiment mit neu ausgelostem Kalender wiederholen und die Tage einhalten.",
    collect=lambda _: "Für jede Variante mehr Posts sammeln und dann neu auswerten.",
    export=lambda _: (
        "Zweimal pro Woche die letzten 7 Tage exportieren, bis jeder Post seine Zahlen hat, und dann neu auswerten."
    ),
    clean=lambda _: "Die Zahlen der genannten Posts mit der App abgleichen, berichtigen und neu auswerten.",
    nothing_learned="Aus dieser Runde gilt nichts als gelernt.",
)
