the_node_ended() {
  ! node
}

the_api_server_starts() {
  [[ -n $(processes apiserver) ]]
}

# a_crash WHAT PROCESS…: kills the processes the hardest way, awaits the node's end, and brings up a new one
a_crash() {
  local what=$1
  shift
  kill -KILL "$@"
  eventually the_node_ended
  rejected "$home/up starts it" kubectl get nodes
  "$home/up"
  a_restricted_pod_completes
  proved "after the end of $what the cluster comes up anew"
}

pod long 'mkfifo /tmp/end; cat /tmp/end'
kubectl -n check wait --for=condition=Ready pod/long --timeout=60s >/dev/null
a_crash "all its processes, containers too" $(processes)
for part in etcd kubelet containerd; do
  a_crash "$part" $(processes "$part" | head -n 1)
done

# If `up` is killed before the node is ready, the node it leaves is not ready.
"$home/down"
"$home/up" &
halfway=$!
eventually the_api_server_starts
kill -KILL "$halfway"
wait "$halfway" || true
"$home/up"
a_restricted_pod_completes
proved "after an up that was killed halfway the cluster comes up anew"
