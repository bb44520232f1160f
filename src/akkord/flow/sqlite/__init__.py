"""SQLite with turns: who writes again and again lets those write who have waited."""
