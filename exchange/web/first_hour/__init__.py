"""The first hour of a real installation: from an empty database to agencies, programmes and people who run them."""
