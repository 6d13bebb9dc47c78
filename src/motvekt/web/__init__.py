"""The frame of every page: layout, language, headers, static files, error pages."""
