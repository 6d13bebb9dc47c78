"""Concerns: what somebody noticed, in their words, and the routine's steps from there."""
