"""The plan's files beside experiment.yaml: schedule, lock, links, looks."""
