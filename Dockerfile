# The production image: no embedded PostgreSQL, no compilers, no root. Builds on any machine with network access.
FROM node:22-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tools/build_assets.mjs tools/
COPY portal/ui/static_src portal/ui/static_src
RUN npm run build

FROM python:3.12-slim-bookworm AS packages
RUN pip install --no-cache-dir uv && python -m venv /opt/venv
COPY requirements/base.txt requirements/
RUN uv pip sync --python /opt/venv/bin/python --require-hashes --no-cache requirements/base.txt

FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home impactloket \
 && install -d -o impactloket -g impactloket /srv/uploads
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production MEDIA_ROOT=/srv/uploads
COPY --from=packages /opt/venv /opt/venv
COPY manage.py LICENSE ./
COPY tools/__init__.py tools/messages.py tools/collect.py tools/
COPY portal portal
COPY accounts accounts
COPY procurement procurement
COPY challenges challenges
COPY templates templates
COPY --from=assets /build/portal/ui/static/ui/dist portal/ui/static/ui/dist
RUN python -m tools.messages compile && python -m tools.collect
USER impactloket
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=4s --start-period=20s CMD ["python", "-m", "portal.health_probe"]
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-class", "gthread", "--access-logfile", "-", "--max-requests", "2000", "--max-requests-jitter", "200"]
