# Paths of the cluster's files and functions for its processes. Every command sources this file.
#   FARESWARM_CLUSTER  name of the cluster (e2e); clusters with different names are independent
set -euo pipefail
shopt -s inherit_errexit

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=${FARESWARM_CLUSTER:-e2e}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fareswarm/cluster
state=${XDG_STATE_HOME:-$HOME/.local/state}/fareswarm/cluster-$name
# The PATH of some users lacks the directories of Debian's nft and conntrack.
PATH+=:/usr/sbin:/sbin

die() {
  echo "cluster: $*" >&2
  exit 3
}

say() {
  echo "cluster: $*" >&2
}

# The roots of the kernel's trees of control groups: one tree in version 2, about one tree per controller in version 1.
cgroup_trees() {
  local tree
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    echo /sys/fs/cgroup
  else
    for tree in /sys/fs/cgroup/*/; do
      [[ ! -f $tree/cgroup.procs ]] || echo "${tree%/}"
    done
  fi
}

# Every process of the cluster is in a control group below this one. So the kernel stores the list of processes. A crash
# does not lose it, and it contains no other process that got a reused process id.
cgroup=fareswarm-$name
groups=/sys/fs/cgroup/$cgroup
[[ -f /sys/fs/cgroup/cgroup.controllers ]] || groups=/sys/fs/cgroup/memory/$cgroup

# Prints the process ids, on the host, of all processes of the cluster, or of a part if its group is given.
processes() {
  local group=$groups${1:+/parts/$1}
  # Groups may appear and disappear while find runs.
  [[ ! -d $group ]] || find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || true
}

# Ends all processes of the cluster, or of a part if its group is given, and waits until they are gone.
end() {
  local until=$((SECONDS + 60))
  while [[ -n $(processes "$@") ]]; do
    processes "$@" | xargs -r kill -KILL 2>/dev/null || true
    ((SECONDS < until)) || die "expected the processes $(processes "$@" | xargs) to end, waited too long for it"
    sleep 0.05
  done
}

# Prints the process id, on the host, of the node's first process, which holds the namespaces. Fails if there is none.
node() {
  local id
  # The group may also contain a child that was just forked. The first process has the id 1 in its namespace.
  for id in $(processes init); do
    if grep -qs '^NSpid:.*[[:space:]]1$' "/proc/$id/status"; then
      echo "$id"
      return
    fi
  done
  return 1
}

node_or_die() {
  node || die "expected the cluster $name to run, but it does not: $home/up starts it"
}

root_or_die() {
  [[ $EUID == 0 ]] || die "expected to be root, found the user $(id -un): containers need it (sudo $0${*:+ $*})"
}

# await SECONDS WHAT COMMAND…: repeats the command until it succeeds. Fails at once if the node ends.
await() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until ("$@") &>/dev/null; do
    node >/dev/null || die "expected $what, but the node ended: $(tail -n 5 "$state/log/node.log")"
    ((SECONDS < until)) || die "expected $what, waited too long for it: the parts' logs are in $state/log"
    sleep 0.1
  done
}

# cached KIND HASH COMMAND…: runs the command in a new cache directory, unless the directory exists, and prints its path.
# The directory only exists when it is complete. Concurrent calls run the command once. The newest three of a kind stay.
cached() {
  local kind=$1 made=$cache/$1-$2
  shift 2
  if [[ ! -d $made ]]; then
    mkdir -p "$cache"
    (
      flock 9
      rm -rf "$cache/.$kind".*
      [[ ! -d $made ]] || exit 0
      fresh=$(mktemp -d "$cache/.$kind.XXXXXX")
      chmod 755 "$fresh"
      (cd "$fresh" && "$@") >&2
      mv -T "$fresh" "$made"
      find "$cache" -maxdepth 1 -name "$kind-*" -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d' ' -f2- | xargs -r rm -rf
    ) 9>"$cache/$kind.lock"
  fi
  touch "$made"
  echo "$made"
}
