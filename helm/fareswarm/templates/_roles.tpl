{{/* The operator's rights in each namespace that it watches. docs/install.md gives the reason for each rule. */}}
{{- define "fareswarm.operatorRules" -}}
- apiGroups: [fareswarm.io]
  resources: [faremodels, loadtests]
  verbs: [get, list, watch]
- apiGroups: [fareswarm.io]
  resources: [faremodels/status, loadtests/status]
  verbs: [patch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, create, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, delete]
- apiGroups: [""]
  resources: [events]
  verbs: [list, watch, create]
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get]
{{- end }}

{{- define "fareswarm.operatorSubject" -}}
kind: ServiceAccount
name: {{ include "fareswarm.serviceAccountName" . }}
namespace: {{ .Release.Namespace | quote }}
{{- end }}
