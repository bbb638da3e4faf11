"""Cases as the record has them: facts with their texts, parts told beside them, and what speaks against leaving one."""
