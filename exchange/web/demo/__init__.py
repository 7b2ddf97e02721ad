"""Invented people and projects, loaded by ``manage.py demo``; loading twice changes nothing."""
