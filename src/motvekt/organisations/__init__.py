"""Areas with their hosts, and accounts."""
