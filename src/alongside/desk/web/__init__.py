"""The face of the project: settings, URL table, the one middleware for headers, error pages, base template, styles.

May not live here: what a page says about protection (that is `guide`), any rule, any fact.
"""
