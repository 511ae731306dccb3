"""Everything on a German page that is not the answer itself."""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.wording.declared import page
from cliptrial.wording.declared.words import say
from cliptrial.wording.german.method import DEFINITIONS, DEFINITIONS_OBSERVED, DEFINITIONS_OF_WEEKS, Methods
from cliptrial.wording.german.verdicts import spanne


class Opening(page.Opening):
    experiment_report = say("Experimentbericht · {day}")
    comparison_report = say("Vergleich · {day}")
    experiment = say("{noun}-Experiment")
    comparison = "Vergleich von Posts"
    measured = say("{posts}, gemessen {days} nach dem Posten")
    posts = say("{n} Posts", one="1 Post")
    viewers = say("{n} Menschen", one="1 Mensch")
    periods = say("{n} Phasen", one="1 Phase")
    days = say("{n} Tage", one="1 Tag")
    one_thing = say("Nur eines war anders: {noun}.")
    one_thing_now = say("Nur eines ist anders: {noun}.")
    meant_to_change = say("Nur eines sollte anders sein: {noun}.")
    compared = say("Verglichen wird ein Merkmal: {noun}.")
    arms = say("{listing}.")
    arms_now = say("Bisher {listing}.")
    of_planned = say("bisher {n} von {posts}")
    arm_posts = say("{posts} mit {arm}")
    held = say("Gleich bleiben sollten: {listing}.")
    expected = say("Die Hypothese: {statement}")
    versus = say("{arm} gegen {control}")
    many_versus = say("{n} gegen {control}")
    values = say("{n} Werte")


class Headings(page.Headings):
    verdict = "Ergebnis"
    know = "Was wir wissen"
    do = "Was wir tun"
    cost = "Was es kostet"
    plan = "Was geplant war"
    compared = "Was verglichen wurde"
    tests = "Wie weit es der Zufall erklärt"
    numbers = "Die Zahlen, die hier keine Antwort sind"
    metrics = "Alle Metriken"
    time = "Im Zeitverlauf"
    weeks = "Woche für Woche"
    fair = "War es fair?"
    fair_now = "Ist es bisher fair?"
    differed = "Was sonst noch anders war"
    influence = "Hält es auch ohne den besten Post?"
    conclusions = "Was das heißt und was nicht"
    can = "Das lässt sich sagen"
    cannot = "Das lässt sich nicht sagen"
    next = "Was jetzt zu tun ist"
    copy = "Zum Weitergeben"
    details = "Einzelheiten"
    method = "So wird gerechnet"
    words = "Begriffe"
    posts = say("Alle {n} Posts", one="Der eine Post")

    def checks(self, passed: str, notes: str) -> str:
        parts = [f"{passed} {'Prüfung' if passed == '1' else 'Prüfungen'} bestanden"] if passed != "0" else []
        parts += [f"{notes} {'Hinweis' if notes == '1' else 'Hinweise'}"] if notes != "0" else []
        return ", ".join(parts)

    effect = "Jeder Post und der Unterschied"
    forest = "Alle Werte nebeneinander"


class Columns(page.Columns):
    role = "Rolle"
    p_plain = "p"
    metric = "Metrik"
    uplift = "Unterschied"
    difference = "Unterschied"

    def interval(self, confidence: str) -> str:
        return f"{spanne(confidence)}"

    interval_plain = "Spanne"
    p_note = (
        "Korrigierter p-Wert: wie oft allein der Zufall einen so großen Unterschied ergäbe. Nahe 0 erklärt ihn der "
        "Zufall kaum; nahe 1 erklärt ihn der Zufall leicht, auch wenn der Unterschied groß aussieht."
    )
    result = "Ergebnis"
    variant = "Variante"
    position = "Nr."
    date = "Datum"
    weekday = "Tag"
    slot = "Uhrzeit"
    arm = "Variante"
    topic = "Thema"
    post = "Post"
    account = "Account"
    late = say("{hours} h zu spät")
    early = say("{hours} h zu früh")
    missing = "fehlt"
    open_post = "Öffnen"
    value = "Wert"
    posts = "Posts"
    best = "bester"
    typical = "typisch"
    weakest = "schwächster"
    month = say("In einem Monat mit {posts} solchen Posts: etwa {change} {metric}.")

    def more(self, by: str, scale: str) -> str:
        return (
            f"{by} länger" if scale == "seconds" else f"etwa {by} mehr je Post" if scale == "number" else f"{by} mehr"
        )

    def less(self, by: str, scale: str) -> str:
        if scale == "seconds":
            return f"{by} kürzer"
        return f"etwa {by} weniger je Post" if scale == "number" else f"{by} weniger"

    points = say("{n} Punkte", one="1 Punkt")


class Figures(page.Figures):
    typical = say("typisch {value}")
    units: Mapping[str, str] = {"seconds": "Sekunden", "share": "Anteil", "ratio": "Verhältnis", "money": "Betrag"}
    effect_caption = "Jeder Punkt ist ein Post, jede Linie ein typischer Post."
    rate_caption = "Jeder Punkt ist ein Post, jede Linie der Durchschnitt über alle Posts."
    density = "Wo es für Punkte zu viele Posts sind, hat die breitere Form mehr davon."
    missing = "fehlt"
    calendar_caption = "Jeder Post an seinem Tag, von Montag bis Sonntag; eine Woche ist eine Spalte."
    calendar_alt = say("Die Posts an ihren Tagen. {arms}")

    def band_caption(self, confidence: str, margin: str) -> str:
        return f"Rechts: der Unterschied mit seiner {spanne(confidence)}; im Band ({margin}) lohnt er nicht."

    def axis(self, metric: str, unit: str, log: bool) -> str:
        scale = "logarithmische Skala" if log else ""
        return ", ".join(part for part in (f"{metric} jedes Posts", unit, scale) if part)

    effect_caption_plain = "Jeder Punkt ist ein Post."
    effect_alt = say("{metric} jedes Posts. {arms}")
    arm_alt = say("{arm}: {typical}.")
    change_alt = say("Unterschied {arm}: {change}, Spanne {span}.")
    weeks_caption = "Jede Woche oder Doppelwoche mit ihrer Zahl, der Reihe nach. Form und Farbe zeigen die Variante."
    weeks_planned = "Was das Los jeder Woche gab; ein Punkt heißt: vorbei. Zahlen kommen am Ende."
    weeks_several = "Jeweils als Vielfaches dessen, was ihr Account oder ihre Region sonst hat."
    weeks_left_out = "erste Tage, zählen nicht"
    weeks_alt = say("{metric} Woche für Woche, {period}. {arms}")
    time_caption = "Jeder Post an dem Tag, an dem er online ging. Form und Farbe zeigen die Variante."
    time_alt = say("{metric} jedes Posts im Zeitverlauf, {period}. {arms}")
    time_arm_alt = say("{arm}: {posts}, von {span}.")
    blocks_caption = (
        "Der Unterschied mit seiner Spanne nach so vielen Posts, angesehen erst am Ende. Der letzte ist die Antwort; "
        "wer bei einem früheren aufhört, der die Null auslässt, findet Gewinner durch Glück."
    )
    blocks_alt = say("Wie sich der Unterschied für {arm} entwickelt hat. {steps}")
    block_alt = say("Nach {posts}: {change}, Spanne {span}.")
    influence_caption = "Der Balken zeigt, wie weit sich das Ergebnis verschiebt, wenn ein beliebiger Post wegfällt."
    influence_alt = say("Alle Posts: {change}. Jeweils ein Post weggelassen: zwischen {low} und {high}.")
    influence_all = "alle Posts"
    influence_range = "ohne einen Post"
    unadjusted = "ohne Wochentage"
    unadjusted_observed = "bloße Zahlen"
    share_of_best = say("Der beste Post mit {arm} macht {share} der Summe dieser Variante aus.")
    totals = say("{metric}, über alle Posts zusammengezählt: {change}. Summen hängen stark an den besten Posts.")
    first_posts = say("Die ersten {shown} von {all_posts}; alle stehen in result.json neben dieser Seite.")
    heat_caption = "Posts nach Wochentag und Variante"
    forest_caption = say("Jeder Wert gegen {control}, mit seiner Spanne.")
    forest_alt = say("{metric}. {rows}")


class Copy(page.Copy):
    tested = say("Wir haben „{title}“ mit {posts} getestet ({period}).")
    testing = say("Wir testen gerade „{title}“: {posts} ({period}).")
    compared = say("Wir haben uns {posts} angesehen: {title}.")

    def sure(self, span: str, confidence: str, evidence: str) -> str:
        return f"{spanne(confidence)}{span and f' {span}'}; {evidence}"

    then = say("Nächster Schritt: {advice}")


class Comments(page.Comments):
    heading = "Unser Kommentar"
    needs = "Was wir von Ihnen brauchen"
    by = say("bis {day}")


class Together(page.Together):
    heading = "Die anderen Ideen auf denselben Posts"
    held = (
        "Jede Frage wurde für sich ausgelost. Wird eine verglichen, sind die geplanten Varianten der anderen "
        "herausgerechnet."
    )
    chance = "So ein Abstand kann Zufall sein."
    more = "Das ist mehr, als der Zufall erklärt: Wie die eine Idee wirkt, hängt offenbar von der anderen ab."
    idea = say("{title}: {control} oder {variant}.")
    effects = say("{title}: Der Unterschied betrug mit {control} {with_control} und mit {variant} {with_variant}.")
    questions = say(
        "{n} Fragen: Wirkt nichts, zeigt trotzdem etwa 1 von {one_in} solchen Kombi-Tests einen Unterschied."
    )


class Footer(page.Footer):
    plan = say("Plan {text}")
    data = say("Daten {text}")
    seed = say("Seed {text}")
    template = say("Vorlage {text}")


class Site(page.Site):
    title = "Was wir testen und getestet haben"
    lead = say("{n}, {decided}.")
    experiments = say("{n} Experimente", one="1 Experiment")
    answered = say("{n} mit klarer Antwort")
    accounts = say("{n} Accounts")
    show_all = say("Alle {n} zeigen")
    none = "Noch keine Experimente."
    dated = say("{what}: {day}")
    started = say("ab {day}")
    no_page = "Der Bericht ist noch nicht geschrieben."
    invalid = "Die Datei dieses Experiments enthält Fehler."
    as_of = say("Alle Experimente · {day}")
    all = "Alle Experimente"
    team = "Nur für das Team: Diese Seite nennt alle Kunden."
    to_pass_on = "Zum Weitergeben an einen Kunden:"
    jump = "Auf dieser Seite"
    columns = {
        "client": "Kunde",
        "title": "Experiment",
        "variable": "Merkmal",
        "effect": "Unterschied",
        "word": "Ergebnis",
        "starts": "Zeitraum",
        "step": "Nächster Schritt",
    }
    groups = {
        "waiting": "Wartet auf eine Entscheidung",
        "running": "Läuft",
        "planned": "Geplant",
        "answered": "Beantwortet",
        "invalid": "Fehler in der Datei",
    }
    steps = {"planned": "Plan festschreiben vor dem ersten Post", "locked": "Erster Post", "running": "Alle Zahlen da"}
    draft = "Plan auslosen"
    to_decide = {
        "better": "Entscheiden: vorläufig übernehmen?",
        "worse": "Entscheiden: beim Alten bleiben?",
        "equivalent": "Entscheiden: nehmen, was weniger Arbeit macht?",
        "inconclusive": "Entscheiden: offen lassen oder noch einmal testen?",
        "unanswerable": "Entscheiden: noch einmal testen?",
    }
    decided = {
        "ship": "Vorläufig übernommen",
        "drop": "Beim Alten geblieben",
        "repeat": "Wird noch einmal getestet",
        "inconclusive": "Offen gelassen",
    }
    find = "Suche"
    every = "alle"
    order = "Sortiert nach"
    due = "was zuerst ansteht"
    nothing_fits = "Kein Experiment passt."


class Page(page.Page):
    opening = Opening()
    headings = Headings()
    columns = Columns()
    figures = Figures()
    methods = Methods()
    definitions = DEFINITIONS
    definitions_observed = DEFINITIONS_OBSERVED
    definitions_of_weeks = DEFINITIONS_OF_WEEKS
    copy = Copy()
    comments = Comments()
    together = Together()
    footer = Footer()
    site = Site()
