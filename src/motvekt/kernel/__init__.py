"""What every room may use: decisions, the clock, ids and errors. Standard library only."""
