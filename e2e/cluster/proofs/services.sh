pod web 'mkdir /tmp/www; echo "check_answer 42" >/tmp/www/numbers; exec httpd -f -p 8080 -h /tmp/www'
kubectl -n check expose pod web --port=80 --target-port=8080 >/dev/null
kubectl -n check wait --for=condition=Ready pod/web --timeout=60s >/dev/null
# Network rules and DNS records appear a moment after the objects.
get='until timeout 2 wget -q -O - http://web.check.svc.cluster.local/numbers; do usleep 100000; done'
pod client "$get; ! nslookup nowhere.example"
completes client
says "check_answer 42" kubectl -n check logs client
says "NXDOMAIN" kubectl -n check logs client
says "check_answer 42" kubectl -n check exec web -- sh -c "$get"
proved "a pod finds a Service by its name and gets its response, its own Service's too; no name outside exists"

pod peer "until timeout 2 wget -q -O - http://$(kubectl -n check get pod web -o jsonpath='{.status.podIP}'):8080/numbers; do usleep 100000; done"
pod api 'test -s /var/run/secrets/kubernetes.io/serviceaccount/token; timeout 10 nc $KUBERNETES_SERVICE_HOST 443 </dev/null'
completes peer api
proved "pods reach each other and the API server, and carry the token of their ServiceAccount"
