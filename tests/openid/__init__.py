"""Signing on by one's employer, against a provider that forges and against a real one."""
