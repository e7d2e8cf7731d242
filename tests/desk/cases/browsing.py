"""What a browser would send for a page's form if nobody touched it: read from the HTML itself, so that no test trusts the code it tests."""

from collections.abc import Mapping
from html.parser import HTMLParser


class Form(HTMLParser):
    """The boxes of a page's forms, as a browser fills them: ends of lines rewritten, a text line without any."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: list[tuple[str, str]] = []
        self._text: list[str] | None = None
        self._name = ""
        self._options: list[tuple[str, bool]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in given:
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                if "checked" in given:
                    self.fields.append((given["name"], given.get("value", "on")))
            else:
                value = given.get("value", "")
                self.fields.append((given["name"], value if kind == "hidden" else value.replace("\r", "").replace("\n", "")))
        elif tag == "textarea":
            self._name, self._text = given["name"], []
        elif tag == "select":
            self._name, self._options = given["name"], []
        elif tag == "option" and self._options is not None:
            self._options.append((given["value"], "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            text = "".join(self._text).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\n")
            self.fields.append((self._name, text.replace("\n", "\r\n")))
            self._text = None
        elif tag == "select" and self._options is not None:
            chosen = [value for value, selected in self._options if selected]
            if self._options:
                self.fields.append((self._name, chosen[-1] if chosen else self._options[0][0]))
            self._options = None

    def post(self, changes: Mapping[str, str | list[str]] | None = None) -> dict[str, list[str]]:
        """The post with some boxes filled in; an empty list takes a box out of it."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        for name, values in (changes or {}).items():
            found[name] = [values] if isinstance(values, str) else values
        return {name: values for name, values in found.items() if values}


def sent(page: str) -> dict[str, list[str]]:
    """What a page's form sends untouched."""
    return Form(page).post()
