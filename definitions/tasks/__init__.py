"""Tasks: what others are asked while a case goes on. How events fold into them, what votes come to, what is known."""
