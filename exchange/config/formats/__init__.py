"""Instants on every page: a clock of 24 hours, as deadlines have it, and short dates that nobody reads backwards."""
