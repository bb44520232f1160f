"""The pieces of `./akkord bench identify`: music, disguises, queries, scores, reports."""
