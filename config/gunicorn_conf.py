"""How gunicorn serves Precert; ./start and the Dockerfile read this file."""

import logging.config
import os

from gunicorn.glogging import Logger

from config.logging import logging_config

bind = f"{os.environ.get('PRECERT_BIND', '127.0.0.1')}:{os.environ.get('PRECERT_PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
control_socket_disable = True  # nobody steers it from outside
preload_app = True  # read once, then forked: half the memory and half the time to the first page
timeout = 60
graceful_timeout = int(os.environ.get("PRECERT_WEB_GRACE_SECONDS", "30"))
max_requests = 5000  # returns what imaging libraries keep
max_requests_jitter = 500


class ProductLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's messages as the product's JSON lines: no address of a failed request."""

    def setup(self, cfg: object) -> None:  # noqa: ARG002 - gunicorn's signature
        """Send both of gunicorn's loggers through the product's formatter."""
        logging.config.dictConfig(logging_config(level=os.environ.get("LOG_LEVEL", "INFO")))
        for logger in (self.error_log, self.access_log):
            logger.handlers.clear()
            logger.propagate = True
        self.access_log.setLevel(logging.CRITICAL)  # one line per request is the middleware's


logger_class = ProductLogger
