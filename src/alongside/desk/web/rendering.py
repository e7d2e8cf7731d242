"""Django's templates, and a page's values forgotten as soon as the page is made.

Django leaves each context in a ring with itself, so that names, typed words and the open keys of a request would lie in memory until
Python next looks for rubbish: on a quiet night that is never, and whoever seizes the machine after "Lock now" reads them.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template
from django.template.context import make_context
from django.utils.safestring import SafeString


class Templates(DjangoTemplates):
    """The backend that both faces name in their settings."""

    def get_template(self, template_name: str) -> Template:
        found = super().get_template(template_name)
        return _Forgetful(found.template, self)


class _Forgetful(Template):
    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        held = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            return self.template.render(held)
        finally:
            held.dicts.clear()
