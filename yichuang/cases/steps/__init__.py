"""The steps of examination of a case (环节), as its item version lays them out."""
