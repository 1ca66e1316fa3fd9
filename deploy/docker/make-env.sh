#!/bin/sh
# Prints the passwords that compose.yaml asks for, made by chance: sh deploy/docker/make-env.sh > deploy/docker/.env
set -eu
umask 077
password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
echo "COMPOSE_PROJECT_NAME=aicmo"
echo "POSTGRES_PASSWORD=$(password)"
for name in ONBOARDING STRATEGY PRODUCTION QC DELIVERY ORCHESTRATOR; do
  echo "${name}_OWNER_PASSWORD=$(password)"
  echo "${name}_APP_PASSWORD=$(password)"
done
