a_restricted_pod_completes
proved "a restricted pod runs to its end, and its log is read"

pod long 'mkfifo /tmp/end; cat /tmp/end'
kubectl -n check wait --for=condition=Ready pod/long --timeout=60s >/dev/null
says "65532" kubectl -n check exec long -- id -u
says "Read-only file system" kubectl -n check exec long -- sh -c '! touch /file'
kubectl -n check delete pod long --timeout=60s >/dev/null
rejected "NotFound" kubectl -n check get pod long
proved "a command is executed in a pod, and a pod is deleted"
