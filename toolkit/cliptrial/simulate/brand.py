"""The example brand: two accounts, four experiments, and the truth behind them; and two more clients of its agency.

The seeds of the two accounts were chosen for illustration: with them, luck is neither kinder nor crueller
than usual. Nothing that the analysis finds is written down here, and what the brand itself wrote is in files
(:mod:`cliptrial.simulate.kitchen`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cliptrial.registry.beside.texts import FILE as TEXTS
from cliptrial.simulate import kitchen
from cliptrial.simulate.account import Effects, Profile
from cliptrial.simulate.story import DemoAccount, DemoExperiment, trending_at_weekends

BRAND_TAGS = ("kitchendemo", "easyrecipes", "cookingtok")
BAKING_TAGS = ("kitchendemo", "bakingtok", "homebaking")

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
HOTEL_TAGS, WORKSHOP_TAGS = ("hotelseeblick", "lakeside"), ("radwerk", "bikerepair")
HOTEL = DemoAccount(
    "seeblick",
    "hotel.seeblick",
    "de",
    "Europe/Zurich",
    replace(Profile(), typical_views=3_100.0, followers=3_900),
    seed=7,
)
WORKSHOP = DemoAccount(
    "radwerk",
    "radwerk",
    "de",
    "Europe/Berlin",
    replace(Profile(), typical_views=1_900.0, followers=2_100),
    seed=11,
    exports=False,
)
CLIENTS = (HOTEL, WORKSHOP)
"""Whose accounts the agency has beside the brand's."""


def experiments(lang: str = "en") -> tuple[DemoExperiment, DemoExperiment, DemoExperiment, DemoExperiment]:
    """All four, in order of their first day, as the brand would write them in one language."""
    return (
        _experiment("lunch-slot", lang, {"lunch": {"views": 0.08}}, BRAND_TAGS),
        _experiment("niche-hashtags", lang, {}),
        replace(
            _experiment("question-hook", lang, {"question": {"average_watch_time": 0.18}}, BRAND_TAGS),
            late={17: 62, 38: 71},
            saves_forgotten=frozenset({23}),
        ),
        replace(
            _experiment("trending-sound", lang, {"trending": {"views": 0.05}}, BAKING_TAGS), diary=trending_at_weekends
        ),
    )


def of_clients(lang: str = "en") -> tuple[DemoExperiment, DemoExperiment]:
    """One experiment of each of the other clients."""
    return (
        _experiment("save-for-later", lang, {"save": {"save_rate": 0.3}}, HOTEL_TAGS),
        _experiment("face-on-cover", lang, {}, WORKSHOP_TAGS),
    )


def _experiment(slug: str, lang: str, truth: Effects, tags: tuple[str, ...] | None = None) -> DemoExperiment:
    """What the brand wrote, and the truth; captions carry ``tags``, or those of their arm."""
    experiment = kitchen.experiment(slug, lang)
    own: Mapping[str, tuple[str, ...]] = {arm.id: tags or tuple(arm.value) for arm in experiment.change.arms}
    return DemoExperiment(
        slug=slug,
        experiment=experiment,
        topics=kitchen.topics(slug, lang),
        endings=kitchen.endings(lang, slug),
        tags=own,
        truth=truth,
        decision=kitchen.decision(slug, lang),
        texts=kitchen.text(lang, slug, TEXTS),
    )


EXPERIMENTS = LUNCH_SLOT, NICHE_HASHTAGS, QUESTION_HOOK, TRENDING_SOUND = experiments()
