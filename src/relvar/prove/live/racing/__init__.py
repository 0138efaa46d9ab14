"""How two sessions are made to meet at every statement, with values that put them at odds."""
