{{/* The operator's environment variables. */}}
{{- define "fareswarm.environment" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: FARESWARM_NAMESPACES
  value: {{ join "," .Values.watchNamespaces | quote }}
- name: FARESWARM_ALLOWED_TARGETS
  value: {{ join "," .Values.allowedTargets | quote }}
- name: FARESWARM_ALLOWED_CIDRS
  value: {{ join "," .Values.allowedCidrs | quote }}
- name: FARESWARM_NAMESPACE_TARGETS
  value: {{ toJson .Values.namespaceTargets | quote }}
- name: FARESWARM_NETWORK_PEERS
  value: {{ include "fareswarm.networkPeers" . | quote }}
- name: FARESWARM_LIMITS
  value: {{ toJson .Values.limits | quote }}
- name: FARESWARM_MODEL_IMAGE
  value: {{ include "fareswarm.image" (list . "modelServer") }}
- name: FARESWARM_LOADGEN_IMAGE
  value: {{ include "fareswarm.image" (list . "loadgen") }}
- name: FARESWARM_IMAGE_PULL_POLICY
  value: {{ .Values.images.pullPolicy }}
- name: FARESWARM_IMAGE_PULL_SECRETS
  value: "{{ range $i, $secret := .Values.imagePullSecrets }}{{ if $i }},{{ end }}{{ $secret.name }}{{ end }}"
- name: FARESWARM_LEADER_ELECTION
  value: {{ .Values.leaderElection | quote }}
- name: FARESWARM_LEASE
  value: {{ include "fareswarm.fullname" . }}
- name: FARESWARM_PROMETHEUS
  value: {{ .Values.prometheus.address | quote }}
- name: FARESWARM_SCRAPE_ANNOTATIONS
  value: {{ and .Values.prometheus.annotations (not .Values.podMonitor.enabled) | quote }}
- name: FARESWARM_WORKER_DISRUPTION_BUDGETS
  value: {{ .Values.workers.podDisruptionBudget.enabled | quote }}
- name: FARESWARM_LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- end }}

{{/* The page's environment variables. Kubernetes adds the address of the API server. */}}
{{- define "fareswarm.uiEnvironment" -}}
{{- $service := printf "%s-ui" (include "fareswarm.fullname" .) -}}
{{- $names := list $service (printf "%s.%s" $service .Release.Namespace) (printf "%s.%s.svc" $service .Release.Namespace) -}}
- name: FARESWARM_NAMESPACES
  value: {{ join "," .Values.watchNamespaces | quote }}
- name: FARESWARM_UI_NAMESPACES
  value: {{ join "," .Values.ui.namespaces | quote }}
- name: FARESWARM_UI_HOSTS
  value: {{ concat $names .Values.ui.hosts | join "," | quote }}
- name: FARESWARM_UI_API_AUTHORITY
  value: /authority/ca.crt
- name: FARESWARM_LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- end }}

{{/* Peers of the policies that the operator creates, as JSON. Without others, the operator is its own pods. */}}
{{- define "fareswarm.networkPeers" -}}
{{- $pods := dict "matchLabels" (include "fareswarm.operatorLabels" . | fromYaml) -}}
{{- $namespace := dict "matchLabels" (dict "kubernetes.io/metadata.name" .Release.Namespace) -}}
{{- $own := list (dict "namespaceSelector" $namespace "podSelector" $pods) -}}
{{- $workloads := .Values.networkPolicy.workloads -}}
{{- toJson (merge (dict "operator" (default $own $workloads.operator)) $workloads) -}}
{{- end }}
