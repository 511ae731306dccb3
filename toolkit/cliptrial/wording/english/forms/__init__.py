"""The forms in English."""

from cliptrial.wording.declared import forms
from cliptrial.wording.english.forms.numbers import AnswerWords, CompareWords, NumbersWords
from cliptrial.wording.english.forms.planning import IdeaWords, PlanWords, PostWords
from cliptrial.wording.english.forms.problems import PROBLEMS
from cliptrial.wording.english.forms.setup import CommonWords, SetupWords


class FormsWording(forms.FormsWording):
    common = CommonWords()
    setup = SetupWords()
    idea = IdeaWords()
    plan = PlanWords()
    post = PostWords()
    numbers = NumbersWords()
    answer = AnswerWords()
    compare = CompareWords()
    problems = PROBLEMS
