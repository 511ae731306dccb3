"""Posting windows, in German."""

from cliptrial.wording.declared.posting import windows
from cliptrial.wording.declared.words import say


class WindowsWording(windows.WindowsWording):
    title = "Wann posten"
    on_index = "Ob die Uhrzeit einen Unterschied macht, und wann Follower in der App sind."
    word = "Nur beobachtet"
    related = "Aufrufe und Uhrzeit hängen bei diesem Account zusammen, mehr als der Zufall erklärt."
    too_alike = (
        "Ob die Uhrzeit einen Unterschied macht, lässt sich nicht sagen: Innerhalb von vier Wochen gingen fast "
        "alle Posts "
        "zur selben Stunde raus."
    )
    observed = (
        "Nur beobachtet: Die Uhrzeiten wurden nicht ausgelost. Es kann auch daran liegen, was zu einer Stunde gepostet "
        "wurde, nicht an der Stunde."
    )
    no_activity = (
        "Noch sagt kein Export, wann Follower in der App sind: In TikTok Studio steht es unter Follower, "
        "„Follower-Aktivität“."
    )
    same_rhythm = (
        "Keine Quelle zählt aktive Follower nach Land: Wir nehmen an, dass alle nach ihrer eigenen Uhr im selben "
        "Rhythmus leben."
    )
    no_idea = "Nichts spricht für eine andere Zeit als die übliche."
    because = {"posts": "frühere Posts dort besser liefen", "followers": "dort die Aktivität der Follower steigt"}
    labels = ("Was wir wissen", "Was wir tun", "Was es kostet")
    nothing_costs = "Nichts."
    parts = "Aufrufe nach Tageszeit, verglichen mit einem typischen Post"
    parts_note = (
        "„Realistisch“ ist so weit zum typischen Post hingezogen, wie es bei so wenigen Posts unsicher ist. Wo die "
        "Spanne "
        "0 % enthält, sind mehr und weniger Aufrufe möglich. Die höchste Zeile hatte oft nur am meisten Glück."
    )
    columns = ("Tageszeit", "Posts", "Realistisch", "Möglich (19 von 20)")
    by_weekday = "Nach Wochentag"
    weekday_column = "Wochentag"
    method = "So wurde gerechnet"
    method_lines = (
        "Jeder Account für sich: Logarithmen der Aufrufe im Alter von einer Woche, Posts aus zwei Jahren. "
        "Uhrzeiten werden "
        "zwischen Posts derselben vier Wochen getauscht, Werktage und Wochenenden getrennt, damit weder Wachstum noch "
        "Wochenenden wie eine Wirkung der Uhrzeit aussehen.",
        "Eine einzige Zahl sagt, wie viel Muster über alle Stunden da ist; keine Stunde wird herausgepickt. Wo "
        "gemischte "
        "Uhrzeiten in mehr als 5 von 100 Fällen ebenso viel zeigen, sagt die Seite, dass keines gefunden wurde.",
        "Was Stunde und Wochentag bringen, ist so weit zur Null hingezogen, wie es ähnliche Accounts zeigen: 14 % "
        "zwischen "
        "Stunden, 5 % zwischen Wochentagen.",
    )
    followers_title = "Follower in der App an einem durchschnittlichen Tag"
    parts_title = "Aufrufe gegenüber einem typischen Post dieses Accounts"
    parts_caption = "Jeder Kasten ist eine Tageszeit: Der Strich ist realistisch, der Kasten möglich, 19 von 20 Mal."
    stamp = say("Stand {day}")
    kicker = say("{account} · {posts} Posts · {period}")
    odds = say("{n} von 100 Fällen")
    hardly = "weniger als 1 von 100 Fällen"
    strong = say("Gemischte Uhrzeiten zeigen ebenso viel Muster in {odds}.")
    not_found = say(
        "Kein Muster über den Zufall hinaus gefunden: Gemischte Uhrzeiten zeigen ebenso viel in {odds}. Posten, "
        "wann es "
        "passt, oder testen."
    )
    too_few = say(
        "Ob die Uhrzeit einen Unterschied macht, lässt sich nicht sagen: {posts} Posts mit einer Zahl sind zu wenige."
    )
    would_find = say(
        "Aus {posts} Posts sähen wir es nur dann vier von fünf Mal, wenn ein Drittel des Tages {size} mehr Aufrufe "
        "brächte."
    )
    would_find_none = say("Aus {posts} Posts sähen wir nicht einmal zehnmal so viele Aufrufe vier von fünf Mal.")
    left_out = say(
        "{posts} Posts haben keine Zahl im Alter von einer Woche und fehlen hier.",
        one="1 Post hat keine Zahl im Alter von einer Woche und fehlt hier.",
    )
    activity = say("Die Aktivität der Follower steigt gegen {rise} und ist gegen {top} am höchsten ({period}).")
    region = say("{country} ({share} der Follower): steigt dort gegen {there}, hier gegen {here}.")
    idea = say("Einen Test wert: {variant} statt {control}, weil {because}. Das ist eine Idee, kein Ergebnis.")
    cost = say("Etwa {posts} Posts zu ausgelosten Uhrzeiten; kein Mehraufwand.")
    note = say("Nur beobachtet; zu testen, weil {because}.")
    hours = say("{first} bis {until} Uhr")
    of_posts = say("{expected} ({posts})")
    followers_caption = say("Aktive Follower je Stunde, Mittel vom {period}, Uhrzeit von {timezone}.")
    followers_alt = say(
        "Follower in der App je Stunde: am wenigsten, {low}, um {low_at}; am meisten, {top}, um {top_at}."
    )
    part_alt = say("{hours}, {posts} Posts: {expected}, möglich {span}.")
    parts_alt = say("Aufrufe nach Tageszeit, verglichen mit einem typischen Post. {parts}")
