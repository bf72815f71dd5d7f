# job NAME COMMAND FIELDS: applies a Job
job() {
  kubectl apply -f - >/dev/null <<Y
apiVersion: batch/v1
kind: Job
metadata: {name: $1, namespace: check}
spec:
$3
  template:
    spec:
$(spec "$2" | sed 's/^/    /')
Y
}

job policy 'exit 42' "
  podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}"
job indexed 'test $JOB_COMPLETION_INDEX != 1' "
  completionMode: Indexed
  completions: 3
  parallelism: 3
  backoffLimitPerIndex: 0"
kubectl -n check wait --for=condition=Failed job/policy job/indexed --timeout=60s >/dev/null
says "PodFailurePolicy" kubectl -n check get job policy -o jsonpath='{.status.conditions}'
says "1 0,2" kubectl -n check get job indexed -o jsonpath='{.status.failedIndexes} {.status.completedIndexes}'
proved "Jobs keep their pod failure policies and their limits per index"

kubectl apply -f - >/dev/null <<Y
apiVersion: apps/v1
kind: Deployment
metadata: {name: pair, namespace: check}
spec:
  selector: {matchLabels: {app: pair}}
  template:
    metadata: {labels: {app: pair}}
    spec:
$(spec 'mkfifo /tmp/end; cat /tmp/end' | sed 's/^/    /; s/Never$/Always/; s/imagePullPolicy: Always/imagePullPolicy: Never/')
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: pair, namespace: check}
spec:
  minReplicas: 2
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: pair}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: pair, namespace: check}
spec: {minAvailable: 2, selector: {matchLabels: {app: pair}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: pair, namespace: check}
spec: {podSelector: {matchLabels: {app: pair}}, policyTypes: [Ingress]}
Y
kubectl -n check wait --for=jsonpath='{.status.readyReplicas}'=2 deployment/pair --timeout=60s >/dev/null
kubectl -n check wait --for=jsonpath='{.status.currentHealthy}'=2 pdb/pair --timeout=60s >/dev/null
evicted=$(kubectl -n check get pods -l app=pair -o jsonpath='{.items[0].metadata.name}')
rejected "disruption budget" kubectl create --raw "/api/v1/namespaces/check/pods/$evicted/eviction" -f - \
  <<<"{\"apiVersion\": \"policy/v1\", \"kind\": \"Eviction\", \"metadata\": {\"name\": \"$evicted\", \"namespace\": \"check\"}}"
kubectl -n check delete pod "$evicted" --timeout=60s >/dev/null
kubectl -n check wait --for=jsonpath='{.status.readyReplicas}'=2 deployment/pair --timeout=60s >/dev/null
kubectl -n check delete hpa,pdb,networkpolicy,deployment pair >/dev/null
kubectl -n check wait --for=delete pod -l app=pair --timeout=60s >/dev/null
proved "a Deployment is scaled by its autoscaler, kept by its disruption budget, healed, and deleted with its pods"

