"""The guide: packs, editions, the assistant, and the public pages that are made from them."""
