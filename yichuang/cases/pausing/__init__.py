"""What lengthens the way of a case by law: special procedures, hearings, extension, sending upward."""
