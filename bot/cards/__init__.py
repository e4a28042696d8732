"""Cards that more than one handler shows."""
