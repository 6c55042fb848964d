{{- define "recourse.name" -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{- end -}}

{{- define "recourse.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: recourse
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}

{{/* Of one component: dict "root" $ "name" NAME. */}}
{{- define "recourse.selector" -}}
app.kubernetes.io/name: recourse-{{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end -}}

{{- define "recourse.image" -}}
{{ .root.Values.image.registry }}/recourse-{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{- define "recourse.secret" -}}
{{- if .Values.secrets.generate -}}{{ include "recourse.name" . }}-secrets
{{- else -}}{{ required "secrets.existingSecret names the Secret of the keys and passwords" .Values.secrets.existingSecret }}{{- end -}}
{{- end -}}

{{/* The facts of the services that no installation chooses. */}}
{{- define "recourse.facts" -}}
ingest:   {kafka: true, postgresql: true, redis: false, peers: [ingest], hears: []}
classify: {kafka: true, postgresql: true, redis: false, peers: [ingest], hears: [recourse.ingest.feedback.v1]}
routing:  {kafka: true, postgresql: true, redis: false, peers: [ingest], hears: [recourse.classify.feedback.v1, recourse.classify.matter.v1, recourse.followup.loop.v1]}
followup: {kafka: true, postgresql: true, redis: false, peers: [ingest, routing], hears: [recourse.routing.ticket.v1]}
kpi:      {kafka: true, postgresql: true, redis: true, peers: [ingest], hears: [recourse.routing.ticket.v1, recourse.followup.loop.v1]}
console:  {kafka: false, postgresql: true, redis: false, peers: [ingest, classify, routing, followup, kpi], hears: []}
{{- end -}}

{{- define "recourse.kafka" -}}
{{- if eq .Values.kafka.mode "external" -}}{{ required "kafka.brokers is needed where kafka.mode is external" .Values.kafka.brokers }}
{{- else if eq .Values.kafka.mode "operator" -}}{{ include "recourse.name" . }}-kafka-bootstrap:9092
{{- else -}}{{ include "recourse.name" . }}-kafka:9092{{- end -}}
{{- end -}}

{{- define "recourse.redis" -}}
{{- if eq .Values.redis.mode "external" -}}{{ required "redis.address is needed where redis.mode is external" .Values.redis.address }}
{{- else -}}{{ include "recourse.name" . }}-redis:6379{{- end -}}
{{- end -}}

{{- define "recourse.postgresql.host" -}}
{{- if eq .Values.postgresql.mode "external" -}}{{ required "postgresql.host is needed where postgresql.mode is external" .Values.postgresql.host }}
{{- else if eq .Values.postgresql.mode "operator" -}}{{ include "recourse.name" . }}-postgresql-rw
{{- else -}}{{ include "recourse.name" . }}-postgresql{{- end -}}
{{- end -}}

{{- define "recourse.postgresql.ca" -}}
{{- if eq .Values.postgresql.mode "operator" -}}{{ include "recourse.name" . }}-postgresql-ca
{{- else -}}{{ .Values.postgresql.caSecret }}{{- end -}}
{{- end -}}

{{/* How a role connects: dict "root" $ "role" ROLE. libpq takes the password from PGPASSWORD. */}}
{{- define "recourse.dsn" -}}
host={{ include "recourse.postgresql.host" .root }} port={{ .root.Values.postgresql.port }} dbname={{ .root.Values.postgresql.database }} user={{ .role }} sslmode={{ .root.Values.postgresql.sslMode }}
{{- if include "recourse.postgresql.ca" .root }} sslrootcert=/run/recourse/postgresql/ca.crt{{ end -}}
{{- end -}}

{{- define "recourse.pod.security" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "recourse.container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
capabilities: {drop: [ALL]}
{{- end -}}

{{/* A job's or store's small share. */}}
{{- define "recourse.small" -}}
requests: {cpu: 50m, memory: 64Mi, ephemeral-storage: 16Mi}
limits: {cpu: 500m, memory: 256Mi, ephemeral-storage: 64Mi}
{{- end -}}
