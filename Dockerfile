# One image for web, workers, beat and migrations; compose.yaml says which command each runs.
FROM python:3.11-slim-bookworm AS build
# A CPU-only torch is several gigabytes smaller: --build-arg PIP_EXTRA_INDEX_URL=<the index of CPU wheels>.
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY pyproject.toml constraints.txt README.md ./
RUN pip install --constraint constraints.txt --editable .
COPY . .
# Neither command opens a database, and the key is thrown away with this stage's environment.
RUN SECRET_KEY=build python manage.py compile_catalogues \
    && SECRET_KEY=build python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf .gyoryu

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --create-home gyoryu
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 GYORYU_HOME=/data
WORKDIR /app
USER gyoryu
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "exchange.config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--keep-alive", "75", \
     "--limit-request-line", "8190", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--no-control-socket", \
     "--logger-class", "exchange.http.keys_in_logs.AccessLogger"]
