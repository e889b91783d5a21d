"""Papers on the move between window and department: giving, getting, and where they lie."""
