"""Mail: what letters say, how they are sent, and the rows in which they wait. Who they are for is known further up."""
