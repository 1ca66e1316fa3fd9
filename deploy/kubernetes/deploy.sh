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

# A job can't be changed once it is there, so the last one goes first.
kubectl delete --namespace "$namespace" --ignore-not-found --wait "$job"
kubectl apply -k "$overlay/migration"
if ! completes; then
  kubectl logs --namespace "$namespace" --selector "job-name=${job#job/}" --tail=50 --prefix >&2 || true
  exit 1
fi
kubectl apply -k "$overlay"
kubectl rollout status --namespace "$namespace" --timeout=900s "statefulset/$2"
cat <<END
Record what is live, with the commit that the image was built from, and commit deploy/environments/$1.yaml:
  .venv/bin/python -m contract_pacts went-live $2 --environment $1 --git COMMIT
END
