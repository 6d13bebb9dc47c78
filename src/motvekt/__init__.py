"""Motvekt: a municipality's guide on worry about radicalisation and hate crime, as a working system."""
