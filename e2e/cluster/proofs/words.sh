# Functions for the proofs.

proved() {
  echo "proved: $*"
}

kubectl() {
  "$home/kubectl" "$@"
}

# says WORDS COMMAND…: the command succeeds, and its output contains the words
says() {
  local words=$1 said
  shift
  said=$("$@" 2>&1) || die "expected '$*' to be done, but it failed: $said"
  [[ $said == *"$words"* ]] || die "expected '$*' to say '$words', found: $said"
}

# rejected WORDS COMMAND…: the command fails, and its output contains the words
rejected() {
  local words=$1 said
  shift
  ! said=$("$@" 2>&1) || die "expected '$*' to be rejected, but it was done"
  [[ $said == *"$words"* ]] || die "expected '$*' to be rejected with '$words', found: $said"
}

# eventually COMMAND…: the command succeeds sooner or later
eventually() {
  local until=$((SECONDS + 60))
  until ("$@") &>/dev/null; do
    ((SECONDS < until)) || die "expected '$*' to come true, waited too long for it"
    sleep 0.05
  done
}

# spec COMMAND [IMAGE]: prints the spec of a pod that meets the Pod Security level `restricted`
spec() {
  cat <<Y
  restartPolicy: Never
  terminationGracePeriodSeconds: 0
  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
  volumes: [{name: tmp, emptyDir: {medium: Memory, sizeLimit: 1Mi}}]
  containers:
  - name: main
    image: ${2:-fareswarm/busybox:1}
    imagePullPolicy: Never
    command: [sh, -ec, '$1']
    volumeMounts: [{name: tmp, mountPath: /tmp}]
    resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {cpu: 500m, memory: 32Mi}}
    securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
Y
}

# pod NAME COMMAND [IMAGE]: applies a pod
pod() {
  kubectl apply -f - >/dev/null <<Y
apiVersion: v1
kind: Pod
metadata:
  name: $1
  namespace: check
  labels: {app: $1}
  annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080", prometheus.io/path: /numbers}
spec:
$(spec "${@:2}")
Y
}

# completes NAME…: the pods end without an error
completes() {
  local name
  for name; do
    kubectl -n check wait --for=jsonpath='{.status.phase}'=Succeeded "pod/$name" --timeout=60s >/dev/null ||
      die "expected the pod $name to complete, found: $(kubectl -n check describe pod "$name" && kubectl -n check logs "$name")"
  done
}

a_restricted_pod_completes() {
  kubectl create namespace check >/dev/null
  kubectl label namespace check pod-security.kubernetes.io/enforce=restricted >/dev/null
  await 60 "the namespace's ServiceAccount" kubectl -n check get serviceaccount default
  pod once 'echo done by $(id -u)'
  completes once
  says "done by 65532" kubectl -n check logs once
}
