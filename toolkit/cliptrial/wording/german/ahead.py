"""A plan before its first post, in German."""

from __future__ import annotations

from cliptrial.analysis.findings import planned
from cliptrial.wording.sentences import Sentences
from cliptrial.wording.vocabulary.findings import Ahead

FINDINGS = Sentences()
FINDINGS[planned.NoSchedule] = "Der Kalender ist noch nicht ausgelost."
FINDINGS[planned.Locked] = lambda f, s: f"Der Plan ist seit dem {s.date(f.locked_on)} festgeschrieben."
FINDINGS[planned.NotLocked] = (
    "Der Plan ist noch nicht festgeschrieben. Das sollte vor dem ersten Post geschehen, damit ihn niemand mehr ändern "
    "kann."
)
FINDINGS[planned.NoTopics] = (
    "Noch stehen keine Themen fest. Das sollten sie, bevor der Zufall jedem Thema Variante und Tag gibt."
)
FINDINGS[planned.NotReady] = lambda f, s: (
    "Der geplante Post ist noch nicht online."
    if f.posts == 1
    else f"Von den {s.n(f.posts)} geplanten Posts ist noch keiner online."
)

AHEAD = Ahead(
    report="Experimentplan",
    one_thing=lambda noun: f"Nur eines wird anders sein: {noun}.",
    arms=lambda listing: f"Geplant sind {listing}.",
    held=lambda listing: f"Gleich bleiben: {listing}.",
    planned=lambda posts: f"{posts} geplant",
    runs=lambda posts, period, one_day: (
        f"Noch nicht gestartet: {posts} am {period}." if one_day else f"Noch nicht gestartet: {posts} vom {period}."
    ),
    draft="Aufgeschrieben, aber noch nicht geplant: Der Kalender ist noch nicht ausgelost.",
    answer_from=lambda days, day: (
        f"Gemessen wird jeder Post {days} nach dem Posten; die Antwort ist also am {day} fällig."
    ),
    missing=lambda listing: f"Was vor dem ersten Post noch fehlt: {listing}.",
    missing_schedule="der Kalender",
    missing_topics="die Themen",
    missing_lock="das Festschreiben des Plans",
    drawn="Kalender ausgelost",
    topics="Themen standen vor dem Auslosen fest",
    no_topics="Themen stehen noch nicht fest",
    not_locked="Plan noch nicht festgeschrieben",
    fair="Ist alles vorbereitet?",
    posts=lambda n: "Der geplante Post" if n == "1" else f"Die {n} geplanten Posts",
    prepare="Ergänzen, was noch fehlt, und den Plan vor dem ersten Post festschreiben.",
    start=lambda day: (
        f"Ab dem {day} nach Kalender posten und zweimal pro Woche die letzten 7 Tage exportieren. Wer vorn liegt, "
        "sollte "
        "sich niemand ansehen, bevor alle Posts gemessen sind."
    ),
    draft_of=lambda title: f"Wir wollen „{title}“ testen.",
    tested=lambda title, posts, period: f"Wir werden „{title}“ mit {posts} testen ({period}).",
    findings=FINDINGS,
)
