"""The edition and its contacts as JSON, for other systems."""
