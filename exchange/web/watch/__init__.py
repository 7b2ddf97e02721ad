"""Figures for Prometheus, and signs of life of workers and schedule.

What a web process alone knows (requests) stands in files that the workers of one web server share; everything else is asked
of the database and the broker when somebody reads the figures, so any process can answer and nothing goes with a worker.
"""
