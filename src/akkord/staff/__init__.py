"""The operator's door: health, jobs, box."""
