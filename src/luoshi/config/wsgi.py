import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every view, before the first request
gc.collect()
gc.freeze()  # what stays for good is not looked through again each time much is handed in
