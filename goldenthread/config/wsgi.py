"""The web application, as a WSGI server finds it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
application = get_wsgi_application()

# What is loaded by now lives as long as the process: the collector need not walk over it again and again.
gc.collect()
gc.freeze()
