"""Counted plays as files, and money shared out by them: pools to buckets, and buckets to lines, exactly.

The engine (everything but `moving`, `finding` and `tasks`) knows neither Django nor the database: files and
plain values in, files and whole numbers out, the same bytes for the same plays in whatever order and files
they come.
"""
