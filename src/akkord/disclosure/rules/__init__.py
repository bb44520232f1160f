"""What follows from the lines of the public log for those outside, on plain values."""
