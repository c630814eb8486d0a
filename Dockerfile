# One image for web, workers and beat; compose.yaml says which is which.
# Written without a Docker engine at hand: read it before the first build (docs/how-to/deploy.md).
FROM python:3.12-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/precert/venv
COPY requirements.txt requirements-production.txt /tmp/
RUN /opt/precert/venv/bin/pip install --require-hashes -r /tmp/requirements.txt -r /tmp/requirements-production.txt

FROM python:3.12-slim-bookworm
ENV PATH=/opt/precert/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    PRECERT_DATA_DIR=/var/lib/precert \
    PRECERT_BIND=0.0.0.0
# The second reader of doubtful lines; without it the product reads with one.
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home --home-dir /var/lib/precert --shell /usr/sbin/nologin precert
COPY --from=packages /opt/precert/venv /opt/precert/venv
COPY --chown=root:root . /opt/precert/app
WORKDIR /opt/precert/app
USER precert
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "python:config.gunicorn_conf", "config.wsgi:application"]
