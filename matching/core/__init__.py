"""Arithmetic of matching: arrays in, frozen dataclasses out. Knows neither Django nor where the numbers come from."""
