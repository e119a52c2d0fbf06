"""What becomes of a drafted sentence: kept, repaired, dropped; and the last look at the whole reply."""
