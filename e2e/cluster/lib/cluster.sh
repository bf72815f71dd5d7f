# Where the cluster's things live, and whether it runs. Every command sources this.
#   FARESWARM_CLUSTER  the cluster's name (e2e): clusters of different names do not meet
set -euo pipefail
shopt -s inherit_errexit

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=${FARESWARM_CLUSTER:-e2e}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fareswarm/cluster
state=${XDG_STATE_HOME:-$HOME/.local/state}/fareswarm/cluster-$name
# Some users' paths leave out where Debian keeps nft and conntrack.
PATH+=:/usr/sbin:/sbin

die() {
  echo "cluster: $*" >&2
  exit 3
}

say() {
  echo "cluster: $*" >&2
}

# The tops of the kernel's trees of control groups: one of version 2, or of version 1 about one a controller.
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

# Every process of the cluster is in a group below this one. So the kernel keeps the list of them,
# which a crash cannot lose and a stranger with a reused id cannot be on.
cgroup=fareswarm-$name
groups=/sys/fs/cgroup/$cgroup
[[ -f /sys/fs/cgroup/cgroup.controllers ]] || groups=/sys/fs/cgroup/memory/$cgroup

# Prints the host's ids of all processes of the cluster, or of the part whose group is given.
processes() {
  local group=$groups${1:+/parts/$1}
  # Groups come and go while find walks.
  [[ ! -d $group ]] || find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || true
}

# Ends all processes of the cluster, or of the part whose group is given, and waits until they are gone.
end() {
  local until=$((SECONDS + 60))
  while [[ -n $(processes "$@") ]]; do
    processes "$@" | xargs -r kill -KILL 2>/dev/null || true
    ((SECONDS < until)) || die "expected the processes $(processes "$@" | xargs) to end, waited too long for it"
    sleep 0.05
  done
}

# Prints the host's id of the node's first process, which holds its namespaces; fails when there is none.
node() {
  local id
  # The group also has what that process just forked; it itself is the number 1 of its namespace.
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

# await SECONDS WHAT COMMAND…: until the command succeeds; gives up at once when the node ends.
await() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until ("$@") &>/dev/null; do
    node >/dev/null || die "expected $what, but the node ended: $(tail -n 5 "$state/log/node.log")"
    ((SECONDS < until)) || die "expected $what, waited too long for it: the parts' logs are in $state/log"
    sleep 0.1
  done
}

# cached KIND HASH COMMAND…: prints the directory that the command filled, the working directory it was given.
# Whole or not there; made once, also when two ask at once; the newest three of a kind stay.
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
