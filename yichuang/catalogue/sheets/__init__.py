"""Import and export of the catalogue as tables: the county workbook, an office's own table, JSON, the national tables.

The reading is pure and tells every problem by sheet, row and column; `taking_over` is the act that writes items.
"""
