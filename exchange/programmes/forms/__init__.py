"""What people type about programmes and calls."""
