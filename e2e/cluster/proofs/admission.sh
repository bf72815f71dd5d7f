rejected "violates PodSecurity" kubectl -n check run privileged --image=fareswarm/busybox:1 --privileged

kubectl -n check create quota none --hard=pods=0 >/dev/null
# Until the quota's controller has counted the objects, the quota rejects every object.
await 60 "the quota to be counted" says '"pods":"0"' kubectl -n check get quota none -o jsonpath='{.status.hard}'
rejected "exceeded quota: none" pod over true
kubectl -n check delete quota none >/dev/null

kubectl -n check apply -f - >/dev/null <<'Y'
{apiVersion: v1, kind: LimitRange, metadata: {name: small}, spec: {limits: [{type: Container, max: {memory: 16Mi}}]}}
Y
rejected "maximum memory usage per Container is 16Mi" pod over true
kubectl -n check delete limitrange small >/dev/null
proved "Pod Security, ResourceQuota and LimitRange reject pods, and say why"
