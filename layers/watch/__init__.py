"""Sources asked whether they still say what is quoted: on demand, and on the owner's machine."""
