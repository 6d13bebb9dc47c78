"""Providers of sign-on that tests speak to: one that forges, and a real one."""
