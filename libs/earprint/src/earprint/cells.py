"""The cell of a key, what a directory is indexed by: two frequency steps and a ratio of times."""

STEP_ZERO, STEP_FINE, RATIO_FINE = 44, 4, 100  # steps in quarters of a bin from -44, ratio in 1/100;
STEP_CELLS, RATIO_CELLS = 88, 26  # a cell is four of each
CELLS = STEP_CELLS * STEP_CELLS * RATIO_CELLS
