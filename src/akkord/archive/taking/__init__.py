"""Taking in what an archive holds, kind by kind; what is there is passed over, so a run may be repeated."""
