"""What people type about proposals."""
