"""A plan before its first post, in German."""

from __future__ import annotations

from cliptrial.analysis.findings import planned
from cliptrial.wording.declared import result
from cliptrial.wording.declared.words import say
from cliptrial.wording.sentences import Sentences

FINDINGS = Sentences()
FINDINGS[planned.NoSchedule] = "Der Kalender ist noch nicht ausgelost."
FINDINGS[planned.Locked] = lambda f, s: f"Der Plan ist seit dem {s.date(f.locked_on)} festgeschrieben."
FINDINGS[planned.NotLocked] = (
    "Der Plan ist noch nicht festgeschrieben. Das sollte vor dem ersten Post geschehen, damit ihn niemand mehr "
    "ändern kann."
)
FINDINGS[planned.NoTopics] = (
    "Noch stehen keine Themen fest. Das sollten sie, bevor der Zufall jedem Thema Variante und Tag gibt."
)
FINDINGS[planned.NotReady] = lambda f, s: (
    "Der geplante Post ist noch nicht online."
    if f.posts == 1
    else f"Von den {s.n(f.posts)} geplanten Posts ist noch keiner online."
)


class Ahead(result.Ahead):
    report = "Experimentplan"
    one_thing = say("Nur eines wird anders sein: {noun}.")
    arms = say("Geplant sind {listing}.")
    held = say("Gleich bleiben: {listing}.")
    planned = say("{posts} geplant")

    def runs(self, posts: str, period: str, one_day: bool) -> str:
        return (
            f"Noch nicht gestartet: {posts} am {period}." if one_day else f"Noch nicht gestartet: {posts} vom {period}."
        )

    draft = "Aufgeschrieben, aber noch nicht geplant: Der Kalender ist noch nicht ausgelost."
    answer_from = say("Gemessen wird jeder Post {days} nach dem Posten; die Antwort ist also am {day} fällig.")
    missing = say("Was vor dem ersten Post noch fehlt: {listing}.")
    missing_schedule = "der Kalender"
    missing_topics = "die Themen"
    missing_lock = "das Festschreiben des Plans"
    drawn = "Kalender ausgelost"
    topics = "Themen standen vor dem Auslosen fest"
    no_topics = "Themen stehen noch nicht fest"
    not_locked = "Plan noch nicht festgeschrieben"
    fair = "Ist alles vorbereitet?"
    posts = say("Die {n} geplanten Posts", one="Der geplante Post")
    prepare = "Ergänzen, was noch fehlt, und den Plan vor dem ersten Post festschreiben."
    start = say(
        "Ab dem {day} nach Kalender posten und zweimal pro Woche die letzten 7 Tage exportieren. Wer vorn liegt, "
        "sollte sich niemand ansehen, bevor alle Posts gemessen sind."
    )
    draft_of = say("Wir wollen „{title}“ testen.")
    tested = say("Wir werden „{title}“ mit {posts} testen ({period}).")
    findings = FINDINGS
