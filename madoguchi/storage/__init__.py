"""Our data: the database engine, the tables, their migrations and the encryption at rest."""
