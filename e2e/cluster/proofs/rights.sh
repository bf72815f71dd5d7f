as_dev() {
  KUBECONFIG=$state/dev.kubeconfig "$home/kubectl" "$@"
}
rejected "Forbidden" as_dev -n check get pods
kubectl -n check create rolebinding devs --clusterrole=edit --group=devs >/dev/null
await 60 "the binding to count" as_dev -n check get pods
rejected "Forbidden" as_dev -n default get pods
rejected "Forbidden" as_dev get --raw /metrics
proved "the user dev has the rights that were given, and no others"

kubectl -n check create serviceaccount writer >/dev/null
kubectl -n check create rolebinding writer --clusterrole=edit --serviceaccount=check:writer >/dev/null
token=$(kubectl -n check create token writer)
as_writer() {
  kubectl --kubeconfig=/dev/null --server=https://10.99.0.1:6443 --certificate-authority="$state/pki/ca.crt" \
    --token="$token" -n check "$@"
}
await 60 "the binding to count" as_writer get pods
as_writer create configmap written >/dev/null
as_writer get configmap written >/dev/null
as_writer delete configmap written >/dev/null
written=$(grep '"user":{"username":"system:serviceaccount:check:writer"' "$state/log/audit.log" | grep -o '"verb":"[a-z]*"' | xargs)
[[ $written == "verb:create verb:delete" ]] || die "expected a create and a delete in the audit log, found: $written"
says 'apiserver_request_total{code="201",component="apiserver",dry_run="",group="",resource="configmaps"' kubectl get --raw /metrics
says "kube-root-ca.crt" kubectl -n check get configmaps
proved "writes can be counted: all by the API server's metrics, a user's by its audit log"
