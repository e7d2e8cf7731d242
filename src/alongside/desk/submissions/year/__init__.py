"""The year of the Secretary-General's report on reprisals: its window and deadline, the cases that belong in it, and what each still lacks.

`window`, `belongs` and `contribution` are pure; `setting` keeps what a member read in the call for inputs, sealed under the desk's key.
No deadline stands in the code: the call of each year says it, and a person writes it down with the place where it was read.
"""
