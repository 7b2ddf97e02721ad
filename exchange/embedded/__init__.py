"""PostgreSQL and Valkey from wheels, and the supervisor that runs everything on one machine."""
