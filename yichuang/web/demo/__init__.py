"""The demonstration centre: Anyang County by its window plan, with made-up people and a working morning."""
