"""What is kept: the tables, the database, and queries with two users or more."""
