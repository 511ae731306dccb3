"""Das Jahr und die Ziele, auf Deutsch."""

from cliptrial.wording.declared import our_year
from cliptrial.wording.declared.words import say


class GoalWords(our_year.GoalWords):
    heading = "Unsere Ziele"
    reading = say("{metric} eines typischen Posts, vier Wochen bis {day}: {now}.")
    weekly = say("{metric} in einer gewöhnlichen Woche, vier Wochen bis {day}: {now}.")
    due = say("Auf dem Weg von {start} zu {target} bis {by} wären es an diesem Tag {due}.")
    over = say("Angestrebt bis {by}: {target}.")
    stands = {
        "ahead": "auf Kurs",
        "behind": "hinter der Linie",
        "reached": "erreicht",
        "missed": "nicht erreicht",
        "unknown": "nicht zu sagen",
    }
    hardly = "weniger als 1 von 20"
    nearly_certain = "mehr als 19 von 20"
    about = say("etwa {n} von 10")
    chance = say("Chance anzukommen, wenn es schwankt wie bisher: {odds}.")
    serves = say("für: {what}")
    bar = say("{name}: {now} von {target}")


class YearFigures(our_year.YearFigures):
    ideas = "Probierte Ideen nach Monaten"
    adopted = "vorläufig übernommen"
    not_adopted = "nicht übernommen oder noch offen"
    check = say("Alt gegen neu: {metric} je Post")
    old = "alte Art"
    new = "neue Art"
    posts = say("{n} Posts", one="1 Post")
    unplanned = "noch nicht geplant"
    caption = say("Jeder Punkt links ist eine Idee im Monat ihres ersten Posts. {first} {last}")
    framed = "Die Rahmen rechts bleiben leer, bis beide Arten nebeneinander gemessen sind."
    measured = "Rechts ist jeder Post der Gegenprobe ein Punkt; der Strich ist der typische Post."
    ideas_alt = say("Probierte Ideen nach Monaten. {months}")
    month_alt = say("{month}: {tried}, davon {adopted} vorläufig übernommen.")
    planned_alt = say("Alte Art und neue Art: je {posts}, {period}; noch nicht gemessen.")
    measured_alt = say("{metric} eines typischen Posts: alte Art {old}, neue Art {new}.")
    views = say("Tatsächliche Aufrufe im Monat{unit}")
    thousands = ", in Tausend"
    millions = ", in Millionen"
    by_days = "Alle Aufrufe eines Monats, wie die App sie je Tag zählt."
    by_posts = "Aufrufe, die die Posts des Monats bisher haben."
    unfinished = "Blass: kein ganzer Monat."
    views_alt = say("Tatsächliche Aufrufe im Monat. {months}")


class YearDetails(our_year.YearDetails):
    estimate = "Geschätzt, nicht gemessen: was die übernommenen Änderungen zusammen bringen können"
    estimated = say(
        "Geschätzt, nicht gemessen: Bewegt eine Idee meist bis zu {size} nach oben oder unten, dann liegen wir mit den "
        "{n} vorläufig übernommenen in {odds} Fällen vorn; die Mitte ist {middle}, möglich {span}. Bewegen Ideen "
        "weniger, ist es fast nichts.",
        one="Geschätzt, nicht gemessen: Bewegt eine Idee meist bis zu {size} nach oben oder unten, dann liegen wir "
        "mit der "
        "einen vorläufig übernommenen in {odds} Fällen vorn; die Mitte ist {middle}, möglich {span}. Bewegen Ideen "
        "weniger, ist es fast nichts.",
    )
    estimate_columns = ("Ideen bewegen Aufrufe meist bis zu", "Die Mitte", "Möglich (80 %)", "Vorn in")
    size = say("{size} nach oben oder unten")
    a_week = say("{n} Posts je Woche")
    other_metric = (
        "Von einer Änderung, die nach einer anderen Zahl als Aufrufen beurteilt wurde, nehmen wir an, dass sie die "
        "Aufrufe halb so weit bewegt."
    )
    nothing_adopted = "Nichts ist vorläufig übernommen; da gibt es nichts zu schätzen."
    measured = "Gemessen: alt gegen neu"
    nothing_measured = (
        "Noch ist nichts gemessen: Nur die Gegenprobe, alt gegen neu nebeneinander, misst, was Änderungen zusammen "
        "bringen."
    )
    tests = "Was die Tests waren"
    hits = say("{hits} von {questions} Fragen hatten einen klaren Gewinner: {share} (möglich {span}).")
    hits_of_signs = say("Davon kamen {questions} aus dem, was auffiel; {hits} davon hatten einen klaren Gewinner.")
    false_claims = say(
        "Wenn nichts davon wirkte, stünde im Jahr trotzdem bei etwa {n} dieser {questions} Fragen ein Unterschied da."
    )
    spent = say("{n} von {everything} Posts gehörten zu einem Test; alle erschienen als gewöhnliche Posts.")
    no_answers = "Noch ist keine Frage beantwortet."
    plan = "Die nächsten Monate"
    month = say("{month}: {ideas}")
    later = say("Danach: {ideas}.")
    ideas_behind = say("noch {n} Ideen auf der Liste", one="noch 1 Idee auf der Liste")
    check = say("am Ende {posts} Posts alt gegen neu, dann ein neues Jahr")
    no_ideas = "Auf der Liste steht keine Idee. Die Monatsrunde beginnt mit der Ideenliste."
    review = "Einmal im Monat: Was beantwortet ist, wird entschieden, und die Liste wird neu durchgesehen."
    paces = "Was Posts je Woche in einem Jahr ausrichten können"
    pace_columns = (
        "Posts je Woche",
        "Ideen probiert",
        "Zuwachs im Jahr",
        "mit etwas Mehraufwand",
        "Jahre unter dem Anfang",
        "Neue Art bestätigt",
        "behalten",
        "zurückgenommen",
    )
    paces_note = (
        "Simuliert, nicht versprochen: zwei Ideen auf denselben 16 Posts, die letzten 28 Posts alt gegen neu, wenn "
        "Ideen "
        "Aufrufe meist bis zu 17 % nach oben oder unten bewegen. Hier bleibt ihre Wirkung; auf echten Accounts ist "
        "nach "
        "einem Jahr etwa die Hälfte davon noch da, und dann bleiben von diesem Zuwachs etwa zwei Drittel. Sind Ideen "
        "dreimal kleiner, wird jede Zeile ein kleiner Verlust. Die Wirkung so vieler Ideen addiert sich nicht "
        "endlos: Die letzte Zeile ist mehr, als irgendwer erwarten sollte."
    )
    method = "Wie gerechnet wurde"
    method_lines = (
        "Was eine übernommene Änderung bringt, ist nie der Unterschied aus ihrem Test: Gewinner übertreiben. Jeder "
        "Unterschied wird so weit zur Null gezogen, wie seine Posts wenig verraten; diese Werte werden addiert.",
        "Gemessen ist nur, was alt gegen neu zeigte: Posts beider Arten nebeneinander, in ausgeloster Reihenfolge.",
        "Die Zahl eines Ziels ist ein typischer Post aus vier Wochen, nach sieben Tagen abgelesen. Die Chance "
        "anzukommen nimmt die Höhe von heute, keinen Trend, und wie sehr dieser Account schwankte; bei 55 echten "
        "Accounts stimmte sie auf zwölf Punkte oder besser.",
    )


class OurYearWording(our_year.OurYearWording):
    title = "Unser Jahr"
    on_index = "Was probiert und übernommen wurde, und was alt gegen neu zeigte."
    back = "Alle Experimente"
    stamp = say("Stand {day}")
    ideas = say("{n} Ideen", one="1 Idee")
    nothing_tried = "Noch wurde keine Idee probiert."
    tried = say("{ideas} probiert, {adopted} vorläufig übernommen.")
    to_measure = say("Ob es zusammen wirkt, messen wir vom {period}.")
    unmeasured = "Ob es zusammen wirkt, ist noch nicht gemessen."
    several = say(
        "{n} Gegenproben: {confirmed} bestätigt, {kept} behalten, aber nicht bestätigt, {rolled_back} zurückgenommen."
    )
    labels = ("Was anders ist", "Was wir nicht wissen", "Was als Nächstes kommt")
    different = say("{changes}.")
    more = say("{n} weitere", one="1 weitere")
    nothing_different = "Noch nichts: Keine Änderung ist übernommen."
    rolled_back_now = "Nichts: Wir machen alles wieder auf die alte Art."
    unhelpful = say("Etwa {n} von 10 solchen Änderungen helfen nicht, und wir wissen nicht, welche.")
    nothing_unknown = "Welche unserer Ideen helfen: Dafür braucht es mehr Tests."
    next_idea = say("{label}.")
    next_running = say("„{title}“ läuft.")
    next_check = say("Alt gegen neu, {period}.")
    nothing_next = "Die nächste Idee muss noch aufgeschrieben werden."
    goals = GoalWords()
    figures = YearFigures()
    details = YearDetails()
