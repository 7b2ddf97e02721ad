"""Take guards out of the code one at a time, and see whether a test notices: ``make mutate``."""
