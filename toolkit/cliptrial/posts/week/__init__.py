"""The week of a team: where experiments stand, what is to be done next, and what those who film and post need."""
