"""Reads a pack: a folder of files in, a whole guide or every problem at once out. `loader.load` is the door."""
