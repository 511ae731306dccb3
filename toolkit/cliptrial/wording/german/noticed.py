"""Faustregeln, was auffällt, und wen eine Reichweite erreicht, auf Deutsch."""

from cliptrial.wording.declared import noticed
from cliptrial.wording.declared.words import say


class BandWords(noticed.BandWords):
    heading = "Wo Zahlen nach der Faustregel stehen"
    grades = {
        "good": "gut",
        "great": "sehr gut",
        "followers_only": "kaum über die Follower hinaus",
        "normal": "üblich",
        "beyond_audience": "weit über die Follower hinaus",
    }
    below = "unter dem, was als gut gilt"
    good = say("{low} bis {high}")
    good_from = say("ab {low}")
    placed = say("{metric} {value}: {grade} ({good}; {whose}).")
    thumb = "eine Faustregel der Branche, kein Test"
    own = say("euer eigener Richtwert, kein Test; Quelle: {source}")


class SignWords(noticed.SignWords):
    heading = "Auffällig"
    nothing = "Nichts fällt auf."
    seen = {
        "low_completion": "Weniger sehen bis zum Ende",
        "slow": "Man bleibt länger, und doch sehen weniger lange Videos zu Ende",
        "too_long": "Kurze Videos werden zu Ende gesehen, lange nicht",
        "beyond": "Weit mehr Aufrufe als Follower",
        "unseen": "Wer es sieht, mag es, aber wenige sehen es",
        "comments": "Um mindestens die Hälfte mehr Kommentare",
        "sentiment": "Die Kommentare sind weniger freundlich",
    }
    try_ = {
        "low_completion": "einen kürzeren Schnitt oder einen anderen Einstieg probieren",
        "slow": "ein schnelleres Tempo probieren",
        "too_long": "lange Videos straffer schneiden",
        "beyond": "wiederholen",
        "unseen": "einen anderen Sound oder andere Hashtags probieren",
        "comments": "lesen und einen aufgreifen",
        "sentiment": "lesen und antworten",
    }
    numbers = {
        "completion_of_short": "Abschlussrate kurzer Videos",
        "completion_of_long": "Abschlussrate langer Videos",
        "positive_comments": "Anteil positiver Kommentare",
    }
    no_proof = "Auffällig heißt nicht belegt: Es sagt, was man als Nächstes testen kann."
    by_band = say("{metric} {value}; die Faustregel, kein Test, ist {limit}")
    by_range = say("{metric} {value}; üblich ist hier bis {limit}")
    firm = say("deutlich: weit vom Üblichen entfernt; {share}")
    faint = say("schwach: kann gut Zufall sein; {share}")
    per_hundred = say("so in etwa {n} von 100 gewöhnlichen Wochen")
    less_than_one = say("so in weniger als 1 von 100 gewöhnlichen Wochen")


class RelevanceWords(noticed.RelevanceWords):
    heading = "Wen die Reichweite erreicht hat"
    pillars = "Reichweite nach Themensäule"
    pillar_columns = ("Themensäule", "Posts", "Reichweite", "Anteil", "Strategie")
    inside = "gehört dazu"
    outside = "gehört nicht dazu"
    no_pillar = "keine Säule"
    typed = "Der Anteil der Zielgruppe ist eingetragen, nicht gemessen."
    of_followers = (
        "Der Anteil der Zielgruppe ist der unter den Followern; wer zusieht, kann anders verteilt sein. Wie Land, "
        "Geschlecht und Alter zusammenhängen, sagt kein Export: daher die Spanne."
    )
    counted_by_views = "Gezählt sind Aufrufe, weil kein Export die Reichweite dieser Posts hat."
    off_strategy = say("{share} eurer Reichweite kamen von Posts, die nichts mit dem zu tun haben, was ihr verkauft.")
    on_strategy = say("{share} eurer Reichweite kamen von Posts, die zur Strategie gehören.")
    unknown = say("{share} kamen von Posts ohne Säule.")
    relevant = say("Davon sind etwa {reach} eure Zielgruppe ({share}).")
    possible = say("möglich {low} bis {high}")
    rating = "Note der Plattform"
    parts = {"engagement": "Engagement", "conversion": "Conversion", "target": "Zielgruppe"}
    not_rated = "Keine Note: Mindestens zwei von Engagement, Conversion und Zielgruppe müssen bekannt sein."
    no_band = "Engagement: Was dort für einen Account dieser Größe gut ist, sagt niemand; eigene Richtwerte täten es."
    rated = say("{platform}: {letter}")
    could_be = say("möglich {best} bis {worst}")
    part = say("{name} {value}: {points} von 4 Punkten")
    rule = (
        "Engagement: 4 Punkte, wo sehr gut beginnt, 3 in der oberen Hälfte von gut, 2 in der unteren, 1 ab der Hälfte "
        "davon, sonst 0; nach der Faustregel für Accounts dieser Größe.",
        "Conversion je Aufruf (Bestellungen, sonst Leads, Link-Klicks oder neue Follower), neben dem Jahr davor auf "
        "diesem Account: 4 Punkte ab dem 1,5-Fachen, 3 ab dem 1,1-Fachen, 2 ab dem 0,9-Fachen, 1 ab der Hälfte, sonst "
        "0.",
        "Zielgruppe, als Anteil der Reichweite: 4 Punkte ab 80 %, 3 ab 60 %, 2 ab 40 %, 1 ab 20 %, sonst 0.",
        "Das Mittel aus dem, was bekannt ist: A ab 3,5, B ab 2,5, C ab 1,5, D ab 0,5, sonst E. Die Spanne ist die von "
        "8 aus 10 Quartalen mit solchen Posts und Wochen.",
    )


class WatchedWords(noticed.WatchedWords):
    nobody = "Niemand wird beobachtet. Trage Accounts von anderen in workspace.yaml ein, unter `watched`."
    only_observed = (
        "Nur beobachtet: öffentliche Zahlen, abgelesen, wann es gerade war, als Ideen. Sie stehen nie neben den "
        "eigenen."
    )
    posts = say(
        "{name}: {n} Posts in acht Wochen bis {day}, {a_week} je Woche.",
        one="{name}: 1 Post in acht Wochen bis {day}.",
    )
    numbers = say("Ein mittlerer Post hat {views} Aufrufe; Engagement je Aufruf {engagement}.")
    tags = say("Am häufigsten: {tags}.")
    best = say("Die meisten Aufrufe: {views}, {link}")
    unknown = say("{name}: noch keine Zahlen. Gib sie ab mit `cliptrial watch --file DATEI --account {name}`.")


class NoticedWording(noticed.NoticedWording):
    bands = BandWords()
    signs = SignWords()
    relevance = RelevanceWords()
    watched = WatchedWords()
    platforms = {"tiktok": "TikTok", "instagram": "Instagram", "youtube": "YouTube"}
