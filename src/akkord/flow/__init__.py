"""Time, lives, jobs and announcements: how anything in the house happens later, once, and is seen to."""
