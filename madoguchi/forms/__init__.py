"""The application form: one engine that walks the fields which a procedure's YAML lists."""
