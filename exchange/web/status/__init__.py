"""How this installation does: asked of the database, the broker, the disk and whoever else registered."""
