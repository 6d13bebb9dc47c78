"""Which line of the printed guide stands in which item: `map.yaml`, and what reads it."""
