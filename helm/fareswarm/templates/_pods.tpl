{{/* Reference of an image. Arguments: root context, name of the image in the values. */}}
{{- define "fareswarm.image" -}}
{{- $root := index . 0 -}}
{{- $image := index $root.Values.images (index . 1) -}}
{{- with $root.Values.images.registry }}{{ . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ default $root.Chart.AppVersion $image.tag }}{{ end -}}
{{- end }}

{{/* Sets no user: the images have one (65532), and a cluster may choose another. */}}
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

{{/* Annotations of the operator's pods. Those in the values take precedence. */}}
{{- define "fareswarm.podAnnotations" -}}
{{- $annotations := .Values.podAnnotations -}}
{{- if and .Values.prometheus.annotations (not .Values.podMonitor.enabled) (not .Values.serviceMonitor.enabled) -}}
{{- $annotations = merge dict $annotations (dict "prometheus.io/scrape" "true" "prometheus.io/port" "8080" "prometheus.io/path" "/metrics") -}}
{{- end -}}
{{- toYaml $annotations -}}
{{- end }}

{{/* Placement of the operator's pods and of the pods of `helm test`. */}}
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

{{/* Command in the operator's image that requests a URL until it responds with 200, for at most 30 s. */}}
{{- define "fareswarm.probeCommand" -}}
[/java/bin/java, -cp, "/app/*:/app/lib/*", io.fareswarm.operator.kubernetes.HelmTestProbe]
{{- end }}

{{/* Common settings of the containers of `helm test`. */}}
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
