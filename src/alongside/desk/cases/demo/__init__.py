"""A desk to look around in: invented people in six scripts, for newcomers and for measurements. Nobody in it exists."""
