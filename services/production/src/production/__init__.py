"""Production writes the draft and the files of a package from a brief and its strategy."""
