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
- name: FARESWARM_LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- end }}
