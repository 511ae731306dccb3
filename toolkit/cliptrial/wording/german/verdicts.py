"""The answer in German."""

from __future__ import annotations

from cliptrial.analysis.findings import followed
from cliptrial.analysis.findings.followed import ScheduleDeviations, ScheduleFollowed
from cliptrial.analysis.findings.weekdays import WeekdayConfounded
from cliptrial.wording.declared import result
from cliptrial.wording.declared.terms import MetricNoun
from cliptrial.wording.declared.words import say
from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.experiment.clause import Clause
from cliptrial.wording.formats import NBSP
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def spanne(confidence: str) -> str:
    """The interval's name at a confidence: ``95-%-Spanne``."""
    return f"{confidence.replace(NBSP, '-')}-Spanne"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _other(metric: MetricNoun, by: str, up: bool) -> str:
    return f"{'lagen' if metric.plural else 'lag'} {metric.the} um {by} {'höher' if up else 'niedriger'}"


SETTLES = Sentences()
SETTLES[followed.MissingPostsDecide] = lambda f, s: (
    "Die ganze Spanne liegt auf einer Seite von null, und doch ist die Antwort offen: Bei "
    f"{s.count(f.missing, 'Post', 'Posts')} fehlen die Zahlen, und die könnten sie im schlechtesten Fall umwerfen. "
    "Nachgereichte Zahlen entscheiden das; ohne sie nur eine Wiederholung."
)
SETTLES[followed.AsPosted] = (
    "Die ganze Spanne liegt auf einer Seite von null, und doch ist die Antwort offen: Viele Posts gingen an anderen "
    "Tagen oder zu anderen Uhrzeiten online als geplant, und danach gezählt hält sie nicht. Das entscheidet nur eine "
    "Wiederholung nach Plan."
)


class Verdicts(result.Verdicts):
    def clause(self, c: Clause) -> str:
        return f"Mit {c.arm} {c.verb} {c.subject} {c.rest}"

    def clause_observed(self, c: Clause) -> str:
        against = "wie" if c.times else "als"
        other = {"Posts": "solche", "ein typischer Post": "einer"}.get(c.subject, "der")
        return _upper(f"{c.subject} mit {c.arm} {c.verb} {c.rest} {against} {other} mit {c.control}")

    def clause_other(self, arm: str, metric: MetricNoun, by: str, up: bool) -> str:
        return f"Mit {arm} {_other(metric, by, up)}"

    def clause_other_observed(self, arm: str, metric: MetricNoun, by: str, up: bool) -> str:
        return f"Bei Posts mit {arm} {_other(metric, by, up)}"

    settles = SETTLES
    clause_one_sided = say("{metric} gab es nur mit {some}, mit {none} kein einziges Mal")
    subjects = {
        "ratio_of_geometric_means": ("ein typischer Post", False),
        "period": ("eine typische Phase", False),
        "ratio_of_rates": ("Posts", True),
        "ratio_of_means": ("der durchschnittliche Post", False),
        "ratio_of_proportions": ("das Video", False),
    }

    def better(self, a: Answer) -> str:
        yes = {True: "Ja. ", False: "Ja, wenn auch anders herum als erwartet. ", None: ""}[a.as_expected]
        return f"{yes}{a.clause}."

    def worse(self, a: Answer) -> str:
        no = {True: "", False: "Nein, eher umgekehrt. ", None: ""}[a.as_expected]
        return f"{no}{a.clause}."

    def equivalent(self, a: Answer) -> str:
        if a.doubling:
            verb = "haben" if a.metric_plural else "hat"
            return f"Kein großer Effekt: Mit {a.arm} {verb} sich {a.metric_the} weder verdoppelt noch halbiert."
        if a.large:
            return f"Kein großer Effekt: Mit {a.arm} liegt der Unterschied bei {a.metric_at} im Bereich von {a.margin}."
        verb = "ändern" if a.metric_plural else "ändert"
        return (
            f"Kein nennenswerter Unterschied: Mit {a.arm} {verb} sich {a.metric_the} um weniger als die "
            f"{a.at_least}, ab "
            "denen es sich lohnt."
        )

    not_reached = say("Die erhofften {a.at_least} bringt {a.arm} nicht.")

    ended_early = "Vorzeitig beendet, weil eine klare Antwort unwahrscheinlich geworden war."

    def open(self, a: Answer) -> str:
        return (
            f"Noch offen. Mit {a.arm} ist bei {a.metric_at} alles von {a.span} möglich."
            if a.has_interval
            else f"Noch offen. Die {'Wochen' if a.periods else 'Posts'} zeigen keinen Unterschied zwischen {a.arm} und "
            f"{a.control}."
        )

    observed_difference = say("{a.clause}; ausgelost wurde das nicht.")

    def observed_equivalent(self, a: Answer) -> str:
        return (
            f"Posts mit {a.arm} und mit {a.control} "
            f"{'unterscheiden sich bei' if a.large else 'lagen bei'} {a.metric_at} "
            f"{'nicht stark' if a.large else 'fast gleichauf'}; ausgelost wurde das nicht."
        )

    def observed_open(self, a: Answer) -> str:
        return (
            f"Noch offen. Bei Posts mit {a.arm} ist bei {a.metric_at} ein Unterschied von {a.span} möglich; "
            "ausgelost wurde das nicht."
            if a.has_interval
            else f"Diese Posts zeigen keinen Unterschied zwischen {a.arm} und {a.control}."
        )

    def broken(self, sentence: str, metric: MetricNoun, by: str) -> str:
        verb = "sind" if metric.plural else "ist"
        return f"{sentence.rstrip('.')}, aber {metric.the} {verb} stärker gesunken als erlaubt ({by})."

    def fits(self, a: Answer, size: str) -> str:
        tail = f"; {size}" if size else ""
        return f"Zu den Daten passt alles von {a.span} ({spanne(a.confidence)}){tail}."

    reached = say("selbst am unteren Ende sind es die gewünschten {a.at_least}")
    whether_reached = say("ob es die gewünschten {a.at_least} sind, ist offen")
    below = say("das ist weniger als die gewünschten {a.at_least}")

    smaller_open = say(
        "Ein kleinerer Effekt bleibt möglich, nach oben wie nach unten: Gefragt war nur nach {a.at_least} oder mehr."
    )

    def reckon(self, a: Answer) -> str:
        few = "Personen" if a.viewers else "Wochen" if a.periods else "Posts"
        luck = f"So große Unterschiede aus so wenigen {few} sind größtenteils Glück"
        return f"Realistisch sind etwa {a.reckon}: {luck if a.luck else 'Erste Ergebnisse fallen meist zu schön aus'}."

    risk = say("Risiko: In etwa {cases} von 10 solchen Fällen ist in Wahrheit besser, was gerade hinten liegt.")
    more_posts = say("{posts} mehr als in ebenso vielen Wochen wie bisher.")
    used = say("{posts} über {days}.")
    had = say("Nichts Neues: {posts}, die schon online waren.")
    others = say("Die übrigen Varianten: {text}.")


class Trust(result.Trust):
    randomised = "Ausgelost wie geplant"
    deviations = "Ausgelost, mit Abweichungen"
    observed = "Nur beobachtet, nicht ausgelost"
    observed_small = "der Zufall hat diese Posts nicht verteilt"
    so_far = say("bisher {text}")

    def followed(self, f: ScheduleFollowed, s: Phrases) -> str:
        return f"alle {s.count(f.posts, 'Post', 'Posts')} wie ausgelost"

    def deviated(self, f: ScheduleDeviations, s: Phrases) -> str:
        return f"von {s.n(f.posts)} Posts: " + s.f.listing(
            text
            for count, text in (
                (f.late, f"{s.n(f.late)} zu spät"),
                (f.moved, f"{s.n(f.moved)} an einem anderen Tag"),
                (f.swapped, f"{s.n(f.swapped)} mit der falschen Variante"),
            )
            if count
        )

    locked = say("Plan festgeschrieben am {day}")
    first_post = say("erster Post {day}")
    first_day = say("erster Tag {day}")
    unchanged = "unverändert"
    changed = "Plan nach dem Festschreiben geändert"
    late = "Plan erst nach dem ersten Post festgeschrieben"
    late_weeks = "Plan erst nach dem ersten Tag festgeschrieben"
    not_locked = "Plan nicht festgeschrieben"
    weekdays_off = "Wochentage ungleich verteilt"

    def effective(self, f: WeekdayConfounded, s: Phrases) -> str:
        return f"{s.count(f.posts, 'Post zählt', 'Posts zählen')} nur so viel wie {s.n(f.effective_posts)}"

    turns = "Kippt mit einem einzigen Post"
    without_it = say("{change} ohne ihn")
    more_changed = "Mehr als eine Sache geändert"
    split_even = "Gruppen so groß wie geplant"
    split_off = "Gruppen nicht so groß wie geplant"
