#!/bin/sh
# Deploy one service: ./deploy.sh prod qc. The migration first; if it fails, the service is left as it is.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 dev|prod SERVICE" >&2; exit 2; }
overlay=$(cd "$(dirname "$0")" && pwd)/overlays/$1/$2
[ -d "$overlay/migration" ] || { echo "there is no overlay $1/$2" >&2; exit 2; }
namespace=$(kubectl kustomize "$overlay" | sed -n 's/^  namespace: //p' | head -n 1)

# A job can't be changed once it is there, so the last one goes first.
kubectl delete --namespace "$namespace" --ignore-not-found --wait job "$2-migration"
kubectl apply -k "$overlay/migration"
if ! kubectl wait --namespace "$namespace" --for=condition=complete --timeout=900s "job/$2-migration"; then
  kubectl logs --namespace "$namespace" --tail=50 "job/$2-migration" >&2 || true
  exit 1
fi
kubectl apply -k "$overlay"
kubectl rollout status --namespace "$namespace" --timeout=900s "statefulset/$2"
