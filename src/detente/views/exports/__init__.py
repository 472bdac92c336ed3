"""Exports: the record in the formats that people already have tools for. Each takes the dump of a record."""
