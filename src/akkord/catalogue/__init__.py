"""The catalogue: organisations and who acts for them, recordings, releases, deliveries, references."""
