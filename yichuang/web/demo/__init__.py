"""The demonstration centre: Anyang County as its window plan describes it, with made-up people and a working morning."""
