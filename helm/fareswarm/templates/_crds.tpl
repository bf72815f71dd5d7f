{{/*
The generated file of a CRD with labels and the resource policy `keep` added. It is handled as text, because parsing
and printing would change it. Arguments: root context, plural name.
*/}}
{{- define "fareswarm.crd" -}}
{{- $root := index . 0 -}}
{{- $file := printf "files/crds/%s.fareswarm.io-v1.yml" (index . 1) -}}
{{- $crd := $root.Files.Get $file -}}
{{- $anchor := "\nmetadata:\n" -}}
{{- if not (contains $anchor $crd) }}{{ fail (printf "expected a CRD with metadata in %s, found no metadata" $file) }}{{ end -}}
{{- $metadata := printf "  annotations:\n    helm.sh/resource-policy: keep\n  labels:\n    %s\n" (include "fareswarm.labels" $root | nindent 4 | trim) -}}
{{- $crd | replace $anchor (print $anchor $metadata) -}}
{{- end }}
