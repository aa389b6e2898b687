import gc
import os
import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every view, before the first request


def settle_in() -> None:
    """Write the rules' functions before somebody's first save waits for them.

    What stays for good is then not looked through again each time much is handed in.
    """
    from luoshi.engine import near

    near.functions()
    gc.collect()
    gc.freeze()


gc.freeze()
threading.Thread(target=settle_in, daemon=True).start()
