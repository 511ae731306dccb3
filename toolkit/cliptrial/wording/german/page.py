"""Everything on a German page that is not the answer itself."""

from __future__ import annotations

from cliptrial.wording.german.method import DEFINITIONS, DEFINITIONS_OBSERVED, METHODS
from cliptrial.wording.german.verdicts import spanne
from cliptrial.wording.vocabulary.page import (
    Columns,
    Copy,
    Figures,
    Footer,
    Headings,
    Opening,
    Page,
    Site,
)

OPENING = Opening(
    experiment_report=lambda day: f"Experimentbericht · {day}",
    comparison_report=lambda day: f"Vergleich · {day}",
    experiment=lambda noun: f"{noun}-Experiment",
    comparison="Vergleich von Posts",
    measured=lambda posts, days: f"{posts}, gemessen {days} nach dem Posten",
    posts=lambda n: "1 Post" if n == "1" else f"{n} Posts",
    viewers=lambda n: "1 Mensch" if n == "1" else f"{n} Menschen",
    days=lambda n: "1 Tag" if n == "1" else f"{n} Tage",
    one_thing=lambda noun: f"Nur eines war anders: {noun}.",
    one_thing_now=lambda noun: f"Nur eines ist anders: {noun}.",
    meant_to_change=lambda noun: f"Nur eines sollte anders sein: {noun}.",
    compared=lambda noun: f"Verglichen wird ein Merkmal: {noun}.",
    arms=lambda listing: f"{listing}.",
    arms_now=lambda listing: f"Bisher {listing}.",
    of_planned=lambda n, posts: f"bisher {n} von {posts}",
    arm_posts=lambda posts, arm: f"{posts} mit {arm}",
    held=lambda listing: f"Gleich bleiben sollten: {listing}.",
    expected=lambda statement: f"Die Hypothese: {statement}",
    versus=lambda arm, control: f"{arm} gegen {control}",
    many_versus=lambda n, control: f"{n} gegen {control}",
    values=lambda n: f"{n} Werte",
    nobody_assigned=(
        "Diese Posts hat nicht der Zufall verteilt. Zu sehen ist also, was zusammen auftrat, nicht, was die Ursache "
        "war."
    ),
)

HEADINGS = Headings(
    verdict="Ergebnis",
    metrics="Alle Metriken",
    time="Im Zeitverlauf",
    fair="War es fair?",
    fair_now="Ist es bisher fair?",
    differed="Was sonst noch anders war",
    influence="Hält es auch ohne den besten Post?",
    conclusions="Was das heißt und was nicht",
    can="Das lässt sich sagen",
    cannot="Das lässt sich nicht sagen",
    next="Was jetzt zu tun ist",
    copy="Zum Weitergeben",
    details="Einzelheiten",
    method="So wird gerechnet",
    words="Begriffe",
    posts=lambda n: "Der eine Post" if n == "1" else f"Alle {n} Posts",
    effect="Jeder Post und der Unterschied",
    forest="Alle Werte nebeneinander",
)

COLUMNS = Columns(
    metric="Metrik",
    uplift="Unterschied",
    difference="Unterschied",
    interval=lambda confidence: f"{spanne(confidence)}",
    interval_plain="Spanne",
    p="p, angepasst",
    p_note=(
        "p, angepasst: wie oft allein der Zufall einen so großen Unterschied ergäbe. Nahe 0 erklärt ihn der Zufall "
        "kaum; "
        "nahe 1 erklärt ihn der Zufall leicht, auch wenn der Unterschied groß aussieht."
    ),
    result="Ergebnis",
    variant="Variante",
    position="Nr.",
    date="Datum",
    weekday="Tag",
    slot="Uhrzeit",
    arm="Variante",
    topic="Thema",
    post="Post",
    account="Account",
    late=lambda hours: f"{hours} h zu spät",
    early=lambda hours: f"{hours} h zu früh",
    missing="fehlt",
    open_post="Öffnen",
    value="Wert",
    posts="Posts",
)

FIGURES = Figures(
    typical=lambda posts, value: f"{posts} · typisch {value}",
    average=lambda posts, value: f"{posts} · {value}",
    no_effect="kein Unterschied",
    effect_caption=lambda confidence: (
        "Jeder Punkt ist ein Post. Die Linien zeigen den typischen Post jeder Variante, der Balken mit dem großen "
        "Punkt "
        f"den Unterschied mit seiner {spanne(confidence)}."
    ),
    rate_caption=lambda confidence: (
        "Jeder Punkt ist ein Post. Die Linien zeigen den Durchschnitt über alle Posts einer Variante, der Balken mit "
        f"dem großen Punkt den Unterschied mit seiner {spanne(confidence)}."
    ),
    effect_caption_plain="Jeder Punkt ist ein Post.",
    effect_alt=lambda metric, arms: f"{metric} jedes Posts. {arms}",
    arm_alt=lambda arm, typical: f"{arm}: {typical}.",
    change_alt=lambda arm, change, span: f"Unterschied {arm}: {change}, Spanne {span}.",
    time_caption="Jeder Post an dem Tag, an dem er online ging. Form und Farbe zeigen die Variante.",
    time_alt=lambda metric, period, arms: f"{metric} jedes Posts im Zeitverlauf, {period}. {arms}",
    time_arm_alt=lambda arm, posts, span: f"{arm}: {posts}, von {span}.",
    influence_caption="Der Balken zeigt, wie weit sich das Ergebnis verschiebt, wenn ein beliebiger Post wegfällt.",
    influence_alt=lambda change, low, high: (
        f"Alle Posts: {change}. Jeweils ein Post weggelassen: zwischen {low} und {high}."
    ),
    influence_all="alle Posts",
    influence_range="ohne einen Post",
    unadjusted="ohne Wochentage",
    unadjusted_observed="bloße Zahlen",
    share_of_best=lambda arm, share: f"Der beste Post mit {arm} macht {share} der Summe dieser Variante aus.",
    totals=lambda metric, change: (
        f"{metric}, über alle Posts zusammengezählt: {change}. Summen hängen stark an den besten Posts."
    ),
    per_point=lambda n: f"Jeder Punkt steht für {n} Posts.",
    first_posts=lambda shown, all_posts: (
        f"Die ersten {shown} von {all_posts}; alle stehen in result.json neben dieser Seite."
    ),
    heat_caption="Posts nach Wochentag und Variante",
    forest_caption=lambda control: f"Jeder Wert gegen {control}, mit seiner Spanne.",
    forest_alt=lambda metric, rows: f"{metric}. {rows}",
)

COPY = Copy(
    tested=lambda title, posts, period: f"Wir haben „{title}“ mit {posts} getestet ({period}).",
    testing=lambda title, posts, period: f"Wir testen gerade „{title}“: {posts} ({period}).",
    compared=lambda title, posts: f"Wir haben uns {posts} angesehen: {title}.",
    sure=lambda span, confidence, evidence: f"{spanne(confidence)}{span and f' {span}'}; {evidence}",
    then=lambda advice: f"Nächster Schritt: {advice}",
)

FOOTER = Footer(
    plan=lambda text: f"Plan {text}",
    data=lambda text: f"Daten {text}",
    seed=lambda text: f"Seed {text}",
    template=lambda text: f"Vorlage {text}",
)

SITE = Site(
    title="Was wir testen und getestet haben",
    lead=lambda n, decided: f"{n}, {decided}.",
    experiments=lambda n: "1 Experiment" if n == "1" else f"{n} Experimente",
    answered=lambda n: f"{n} mit klarer Antwort",
    none="Noch keine Experimente.",
    experiment="Experiment",
    variable="Merkmal",
    answer="Was herauskam",
    started=lambda day: f"ab {day}",
    no_page="Der Bericht ist noch nicht geschrieben.",
    invalid="Die Datei dieses Experiments enthält Fehler.",
    as_of=lambda day: f"Alle Experimente · {day}",
    all="Alle Experimente",
    running="Noch ohne Antwort",
    languages={"en": "English", "de": "Deutsch"},
)

PAGE = Page(
    opening=OPENING,
    headings=HEADINGS,
    columns=COLUMNS,
    figures=FIGURES,
    methods=METHODS,
    definitions=DEFINITIONS,
    definitions_observed=DEFINITIONS_OBSERVED,
    copy=COPY,
    footer=FOOTER,
    site=SITE,
)
