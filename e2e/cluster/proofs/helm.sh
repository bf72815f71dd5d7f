chart=$(mktemp -d)/counted
mkdir -p "$chart/templates"
printf 'apiVersion: v2\nname: counted\nversion: 0.1.0\n' >"$chart/Chart.yaml"
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}"}\n' >"$chart/templates/map.yaml"
"$home/helm" install --namespace check counted "$chart" >/dev/null
says "counted" kubectl -n check get configmap counted
"$home/helm" uninstall --namespace check counted >/dev/null
rejected "NotFound" kubectl -n check get configmap counted
rm -r "$(dirname "$chart")"
proved "helm installs and uninstalls a chart"
