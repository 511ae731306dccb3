"""A plan before its first post, in German."""

from __future__ import annotations

from cliptrial.wording.vocabulary.findings import Ahead

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
    findings={
        "no_schedule": lambda _: "Der Kalender ist noch nicht ausgelost.",
        "locked": lambda v: f"Der Plan ist seit dem {v.date('locked_on')} festgeschrieben.",
        "not_locked": lambda _: (
            "Der Plan ist noch nicht festgeschrieben. Das sollte vor dem ersten Post geschehen, damit ihn niemand mehr "
            "ändern kann."
        ),
        "no_topics": lambda _: (
            "Noch stehen keine Themen fest. Das sollten sie, bevor der Zufall jedem Thema Variante und Tag gibt."
        ),
        "not_ready": lambda v: (
            "Der geplante Post ist noch nicht online."
            if v.one("posts")
            else f"Von den {v.n('posts')} geplanten Posts ist noch keiner online."
        ),
    },
)
