"""Benchmarks: what the system must reach, measured in one run beside what it is compared with."""
