"""The web application, as a WSGI server finds it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
application = get_wsgi_application()

# What is loaded by now lives as long as the process: the collector need not walk over it again and again.
gc.collect()
gc.freeze()
# A page makes some tens of thousands of objects, nearly all of which are gone with the answer: looking for cycles among
# them after each 700, as Python does otherwise, took a twentieth of its time. Much more seldom, and they pile up: with
# 20,000 the process grew by 200 MB under load.
gc.set_threshold(5_000, 10, 5)
