{{/*
The file of a CRD as it was generated, with our labels and the order to keep it. It goes through as text: parsing and
printing would change it. Takes the root context and the plural.
*/}}
{{- define "fareswarm.crd" -}}
{{- $root := index . 0 -}}
{{- $file := printf "files/crds/%s.fareswarm.io-v1.yml" (index . 1) -}}
{{- $crd := $root.Files.Get $file -}}
{{- $anchor := "\nmetadata:\n" -}}
{{- if not (contains $anchor $crd) }}{{ fail (printf "expected a CRD with metadata in %s, found none" $file) }}{{ end -}}
{{- $metadata := printf "  annotations:\n    helm.sh/resource-policy: keep\n  labels:\n    %s\n" (include "fareswarm.labels" $root | nindent 4 | trim) -}}
{{- $crd | replace $anchor (print $anchor $metadata) -}}
{{- end }}
