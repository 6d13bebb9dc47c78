"""Keys, sealed fields, shredding: what a thief of the data can't read, and what is gone when its key is.

`envelope.py` is the cryptography and knows no database; `provider.py` holds the master key; `keystore.py` is the one
door to the key store, a database of its own; `fields.py` seals what models hold. Nothing here decides who may read: it
opens what a `Grant` names, and nothing else.
"""
