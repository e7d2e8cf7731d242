"""What protection exists: mechanisms, States, treaties and memberships, each fact with source, date and confidence.

Lives here: the data files, the strict reader that refuses a bad one, the dated history of who belonged to what, and the coded
vocabulary. No Django, no clock, no network, no rule about a person: `plan` decides, this room only knows.
"""
