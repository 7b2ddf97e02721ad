"""Reading files of facts line by line: what is good is kept, what is not is reported with its line and reason."""
