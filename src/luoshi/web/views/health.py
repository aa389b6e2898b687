"""For machines that watch over the installation: is it there, and a few technical counts. No names."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from luoshi.monitor.models import Watermark
from luoshi.web.access import access

TEXT = "text/plain; charset=utf-8"


@access("open")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok` while the database answers; an exception (500) otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type=TEXT)


@access("open")
def metrics(request: HttpRequest) -> HttpResponse:
    """Positions of head and followers, and how far time has been swept, in the usual text format."""
    ledger = settings.LUOSHI_JURISDICTION
    lines = ["# TYPE luoshi_ledger_position gauge", "# TYPE luoshi_follower_position gauge"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT position FROM ledger_head WHERE ledger = %s", [ledger])
        head = cursor.fetchone()
        lines.append(f"luoshi_ledger_position {head[0] if head else 0}")
        cursor.execute("SELECT follower, position FROM ledger_bookmark WHERE ledger = %s", [ledger])
        lines += [f'luoshi_follower_position{{follower="{name}"}} {at}' for name, at in cursor.fetchall()]
    swept = Watermark.objects.filter(ledger=ledger).values_list("swept_at", flat=True).first()
    if swept:
        lines += [
            "# TYPE luoshi_swept_timestamp_seconds gauge",
            f"luoshi_swept_timestamp_seconds {swept.timestamp():.0f}",
        ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)
