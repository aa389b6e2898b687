"""What the frame of every public page says by itself."""

from django import template

from luoshi.org.models import Unit

register = template.Library()


@register.simple_tag
def city() -> str:
    """The city or county whose portal this is, in the reader's language; "" before it is entered."""
    roots = Unit.objects.without_tree_fields().filter(parent=None, kind__in=("city", "district"))
    found = roots.order_by("code").first()
    return found.said() if found else ""
