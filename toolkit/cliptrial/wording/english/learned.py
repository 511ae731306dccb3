"""What was learned, in English."""

from __future__ import annotations

from cliptrial.analysis.learning.lessons import LeftOut
from cliptrial.wording.declared import learned
from cliptrial.wording.declared.words import say


def _pooled(result: str, tail: str) -> str:
    return f"{result} {tail}"


def _average(metric: str, count: str, change: str) -> str:
    return f"Over {count} experiments, {metric} changed by {change} on average"


class LearnedSentences(learned.LearnedSentences):
    one = say(
        "{variable}: one experiment so far, {change} {metric}. Three are needed before anything can be said in general."
    )
    two = say("{variable}: two experiments so far, {changes} {metric}. Two can agree by chance; a third is needed.")

    def better(self, variable: str, metric: str, count: str, change: str, span: str) -> str:
        return _pooled(
            f"{variable}: what was tried did better.", f"{_average(metric, count, change)} (95 % interval {span})."
        )

    def worse(self, variable: str, metric: str, count: str, change: str, span: str) -> str:
        return _pooled(
            f"{variable}: what was tried did worse.", f"{_average(metric, count, change)} (95 % interval {span})."
        )

    def open(self, variable: str, metric: str, count: str, change: str, span: str) -> str:
        return _pooled(f"{variable}: still open.", f"{_average(metric, count, change)}; anything from {span} fits.")

    ahead = say("The next one may bring anything from {span}.")
    repeats = "Repeats of the same test on the same accounts count once."
    known = say("{variable} · {metric}: {count} of about {needed}")
    known_well = say("{variable} · {metric}: {count}, enough")
    prior_learned = say(
        "What to reckon with draws on {count} earlier experiments on the same variable and metric: they, held "
        "against general experience, suggest {mean} for a new one. Where a clear result says the opposite, only "
        "general experience counts."
    )
    prior_general = (
        "What to reckon with draws on general experience with such changes. Your own experiments take its place "
        "where posts differ little, as in watch time, from five on; never with views, which scatter too much."
    )
    nothing = "No experiment counts yet: one does once its plan was locked and its posts reached the measuring age."


class LearnedPage(learned.LearnedPage):
    title = "What we have learned"
    back = "All experiments"
    on_index = "What all experiments say together, one sentence a variable."
    stamp = say("Learnings · {day}")
    lead = say("{all_of_them}, {counted} of them counted here.")

    def experiments(self, count: int) -> str:
        return "one experiment" if count == 1 else f"{count} experiments"

    side_by_side = "Every experiment side by side"
    few = "Not enough yet"
    few_needed = "One experiment says nothing in general, and two can agree by chance; from three on one can say more."
    lessons = "All experiments"
    method = "How this was worked out"
    method_lines = (
        "Every experiment whose plan was locked and that became ready counts, decided or not. Picking only the "
        "decided or the successful ones would turn luck into knowledge.",
        "Experiments on one variable with one primary metric are pooled: each counts by how exact it is, and by how "
        "far the experiments differ from one another (random effects on log ratios, Paule-Mandel variance, "
        "Knapp-Hartung interval). Of an experiment with several variants their mean counts, never the best one.",
        "Below three experiments nothing is said in general, below five nothing about the next one. Repeats of the "
        "same test on the same accounts count as one.",
    )
    known = (
        "Only so many tests as exact as these would tell how large such effects usually are. Until then what is "
        "realistic rests on general experience: two of three such changes move a number by less than a sixth, up "
        "or down."
    )
    forest = say(
        "Change in {metric} of every experiment, each with its approximate 95 % range, and their average. The exact "
        "interval stands on an experiment’s own page."
    )
    forest_alt = say("Changes in {metric}, one row an experiment. {told}")
    mean = "On average"
    next = "The next one"
    columns = ("Experiment", "Variable", "Metric", "Change", "Answer", "Counts")
    counted = "yes"
    chips = {"better": "Better", "worse": "Worse", "open": "Open", "too_few": "Too few"}
    outcomes = {"confirmed": "confirmed", "kept": "kept, not confirmed", "rolled_back": "rolled back"}
    checks = say(
        "Old against new, {count} checks, account by account: with the new ways, {metric} changed by {change} on "
        "average ({span} is possible)."
    )
    check = say("{title}: {outcome} ({change} measured).")
    checks_confirmed = "That they are ahead together is confirmed; it says nothing about any single one."
    checks_open = "That is not confirmed yet."
    split_test = "A split test by the platform has no posts to pool."
    problems = say("{count} could not be read; `cliptrial validate` says why.")


_LEFT_OUT = {
    LeftOut.NOT_LOCKED: "no: the plan was not locked",
    LeftOut.NOT_READY: "not yet: too early",
    LeftOut.OBSERVED: "no: chance did not assign the variants",
    LeftOut.BLOCKED: "no: the comparison was not fair",
    LeftOut.NO_NUMBER: "no: there is no number",
    LeftOut.REDEFINED: "no: the platform counts something else since",
}


class ManyArmsWords(learned.ManyArmsWords):
    heading = say("Earlier posts: {noun}")

    def looked_at(self, posts: str, accounts: int, metric: str) -> str:
        return (
            f"{posts} posts {'of one account' if accounts == 1 else f'of {accounts} accounts'}, compared by {metric} "
            "within each account and month."
        )

    def above(self, names: str, count: int) -> str:
        return f"{names} {'stands' if count == 1 else 'stand'} above the rest by more than luck."

    def below(self, names: str, count: int) -> str:
        return f"{names} {'stands' if count == 1 else 'stand'} below the rest by more than luck."

    redefined = say(
        "Since {days} the platform counts something else under this name: only posts of one side of that are looked at."
    )
    none_found = say("None of {values} values in {posts} posts stands out by more than luck.")
    observed = "Nobody assigned them by chance, so this says what to test next, not what works."
    best = say(
        "The best guess is {value}: reckon with {change} against a typical value. Test it against {usual}, which is "
        "used most."
    )
    nothing_better = say("Nothing promises more than {usual}, which is used most.")
    columns = ("Value", "Posts", "Seen", "Reckon with", "Just luck?")
    hardly = say("hardly ({q})")
    perhaps = say("perhaps ({q})")
    shown = say("The {shown} most promising of {every} values.")
    note = (
        "“Seen” is what a value’s own posts say. “Reckon with” pulls that towards a typical value, the more so the "
        "fewer its posts; the range behind it is for one value looked at alone. “Just luck?” takes into account how "
        "many were looked at; the number is the share of false finds to expect among all values whose number is at "
        "most as large."
    )
    test = "What to test next"
    title = say("Does {value} do better than {usual}?")
    statement = say("Posts with {value} do better in {metric}.")
    because = say("It looked most promising in {posts} earlier posts, which nobody assigned by chance.")


class TriedWords(learned.TriedWords):
    heading = "The same change, account by account"
    lead = (
        "Estimated, not measured: what is realistic on each account; the range holds the truth in about 8 of 10 "
        "cases. Tests on one account say a little about the others: we take it that about a quarter of what a change "
        "brings is the same everywhere."
    )
    columns = ("Change", "Metric", "Where it was tested", "On an account that has not tested it")
    nobody = "unknown"
    change = say("{variants} instead of {control}")
    on = say("{account}: {change} ({span})")
    realistic = say("{change} ({span})")

    def others(self, count: int) -> str:
        return f"and {'one account' if count == 1 else f'{count} accounts'} of other clients"

    def more(self, count: int) -> str:
        return f"{'One more change' if count == 1 else f'{count} more changes'}"


class LearnedWording(learned.LearnedWording):
    sentences = LearnedSentences()
    page = LearnedPage()
    left_out = _LEFT_OUT
    many_arms = ManyArmsWords()
    tried = TriedWords()
