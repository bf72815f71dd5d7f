says "http://10.99.0.1:9090" "$home/prometheus" up
says "http://10.99.0.1:9090" "$home/prometheus" up
query=/api/v1/query?query=check_answer
await 60 "Prometheus to have scraped the pod" \
  says '"namespace":"check","pod":"web"},"value":[' "$home/enter" busybox wget -q -O - "http://10.99.0.1:9090$query"
pod asks "until timeout 2 wget -q -O - http://prometheus.monitoring.svc:9090$query; do usleep 100000; done"
completes asks
says '"pod":"web"' kubectl -n check logs asks
"$home/prometheus" down
"$home/prometheus" down
[[ -z $(processes prometheus) ]] || die "expected no Prometheus after its down, found $(processes prometheus | xargs)"
proved "Prometheus scrapes the pods that ask for it, names them, and responds to pods"
