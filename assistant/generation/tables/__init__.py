"""What tables answer by themselves: cells, ends, order, differences, counts and lists, worked out from their rows."""
