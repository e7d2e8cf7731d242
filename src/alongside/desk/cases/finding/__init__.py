"""Finding: lists, search and facets over the summaries of the cases that one person may open. Nothing here is shared between logins."""
