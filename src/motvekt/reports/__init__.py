"""Reports, and the desks where they arrive: delivered, read in time, answered, and never lost."""
