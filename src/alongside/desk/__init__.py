"""The Django project: `web` (settings, headers, look) stands on `guide` (the public pages). Rules live below, in the pure rooms."""
