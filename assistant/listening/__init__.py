"""What a fan wants who says something, and what is said to those who ask nothing of the documents."""
