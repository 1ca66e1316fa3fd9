#!/bin/sh
# Prints the secrets of the databases' roles, with passwords made by chance. Never apply it twice: `create` refuses what is there.
#   sh make-secrets.sh | kubectl create --namespace aicmo -f -
set -eu
secret() {
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  cat <<END
---
apiVersion: v1
kind: Secret
metadata:
  name: $1
  labels:
    cnpg.io/reload: "true"
type: kubernetes.io/basic-auth
stringData:
  username: $2
  password: $password
  uri: postgresql://$2:$password@aicmo-postgres-rw:5432/$3
END
}
for service in onboarding strategy production qc delivery orchestrator; do
  secret "$service-database-owner" "${service}_owner" "$service"
  secret "$service-database" "${service}_app" "$service"
done
