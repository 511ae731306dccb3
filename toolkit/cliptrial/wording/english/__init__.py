"""English."""

from cliptrial.wording import language
from cliptrial.wording.english.advice import Advice, Conclusions, IdeaList, OldNewWording, Proposals
from cliptrial.wording.english.ahead import Ahead
from cliptrial.wording.english.calibration import CalibrationWording
from cliptrial.wording.english.chance import ChanceWording
from cliptrial.wording.english.findings import FINDINGS
from cliptrial.wording.english.forms import FormsWording
from cliptrial.wording.english.learned import LearnedWording
from cliptrial.wording.english.noticed import NoticedWording
from cliptrial.wording.english.our_year import OurYearWording
from cliptrial.wording.english.page import Page
from cliptrial.wording.english.posting.windows import WindowsWording
from cliptrial.wording.english.refusals import REFUSALS, Remedies
from cliptrial.wording.english.review import ReviewWording
from cliptrial.wording.english.team import TeamWording
from cliptrial.wording.english.terminal import Terminal
from cliptrial.wording.english.terms import Terms
from cliptrial.wording.english.verdicts import Trust, Verdicts
from cliptrial.wording.formats import Formats


class English(language.Language):
    """English, all of it."""

    lang = "en"
    name = "English"
    formats = Formats(
        lang="en",
        locale="en_GB",
        day_month_pattern="d MMMM",
        leading_zero=False,
        unknown="unknown",
        range_word="to",
        and_word="and",
        odds_word="to",
        upwards="upwards",
    )
    findings = FINDINGS
    refusals = REFUSALS
    remedies = Remedies()
    verdicts = Verdicts()
    terms = Terms()
    trust = Trust()
    conclusions = Conclusions()
    advice = Advice()
    proposals = Proposals()
    old_new = OldNewWording()
    ideas = IdeaList()
    ahead = Ahead()
    terminal = Terminal()
    page = Page()
    learned = LearnedWording()
    chance = ChanceWording()
    calibration = CalibrationWording()
    forms = FormsWording()
    team = TeamWording()
    our_year = OurYearWording()
    review = ReviewWording()
    noticed = NoticedWording()
    windows = WindowsWording()


LANGUAGE = English()
