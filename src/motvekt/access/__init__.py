"""Who may: capabilities, and the stamps `public` and `requires` without which a view answers 403."""
