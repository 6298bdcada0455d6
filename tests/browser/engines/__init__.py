"""Three browser engines behind one small set of commands; open this package to see what each can and cannot do."""
