"""Reading a guide (办事指南) as it was collected, into the content of an item version. Pure: no table, no clock."""
