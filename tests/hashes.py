"""What passwords cost in tests."""

from __future__ import annotations


def make_hashes_cheap() -> None:
    """Hundreds are hashed. What each costs where it counts is Django's to say."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1
