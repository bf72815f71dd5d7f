{{/* An image's reference. Takes the root context and the image's name in values. */}}
{{- define "fareswarm.image" -}}
{{- $root := index . 0 -}}
{{- $image := index $root.Values.images (index . 1) -}}
{{- with $root.Values.images.registry }}{{ . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ default $root.Chart.AppVersion $image.tag }}{{ end -}}
{{- end }}

{{/* No user is named: the images have one (65532), and a cluster may want to choose another. */}}
{{- define "fareswarm.podSecurityContext" -}}
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "fareswarm.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Those of the values win. */}}
{{- define "fareswarm.podAnnotations" -}}
{{- $annotations := .Values.podAnnotations -}}
{{- if and .Values.prometheus.annotations (not .Values.podMonitor.enabled) (not .Values.serviceMonitor.enabled) -}}
{{- $annotations = merge dict $annotations (dict "prometheus.io/scrape" "true" "prometheus.io/port" "8080" "prometheus.io/path" "/metrics") -}}
{{- end -}}
{{- toYaml $annotations -}}
{{- end }}

{{/* Where the operator's pods, and those of tests, may run. */}}
{{- define "fareswarm.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* A second main class of the operator's image: requests an address until the response is 200, for 30 s. */}}
{{- define "fareswarm.probeCommand" -}}
[/java/bin/java, -cp, "/app/*:/app/lib/*", io.fareswarm.operator.kubernetes.HttpProbe]
{{- end }}

{{/* What the containers of a test have in common. */}}
{{- define "fareswarm.testContainer" -}}
resources:
  requests:
    cpu: 10m
    memory: 64Mi
  limits:
    memory: 128Mi
securityContext:
  {{- include "fareswarm.containerSecurityContext" . | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
{{- end }}
