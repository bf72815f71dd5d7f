# Enforced NetworkPolicies: see enforcer/main.go. The proof needs the pod `web` of services.sh.
kubectl create namespace stranger >/dev/null
await 60 "the namespace's ServiceAccount" kubectl -n stranger get serviceaccount default
kubectl -n stranger apply -f - >/dev/null <<Y
apiVersion: v1
kind: Pod
metadata: {name: visitor, namespace: stranger}
spec:
$(spec 'mkfifo /tmp/end; cat /tmp/end')
Y
pod friend 'mkfifo /tmp/end; cat /tmp/end'
kubectl -n stranger wait --for=condition=Ready pod/visitor --timeout=60s >/dev/null
kubectl -n check wait --for=condition=Ready pod/friend --timeout=60s >/dev/null
# asks NAMESPACE POD: the pod asks the pod `web`, by its Service
asks() {
  kubectl -n "$1" exec "$2" -- timeout 2 wget -q -O - http://web.check.svc.cluster.local/numbers
}
eventually asks stranger visitor
kubectl -n check apply -f - >/dev/null <<Y
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: check}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
Y
is_denied() {
  ! asks "$@"
}
eventually is_denied stranger visitor
eventually is_denied check friend
kubectl -n check apply -f - >/dev/null <<Y
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: check}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: friend}}}], ports: [{port: 8080}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: friend, namespace: check}
spec:
  podSelector: {matchLabels: {app: friend}}
  policyTypes: [Egress]
  egress:
  - {to: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 8080}]}
  - {to: [{ipBlock: {cidr: 10.99.0.1/32}}], ports: [{port: 53, protocol: UDP}]}
Y
eventually asks check friend
is_denied stranger visitor
kubectl -n check delete networkpolicy deny web friend >/dev/null
eventually asks stranger visitor
kubectl delete namespace stranger --timeout=60s >/dev/null
kubectl -n check delete pod friend --timeout=60s >/dev/null
proved "NetworkPolicies are enforced: who is denied reaches nothing, and who is allowed reaches a pod behind a Service"
