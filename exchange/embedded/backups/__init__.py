"""Everything that cannot be computed again, in one folder: the database, the documents, the key, and what they must add up to."""
