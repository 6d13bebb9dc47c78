"""Asking without naming: of somebody who can't be recognised, and by somebody whom nobody knows."""
