"""Commands that write the page of a week, a month or a quarter."""
