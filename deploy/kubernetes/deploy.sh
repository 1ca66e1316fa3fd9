#!/bin/sh
# Deploy one service: ./deploy.sh prod qc. Asks first whether it may go live beside what is live; then the migration; if
# either says no, the service is left as it is.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 dev|prod SERVICE" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
overlay=$here/overlays/$1/$2 job=job/$2-migration
[ -d "$overlay/migration" ] || { echo "there is no overlay $1/$2" >&2; exit 2; }
make --no-print-directory -C "$here/../.." may-go-live "s=$2" "env=$1"
namespace=$(kubectl kustomize "$overlay" | sed -n 's/^  namespace: //p' | head -n 1)

# `kubectl wait` knows one condition at a time, and what has failed never completes (kubernetes/kubectl#1629).
completes() {
  for _ in $(seq 450); do
    case $(kubectl get --namespace "$namespace" "$job" -o 'jsonpath={.status.conditions[?(@.status=="True")].type}') in
      *Complete*) return 0 ;;
      *Failed*) echo "$job has failed; its pods said:" >&2; return 1 ;;
    esac
    sleep 2
  done
  echo "$job has not ended for 15 minutes; its pods said:" >&2
  return 1
}

logs() { kubectl logs --namespace "$namespace" --selector "$1" --tail=50 --prefix >&2 || true; }

# A job can't be changed once it is there, so the last one goes first, and its pods before it: two would migrate at once.
kubectl delete --namespace "$namespace" --ignore-not-found --cascade=foreground --wait "$job"
kubectl apply -k "$overlay/migration"
if ! completes; then
  logs "job-name=${job#job/}"
  exit 1
fi
kubectl apply -k "$overlay"
if ! kubectl rollout status --namespace "$namespace" --timeout=900s "statefulset/$2"; then
  echo "$2 has not become ready; the pods that were not replaced run as before. Mend it or roll back (README.md). Its pods said:" >&2
  logs "app.kubernetes.io/name=$2,app.kubernetes.io/component=service"
  exit 1
fi
cat <<END
Record what is live, with the commit that the image was built from, and commit deploy/environments/$1.yaml:
  .venv/bin/python -m contract_pacts went-live $2 --environment $1 --git COMMIT
END
