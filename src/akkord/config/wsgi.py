"""Django's side of the house: pages and API, synchronous."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "akkord.config.settings")
application = get_wsgi_application()
