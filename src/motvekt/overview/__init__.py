"""«Min side»: what waits for somebody, by date."""
