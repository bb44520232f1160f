"""Cases: orders over many files, and the contest of the person they hit."""
