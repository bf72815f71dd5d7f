{{/* Base name of the release's objects. 50 characters leave room for suffixes. */}}
{{- define "fareswarm.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) -}}
{{- default $full .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "fareswarm.serviceAccountName" -}}
{{- default (.Values.serviceAccount.create | ternary (include "fareswarm.fullname" .) "default") .Values.serviceAccount.name -}}
{{- end }}

{{/* Labels that identify the release. Selectors may use only these, because selectors cannot change. */}}
{{- define "fareswarm.instanceLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "fareswarm.operatorLabels" -}}
{{ include "fareswarm.instanceLabels" . }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "fareswarm.uiLabels" -}}
{{ include "fareswarm.instanceLabels" . }}
app.kubernetes.io/component: ui
{{- end }}

{{/* Labels of every object. */}}
{{- define "fareswarm.labels" -}}
{{ include "fareswarm.instanceLabels" . }}
app.kubernetes.io/part-of: fareswarm
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* "true" if the operator watches all namespaces, else empty. */}}
{{- define "fareswarm.clusterWide" -}}
{{- if not .Values.watchNamespaces }}true{{ end -}}
{{- end }}
