"""Every finding as a German sentence."""

from __future__ import annotations

from cliptrial.wording.values import Values
from cliptrial.wording.vocabulary import Findings, Refusals, Remedies


def _schedule_deviations(v: Values) -> str:
    told = [
        text
        for key, text in (
            ("late", f"{v.count('late', 'Post ging', 'Posts gingen')} zu spät online"),
            ("moved", f"{v.count('moved', 'Post rutschte', 'Posts rutschten')} auf einen anderen Tag"),
            ("swapped", f"{v.count('swapped', 'Post trug', 'Posts trugen')} die falsche Variante"),
        )
        if v.number(key)
    ]
    of = f"Von {v.n('posts')} geplanten Posts wich etwas ab: " if v.number("posts") else ""
    return f"{of}{v.f.listing(told)}." if told else "Einige Posts gingen nicht wie geplant online."


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
        text += f" {v.percent('tv_distance')} der Posts müssten auf einen anderen Tag rücken"
        chance = v.number("tv_by_chance")
        text += f"; durch bloßen Zufall sind es {v.percent('tv_by_chance')}." if chance is not None else "."
    if v.number("effective_posts") is not None:
        text += f" {v.count('posts', 'Post zählt', 'Posts zählen')} dadurch nur so viel wie {v.n('effective_posts')}."
    return text


def _adjustment_moves(v: Values) -> str:
    text = (
        f"{v.metric()}, {v.arm()}: ohne Rücksicht auf die Wochentage {v.signed('unadjusted')}, mit ihnen "
        f"{v.signed('adjusted')}."
    )
    return text + (" Sogar das Vorzeichen kehrt sich um." if v.raw("sign_changes") else "")


def _missing(v: Values) -> str:
    of = f" von {v.n('posts')}" if v.number("posts") else ""
    where = f" (Positionen {v.listing('positions')})" if v.items("positions") else ""
    return f"{v.n('missing')}{of} geplanten Posts {'fehlt' if v.one('missing') else 'fehlen'}{where}."


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
        "Diesen Kalender lost die Regel nicht aus: Er wurde von Hand geändert oder wechselt streng ab. Ohne Los "
        "gibt es nichts, woran sich das Ergebnis messen ließe."
    ),
    no_topics=lambda _: (
        "Vor dem Auslosen standen keine Themen fest. Wer die Idee für einen Tag aussuchte, kannte schon die Variante."
    ),
    not_randomised=lambda _: (
        "Diese Posts hat niemand per Zufall verteilt. Worin sie sich sonst noch unterscheiden, ist nicht bekannt."
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
        f"{v.metric()}, {v.arm()}, nach den Tagen, an denen wirklich gepostet wurde: {v.signed('as_posted')} "
        f"({v.signed('low')} bis {v.signed('high')}); nach Plan {v.signed('as_planned')}."
    ),
    wrong_arm=lambda v: (
        f"{v.n('swapped')} von {v.n('posts')} Posts trugen die falsche Variante. Das ist mehr als ein Zehntel und "
        "damit nicht "
        "mehr das Experiment, das ausgelost wurde."
    ),
    missing_posts=_missing,
    missing_posts_decide=lambda v: (
        f"Die Antwort hängt an {v.count('missing', 'fehlenden Post', 'fehlenden Posts')}: Wären sie so schwach wie der "
        "schwächste gelaufen, würde sie nicht halten."
        if not v.one("missing")
        else (
            "Die Antwort hängt an einem fehlenden Post: Wäre er so schwach wie der schwächste gelaufen, "
            "würde sie nicht halten."
        )
    ),
    unmatched_posts=lambda v: (
        f"{v.count('posts', 'Post', 'Posts')} dieser Accounts aus dem Zeitraum "
        f"{'gehört' if v.one('posts') else 'gehören'} "
        "zu keiner geplanten Position."
    ),
    unknown_links=lambda v: f"Kein Export kennt die Links an den Positionen {v.listing('positions')}.",
    promoted_posts=lambda v: (
        f"{v.count('posts', 'Post wurde', 'Posts wurden')} beworben; es zählen nur die Zahlen von davor."
    ),
    top_list_export=lambda v: (
        f"Für {v.percent('without_snapshot')} der fälligen Posts fehlt eine Messung, und ein Export sieht aus wie "
        "eine Liste "
        "der meistgesehenen Posts. Schwache Posts sind womöglich verborgen."
    ),
    rotation_balanced=lambda v: (
        "Alle Varianten liefen an jedem Wochentag gleich oft: Der Wochentag erklärt nichts vom Unterschied."
        if v.number("largest_difference") == 0
        else "Die Wochentage sind fair verteilt: An keinem weichen die Varianten um mehr als "
        f"{v.count('largest_difference', 'Post', 'Posts')} voneinander ab."
    ),
    weekday_confounded=_weekday_confounded,
    weekday_table_test=lambda v: (
        f"Wochentag und Variante, als Tabelle geprüft: {v.p('p_value')}, Cramérs V\u00a0{v.n('cramers_v', 2)}."
    ),
    adjustment_moves=_adjustment_moves,
    arms_in_different_periods=lambda v: (
        f"{v.arm()} und {v.arm('control')} liefen in verschiedenen Zeiträumen (Korrelation mit der Zeit "
        f"{v.n('correlation', 2)}, {v.p('p_value')}). Was sich im Lauf der Zeit sonst änderte, mischt sich hinein."
    ),
    split_counts_off=lambda v: (
        f"Die Gruppen sind nicht so groß, wie der Plan es vorgibt ({v.p('p_value')}). Nicht allein der Zufall hat "
        "entschieden, wer gezählt wird."
    ),
    split_counts_ok=lambda v: f"Die Gruppen sind so groß wie geplant ({v.p('p_value')}).",
    attributes_checked=lambda v: f"An den Posts geprüft und überall gleich verteilt: {v.attributes('attributes')}.",
    attributes_as_planned=lambda v: (
        f"Laut Plan gleich, aber nicht geprüft, denn kein Export zeigt es: {v.attributes('attributes')}."
    ),
    attribute_differs=lambda v: (
        f"{v.attribute('attribute')}: {v.n('posts')} von {v.n('of')} Posts "
        f"{'weicht' if v.one('posts') else 'weichen'} von dem ab, was gleich bleiben sollte."
    ),
    attribute_unbalanced=lambda v: (
        f"{v.attribute('attribute')}: ungleich auf die Varianten verteilt (Abstand {v.n('difference', 2)} "
        f"Standardabweichungen, {v.p('p_value')})."
    ),
    variable_checked=lambda v: (
        f"{v.attribute('variable')}: an den Posts zu sehen, jede Variante trägt ihren eigenen Wert."
    ),
    variable_as_planned=lambda v: f"{v.attribute('variable')}: laut Plan; kein Export zeigt es.",
    equal_age=lambda v: (
        f"Alle {v.count('posts', 'Post', 'Posts')} wurden im gleichen Alter gemessen, "
        f"{v.count('days', 'Tag', 'Tage')} nach dem Posten."
    ),
    common_export=lambda v: (
        f"{v.metric()}: für alle Posts mit Stand vom {v.date('as_of')} gelesen, da waren sie {v.n('youngest')} bis "
        f"{v.n('oldest')} Tage alt; das Alter ist auf die Varianten fair verteilt."
    ),
    left_out=lambda v: (
        f"{v.metric()}: {v.count('posts', 'Post bleibt', 'Posts bleiben')} außen vor, denn nahe am Messalter "
        "fehlt eine Zahl."
    ),
    not_measured=lambda v: f"{v.metric()}: Keine Quelle hat diese Zahl geliefert.",
    impossible_numbers=lambda v: (
        f"{v.count('posts', 'Post hat', 'Posts haben')} Zahlen, die nicht stimmen können: {v.listing('rules')}."
    ),
    duplicate_posts=lambda v: f"{v.count('posts', 'Post steht', 'Posts stehen')} doppelt in den Daten.",
    holds_without_best=lambda v: (
        f"Welchen Post man auch weglässt: Der Unterschied bleibt zwischen {v.signed('low')} und {v.signed('high')}."
    ),
    turns_without_one=lambda v: (
        "Ein einziger Post entscheidet: Lässt man einzelne weg, liegt der Unterschied irgendwo zwischen "
        f"{v.signed('low')} "
        f"und {v.signed('high')}."
    ),
    ranks_agree=lambda v: (
        f"{v.metric()}, {v.arm()}: Der Vergleich der Ränge, den kein einzelner Ausreißer kippt, sagt dasselbe."
    ),
    ranks_disagree=lambda v: (
        f"{v.metric()}, {v.arm()}: Der Vergleich der Ränge sagt nicht dasselbe ({v.p('p_value')}). "
        "Womöglich tragen wenige Posts das Ergebnis."
    ),
    serial_correlation=lambda v: (
        f"{v.metric()}: Ein Post ähnelt dem davor (Korrelation {v.n('correlation', 2)}). "
        "Der Zufall hat die Varianten gemischt; das kostet Genauigkeit, nicht Fairness."
    ),
    carry_over=lambda v: (
        f"{v.metric()}: Nach einem Post mit {v.arm()} läuft der nächste anders ({v.p('p_value')}). "
        "Die Wirkung reicht womöglich in den nächsten Post hinein."
    ),
    planned_look=lambda v: (
        f"Das ist der geplante Zwischenstand {v.n('look')} von {v.n('looks')}, nach {v.n('posts')} von {v.n('of')} "
        f"Posts. Vor dem Ende zählt nur ein p bis {v.f.p_value(v.number('limit'))}, damit frühes Nachsehen nichts gewinnt."
    ),
    best_post_share=lambda v: f"Der beste Post von {v.arm()} macht {v.percent('share')} der Summe aus.",
    too_few_posts=lambda v: (
        f"{v.metric()}, {v.arm()}: {v.count('posts', 'Post', 'Posts')}, nötig sind mindestens {v.n('needed')}."
    ),
    too_few_assignments=lambda v: (
        f"{v.metric()}: Bei so wenigen Posts ließe sich selbst das klarste Ergebnis nicht vom Zufall unterscheiden "
        f"(kleinstes mögliches p: {v.f.p_value(v.number('smallest_p')) or v.f.unknown})."
    ),
    too_few_views=lambda v: (
        f"{v.metric()}, {v.arm()}: {v.count('views', 'Aufruf', 'Aufrufe')}, nötig sind mindestens {v.n('needed')}."
    ),
    no_variation=lambda v: f"{v.metric()}: bei allen Posts gleich, es gibt also nichts zu vergleichen.",
    no_events=lambda v: f"{v.metric()}: bei {v.arm()} kein einziges Mal.",
    impossible_values=lambda v: (
        f"{v.metric()}: {v.count('posts', 'Post hat einen Wert', 'Posts haben Werte')}, die es nicht geben kann "
        "(negativ oder unendlich)."
        if not v.one("posts")
        else f"{v.metric()}: 1 Post hat einen Wert, den es nicht geben kann (negativ oder unendlich)."
    ),
    missing_values=lambda v: f"{v.metric()}: kein Wert bei {v.count('posts', 'Post', 'Posts')}.",
    interval_unbounded=lambda v: (
        f"{v.metric()}, {v.arm()}: Nach einer Seite ist die Spanne offen; für eine Grenze sind es zu wenige Posts."
    ),
    arm_without_posts=lambda v: f"{v.arm()} hat keine Posts.",
)


def _weekdays(v: Values) -> str:
    if v.weekend and (v.number("weekend_arm") or 0) > (v.number("weekend_control") or 0):
        return f"{v.arm()} und das Wochenende fielen zusammen. Niemand kann sagen, was von beidem es war."
    return f"{v.arm()} und {v.arm('control')} liefen an anderen Wochentagen. Niemand kann sagen, was von beidem es war."


REFUSALS = Refusals(
    not_ready=lambda _: "Für eine Antwort ist es zu früh: Noch sind nicht genug Posts gemessen.",
    no_schedule=lambda _: "Es gibt keinen ausgelosten Kalender. So lässt sich Zufall nicht von Absicht trennen.",
    schedule_not_by_rule=lambda _: (
        "Der Kalender wurde nicht ausgelost. So lässt sich Zufall nicht von Absicht trennen."
    ),
    wrong_arm=lambda _: (
        "Zu viele Posts trugen die falsche Variante. Das ist nicht mehr das Experiment, das geplant war."
    ),
    top_list_export=lambda _: "Der Export verbirgt Posts, wohl gerade die schwachen. Darauf lässt sich nichts bauen.",
    weekday_confounded=_weekdays,
    arms_in_different_periods=lambda _: (
        "Die Varianten liefen nacheinander. Niemand kann sagen, was sie bewirkt haben und was die Zeit."
    ),
    split_counts_off=lambda _: "Die Gruppen sind nicht so groß wie geplant; ihre Zahlen lassen sich nicht vergleichen.",
    attribute_differs=lambda v: f"Es hat sich mehr als eine Sache geändert: auch {v.the('attribute')}.",
    too_few_posts=lambda _: "Für eine Antwort sind es zu wenige Posts.",
    too_few_assignments=lambda _: (
        "Es sind zu wenige Posts: Selbst das klarste Ergebnis ließe sich nicht vom Zufall unterscheiden."
    ),
    too_few_views=lambda _: "Für einen Vergleich der Raten sind es zu wenige Aufrufe.",
    no_variation=lambda _: "Alle Posts haben denselben Wert, es gibt nichts zu vergleichen.",
    impossible_values=lambda _: "Manche Werte können nicht stimmen, deshalb wurde damit nicht gerechnet.",
    arm_without_posts=lambda v: f"{v.arm()} hat keine Posts, es gibt nichts zu vergleichen.",
    not_measured=lambda v: f"{v.metric()}: Keine Quelle hat diese Zahl geliefert.",
    other=lambda _: "Diese Posts lassen keine Antwort zu.",
)

REMEDIES = Remedies(
    wait=lambda v: (
        "Am Kalender dranbleiben und die Zahlen eintragen. Die Antwort erscheint hier, sobald "
        f"{v.count('needed', 'Post gemessen ist', 'Posts gemessen sind')}; bis dahin sollte niemand nachsehen, "
        "wer vorn liegt."
    ),
    rerun=lambda _: "Noch einmal durchführen, mit neu ausgelostem Kalender, und die Tage einhalten.",
    collect=lambda _: "Für jede Variante mehr Posts sammeln und dann neu auswerten.",
    export=lambda _: (
        "Zweimal pro Woche die letzten 7 Tage exportieren, bis jeder Post seine Messung hat, und dann neu auswerten."
    ),
    clean=lambda _: "Die Zahlen der genannten Posts mit der App abgleichen, berichtigen und neu auswerten.",
    nothing_learned="Was hier herauskam, zählt nicht zu dem, was wir als gelernt führen.",
)
