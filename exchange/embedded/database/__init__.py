"""Django's PostgreSQL, whose connections do not wait for ever where somebody asked them not to."""
