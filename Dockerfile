# One image for web and worker; the command says which. Built from the hash-locked list, runs unprivileged.
FROM python:3.12-slim-bookworm AS environment
WORKDIR /akkord
COPY requirements.lock .
RUN python -m venv /environment \
 && /environment/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.12-slim-bookworm
# pg_dump and pg_restore, for backups and the copy before an upgrade.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home --uid 10001 akkord && install -d -o akkord /data
COPY --from=environment /environment /environment
WORKDIR /akkord
COPY libs libs
COPY src src
ENV PATH=/environment/bin:$PATH \
    PYTHONPATH=/akkord/src:/akkord/libs/earprint/src:/akkord/libs/tilelog/src \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/data/numba \
    DJANGO_SETTINGS_MODULE=akkord.config.settings \
    AKKORD_DATA=/data
USER akkord
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "asgi", "--host", "0.0.0.0", "--port", "8000", "--backpressure", "4096", "--no-access-log", "akkord.config.front:application"]
