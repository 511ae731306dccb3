"""The example brand: two accounts, four experiments, and the truth behind them.

The seeds of the two accounts were chosen for illustration: with them, luck is neither kinder nor crueller
than usual. Nothing that the analysis finds is written down here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cliptrial.registry.decisions import Choice, Decision
from cliptrial.registry.model import (
    Arm,
    Change,
    Design,
    Expectation,
    Experiment,
    Guardrail,
    Hypothesis,
    Metrics,
    Variable,
)
from cliptrial.simulate import kitchen
from cliptrial.simulate.account import Profile
from cliptrial.simulate.story import DemoAccount, DemoExperiment, trending_at_weekends

BRAND_TAGS = ("kitchendemo", "easyrecipes", "cookingtok")
BAKING_TAGS = ("kitchendemo", "bakingtok", "homebaking")
BROAD_TAGS = ("kitchendemo", "fyp", "food", "foodtok", "viral")
NICHE_TAGS = ("kitchendemo", "onetinbakes", "bakersoftiktok", "germanbaking", "weekendbake")


KITCHEN = DemoAccount("kitchen_demo", "kitchen.demo", "en", "Europe/Berlin", Profile(), seed=539)
BAKES = DemoAccount(
    "kitchen_demo_bakes",
    "kitchen.demo.bakes",
    "de",
    "Europe/Berlin",
    replace(Profile(), typical_views=5_200.0, followers=6_300, watch_time=6.6, duration=17.0),
    seed=23,
)
ACCOUNTS = (KITCHEN, BAKES)

QUESTION_HOOK = DemoExperiment(
    slug="question-hook",
    experiment=Experiment(
        title="Does opening with a question keep people watching?",
        accounts=(KITCHEN.name,),
        goal="watch-time",
        hypothesis=Hypothesis(
            statement="Opening with a question keeps people watching longer.",
            because="Viewers who expect an answer stay for it.",
            expect=Expectation.INCREASE,
            at_least=0.1,
        ),
        change=Change(
            variable=Variable.HOOK,
            control=Arm(id="statement", value="Statement in the first 3 s"),
            variants=(Arm(id="question", value="Question in the first 3 s"),),
        ),
        hold_constant=("slot", "sound", "hashtags", "duration"),
        metrics=Metrics(
            primary="average_watch_time",
            secondary=("views", "completion_rate"),
            guardrails=(Guardrail(metric="like_rate", worst_acceptable=-0.25),),
        ),
        design=Design(posts_per_arm=28, start=date(2026, 3, 2), slots=("18:00",), seed=20260302),
    ),
    topics=kitchen.HOOK_TOPICS,
    tags={"statement": BRAND_TAGS, "question": BRAND_TAGS},
    truth={"question": {"average_watch_time": 0.18}},
    late={17: 62, 38: 71},
    saves_forgotten=frozenset({23}),
    decision=Decision(
        who="Mara, content lead",
        when=date(2026, 5, 5),
        what=Choice.SHIP,
        why="People stay longer and nothing else suffers. From May on every clip opens with a question.",
    ),
)

LUNCH_SLOT = DemoExperiment(
    slug="lunch-slot",
    experiment=Experiment(
        title="Does lunchtime reach more people than the evening?",
        accounts=(KITCHEN.name,),
        goal="reach",
        hypothesis=Hypothesis(
            statement="A clip posted at noon reaches more people than one posted at six.",
            because="At noon people look for something to cook tonight; at six they are already cooking.",
            expect=Expectation.INCREASE,
            at_least=0.1,
        ),
        change=Change(
            variable=Variable.SLOT,
            control=Arm(id="evening", value="18:00"),
            variants=(Arm(id="lunch", value="12:00"),),
        ),
        hold_constant=("hook", "sound", "hashtags", "duration"),
        metrics=Metrics(primary="views", secondary=("average_watch_time", "like_rate")),
        design=Design(posts_per_arm=28, start=date(2026, 1, 5), slots=("12:00", "18:00"), seed=20260105),
    ),
    topics=kitchen.SLOT_TOPICS,
    tags={"evening": BRAND_TAGS, "lunch": BRAND_TAGS},
    truth={"lunch": {"views": 0.08}},
)

NICHE_HASHTAGS = DemoExperiment(
    slug="niche-hashtags",
    experiment=Experiment(
        title="Do niche hashtags double our views?",
        accounts=(BAKES.name,),
        goal="reach",
        hypothesis=Hypothesis(
            statement="Four tags that home bakers follow bring more views than four that everybody uses.",
            because="The agency that researches niche tags for us says so; its fee pays off if views double.",
            expect=Expectation.INCREASE,
            at_least=1.0,
        ),
        change=Change(
            variable=Variable.HASHTAGS,
            control=Arm(id="broad", value=BROAD_TAGS),
            variants=(Arm(id="niche", value=NICHE_TAGS),),
        ),
        hold_constant=("hook", "sound", "slot", "duration"),
        metrics=Metrics(primary="views", secondary=("save_rate", "like_rate")),
        design=Design(posts_per_arm=28, start=date(2026, 1, 5), slots=("18:00",), seed=20260106),
    ),
    topics=kitchen.HASHTAG_TOPICS,
    tags={"broad": BROAD_TAGS, "niche": NICHE_TAGS},
    truth={},
)

TRENDING_SOUND = DemoExperiment(
    slug="trending-sound",
    experiment=Experiment(
        title="Does the trending sound reach more people?",
        accounts=(BAKES.name,),
        goal="reach",
        hypothesis=Hypothesis(
            statement="Clips with the sound of the week get more views than clips with kitchen noises.",
            because="People who like a sound are shown more clips that use it.",
            expect=Expectation.INCREASE,
            at_least=0.25,
        ),
        change=Change(
            variable=Variable.SOUND,
            control=Arm(id="kitchen", value="Our own kitchen noises"),
            variants=(Arm(id="trending", value="The sound of the week"),),
        ),
        hold_constant=("hook", "slot", "hashtags", "duration"),
        metrics=Metrics(primary="views", secondary=("average_watch_time", "share_rate")),
        design=Design(posts_per_arm=14, start=date(2026, 3, 9), slots=("18:00",), seed=20260309),
    ),
    topics=kitchen.SOUND_TOPICS,
    tags={"kitchen": BAKING_TAGS, "trending": BAKING_TAGS},
    truth={"trending": {"views": 0.05}},
    diary=trending_at_weekends,
)

EXPERIMENTS = (LUNCH_SLOT, NICHE_HASHTAGS, QUESTION_HOOK, TRENDING_SOUND)

WORKSPACE = """\
# The example workspace of ClipTrial: an invented brand with two accounts. Its numbers are simulated.
language: en
currency: EUR
goals: [watch-time, reach]            # the most important first
brand:
  name: Kitchen Demo
  colour: "#0072b2"
accounts:
  kitchen_demo:                       # recipes, every evening
    handle: kitchen.demo
    timezone: Europe/Berlin
    followers: 14000
    sources: [studio, numbers]
  kitchen_demo_bakes:                 # baking; the app is set to German
    handle: kitchen.demo.bakes
    timezone: Europe/Berlin
    followers: 6300
    sources: [studio, numbers]
    language: de
"""
