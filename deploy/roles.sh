#!/bin/sh
# First start of the PostgreSQL container: the owner of the tables and the application's own role, bound by
# row-level security (docs/operations.md).
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE impactloket_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE impactloket_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE impactloket OWNER impactloket_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE impactloket FROM PUBLIC;
GRANT CONNECT ON DATABASE impactloket TO impactloket_app;
SQL
