"""The record: stores what articles told and answers questions. Only it knows storage and SQL."""


class RecordError(Exception):
    """Something about a record that its user should know: what, where, and what to do."""
