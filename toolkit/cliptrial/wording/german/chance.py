"""Der Zufalls-Check auf Deutsch."""

from __future__ import annotations

from cliptrial.wording.chance_vocabulary import ChanceWording, MethodWords

METHODS = {
    "sums_as_trials": MethodWords(
        "Summen, jeder Aufruf ein Versuch",
        "wenn jeder Aufruf als eigener Versuch zählt",
        (
            "Zählt die Aufrufe jeder Variante zusammen und hält jeden einzelnen für einen unabhängigen "
            "Versuch, wie bei einem Website-Test."
        ),
    ),
    "first_against_second_half": MethodWords(
        "Vorher gegen nachher",
        "wenn die erste Hälfte gegen die zweite antritt",
        "Vergleicht die erste Hälfte der Posts mit der zweiten, mit einem t-Test auf Logarithmen.",
    ),
    "relative_delta": MethodWords(
        "Spanne der relativen Steigerung",
        "nach der üblichen Spanne der relativen Steigerung",
        "Teilt einen Durchschnitt durch den anderen und nimmt die Spanne aus dem Lehrbuch.",
    ),
    "welch_raw": MethodWords(
        "t-Test auf den Zahlen",
        "mit einem t-Test auf den Zahlen",
        "Welchs t-Test auf den Zahlen selbst: vorsichtig, aber fast blind, sobald einzelne Posts viral gehen.",
    ),
    "welch_logs": MethodWords(
        "t-Test auf Logarithmen",
        "mit einem t-Test auf Logarithmen",
        "Welchs t-Test auf Logarithmen: brauchbar, wo das Los die Wochentage verteilt hat, und nur dort.",
    ),
    "cliptrial": MethodWords(
        "ClipTrial",
        "mit ClipTrial",
        "Lost die Etiketten immer wieder neu aus und fragt, wie oft der Zufall allein ebenso gut ist.",
    ),
}

CHANCE = ChanceWording(
    lang="de",
    methods=METHODS,
    stamp=lambda day: f"Zufalls-Check · {day}",
    kicker="Zufalls-Check",
    posts=lambda n: f"{n} Posts",
    accounts=lambda n: "1 Konto" if n == "1" else f"{n} Konten",
    title="Nichts war anders. Wer fand einen Sieger?",
    bold="Jeder Sieger auf dieser Seite ist ein Fehlalarm.",
    drawn=lambda posts, arm, draws: (
        f"{posts} eurer Posts in Folge, {arm} davon per Los mit A und {arm} mit B etikettiert: {draws}-mal gemacht, "
        "jedes Mal an einer anderen Stelle eurer Geschichte."
    ),
    word="Falsche Sieger",
    sentence=lambda usual, when, ours: (
        f"Erfundene A/B-Etiketten auf euren eigenen Posts „gewinnen“ {usual}-mal von 100, {when}; "
        f"mit ClipTrial {ours}-mal."
    ),
    honest=lambda usual, ours: (
        "Auf diesen Posts „gewinnen“ erfundene A/B-Etiketten mit jeder üblichen Methode höchstens "
        f"{usual}-mal von 100; mit ClipTrial {ours}-mal."
    ),
    agreed=(
        "Fünf von 100 sind bei einem Test auf dem 5-%-Niveau erlaubt. Jeder Sieger darüber hinaus ist "
        "einer, nach dem euer Team umsonst gehandelt hätte."
    ),
    luck=lambda draws, points: (
        f"Das Losglück aus {draws} Ziehungen verschiebt diese Anteile um bis zu {points} Punkte."
    ),
    labels="Etiketten per Los",
    labels_small="zwischen A und B war nichts verschieden",
    own_posts="Echte Posts, eure eigenen",
    same_engine="Das Rechenwerk der Berichte",
    same_engine_small="für diese Seite wurde nichts angepasst",
    left_out=lambda n: f"Weggelassen, weil eine brauchbare Zahl fehlt: {n} {'Post' if n == '1' else 'Posts'}.",
    refused=lambda n: f"Vergleiche, die ClipTrial mangels Daten verweigerte: {n}. Sie zählen als kein Sieger.",
    no_times="Es gab keine Zeiten: Die Zeilen gelten als zeitlich geordnet, Wochentage sind nicht berücksichtigt.",
    figure_caption=lambda metric, draws: (
        f"{metric}: Anteil von {draws} erfundenen Vergleichen, in denen eine Methode einen Sieger ausrief. "
        "Die gestrichelte Linie sind die 5 %, die ein Test darf."
    ),
    figure_alt=lambda metric, bars: f"Falsche Sieger bei {metric}, nach Methode. {bars}",
    bar_alt=lambda name, share: f"{name}: {share}.",
    five="5 % erlaubt",
    table="Alle Methoden",
    method="Methode",
    does="Was sie tut",
    per_hundred=lambda metric: f"{metric}: falsche Sieger",
    why="Woran das liegt",
    why_lines=(
        (
            "Die Aufrufe eines Posts sind nicht unabhängig: Läuft ein Post gut, kommen alle seine Aufrufe "
            "zusammen. Was schwankt, ist der Post; also muss man Posts zählen, nicht Aufrufe."
        ),
        (
            "Zwei Posts je Variante mit je einer Million Aufrufen sind noch immer zwei Posts. Wer die "
            "Aufrufe zählt, glaubt an eine Million Zeugen und hält das Glück eines Posts für einen "
            "Beweis."
        ),
        (
            "Vorher gegen nachher geht aus einem anderen Grund schief: Konten driften. Monate, Trends und "
            "Jahreszeiten unterscheiden sich, was auch immer das Team geändert hat."
        ),
    ),
    can=(
        lambda ours: f"Auf euren eigenen Posts gibt ClipTrial {ours} Fehlalarme von 100, wo 5 erlaubt sind.",
        lambda _: "Ein „signifikantes“ Ergebnis aus Summen von Aufrufen sagt so gut wie nichts.",
    ),
    cannot=(
        "Dass frühere Sieger falsch waren: Einige können echt gewesen sein. Aus Summen sieht es niemand.",
        "Wie oft ein echter Effekt gefunden wird; das beantwortet `cliptrial plan` für jedes Experiment.",
    ),
    steps=(
        "Sieger aus Summen von Aufrufen oder Likes als noch offen behandeln.",
        "Den wichtigsten davon mit einem ausgelosten Plan testen: `cliptrial new`.",
        "Die Geschichte noch einmal einreichen, wenn sie doppelt so lang ist; diese Seite ist schnell neu gemacht.",
    ),
    how=(
        lambda posts: (
            f"Jeder Vergleich nimmt {posts} Posts in Folge aus einem Konto; jede Stelle der Geschichte "
            "ist gleich wahrscheinlich. Die Hälfte davon bildet, per Los, eine Variante."
        ),
        lambda _: (
            "Alle Methoden sehen dieselben Vergleiche. Wo ein Post keine Likes hat, wird vor dem "
            "Logarithmieren ein halbes addiert, wie es üblich ist."
        ),
        lambda _: (
            "ClipTrial lost die Etiketten 999-mal neu aus (alle, wo es höchstens 20.000 gibt), "
            "berücksichtigt Wochentage und ruft bei p bis 0,05 einen Sieger aus."
        ),
    ),
    copy_then="Wir entscheiden künftig nach Experimenten mit ausgelosten Varianten und zählen Posts statt Aufrufe.",
    footer_seed=lambda seed: f"Startwert {seed}",
)
