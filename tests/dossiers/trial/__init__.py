"""A small second user of dossiers and rounds, with models, services and pages of its own and nothing of proposals.

A visitor and a host fill in a plan of stay together; visitors and places at hosts rank each other.
"""
