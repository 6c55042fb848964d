{{/* The environment of one service, by deploy/env.yaml: dict "root" $ "name" NAME "facts" FACTS. */}}
{{- define "recourse.environment" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $release := include "recourse.name" .root -}}
- {name: RECOURSE_INSTANCE, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
- {name: RECOURSE_LOG_LEVEL, value: {{ $values.logLevel | quote }}}
- {name: RECOURSE_METRICS_LISTEN, value: "0.0.0.0:8100"}
- {name: RECOURSE_KEY_SECRET_FILE, value: /run/recourse/secrets/key.secret}
{{- with $values.traces }}
{{- if .endpoint }}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .endpoint | quote }}}
- {name: OTEL_TRACES_SAMPLER, value: {{ .sampler | quote }}}
- {name: OTEL_TRACES_SAMPLER_ARG, value: {{ .share | quote }}}
{{- end }}
{{- end }}
{{- if .facts.postgresql }}
- {name: RECOURSE_POSTGRES_DSN, value: {{ include "recourse.dsn" (dict "root" $root "role" .name) | quote }}}
- name: PGPASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "recourse.secret" $root }}, key: postgres-{{ .name }}.password}
{{- end }}
{{- if .facts.kafka }}
- {name: RECOURSE_KAFKA_BROKERS, value: {{ include "recourse.kafka" $root | quote }}}
{{- if $values.kafka.securitySecret }}
- {name: RECOURSE_KAFKA_SECURITY_FILE, value: /run/recourse/kafka/client.properties}
{{- end }}
- {name: RECOURSE_FACT_DAYS, value: {{ $values.factDays | quote }}}
- {name: RECOURSE_GRPC_LISTEN, value: "0.0.0.0:8081"}
- {name: RECOURSE_GRPC_REFLECTION, value: "off"}
{{- else }}
- {name: RECOURSE_HTTP_LISTEN, value: "0.0.0.0:8080"}
- {name: RECOURSE_TRUSTED_PROXIES, value: {{ join "," $values.ingress.trustedProxies | quote }}}
{{- end }}
{{- if .facts.redis }}
- {name: RECOURSE_REDIS_ADDR, value: {{ include "recourse.redis" $root | quote }}}
{{- with $values.redis.user }}
- {name: RECOURSE_REDIS_USER, value: {{ . | quote }}}
{{- end }}
{{- if $values.redis.existingSecret }}
- {name: RECOURSE_REDIS_PASSWORD_FILE, value: /run/recourse/redis/password}
{{- end }}
{{- end }}
{{- range .facts.peers }}
- {name: RECOURSE_{{ upper . }}_ADDR, value: {{ printf "%s-%s:8081" $release . | quote }}}
{{- end }}
{{- if eq .name "ingest" }}
- {name: RECOURSE_CUSTOMER_SECRET_FILE, value: /run/recourse/secrets/customer.secret}
{{- end }}
{{- if eq .name "classify" }}
- {name: RECOURSE_ENCODER, value: {{ $values.encoder | quote }}}
{{- end }}
{{- if eq .name "followup" }}
- {name: RECOURSE_PUBLIC_URL, value: {{ $values.publicUrl | quote }}}
- {name: RECOURSE_SURVEY_KEY_FILE, value: /run/recourse/secrets/survey.secret}
- {name: RECOURSE_SMTP_ADDR, value: {{ required "smtp.address is needed: followup sends mail" $values.smtp.address | quote }}}
- {name: RECOURSE_SMTP_FROM, value: {{ required "smtp.from is needed: who mail is from" $values.smtp.from | quote }}}
- {name: RECOURSE_SMTP_TLS, value: {{ $values.smtp.tls | quote }}}
{{- if $values.smtp.user }}
- {name: RECOURSE_SMTP_USER, value: {{ $values.smtp.user | quote }}}
- {name: RECOURSE_SMTP_PASSWORD_FILE, value: /run/recourse/smtp/password}
{{- end }}
{{- if $values.webhooks.existingSecret }}
- {name: RECOURSE_WEBHOOK_FILE, value: /run/recourse/webhooks/webhooks.json}
{{- end }}
{{- end }}
{{- end -}}

{{/* Files of one service: dict "root" $ "name" NAME "facts" FACTS. Each sees only its own secrets. */}}
{{- define "recourse.volumes" -}}
{{- $values := .root.Values -}}
- name: tmp
  emptyDir: {sizeLimit: 32Mi}
- name: secrets
  secret:
    secretName: {{ include "recourse.secret" .root }}
    defaultMode: 0440
    items:
      - {key: key.secret, path: key.secret}
      {{- if eq .name "ingest" }}
      - {key: customer.secret, path: customer.secret}
      {{- else if eq .name "followup" }}
      - {key: survey.secret, path: survey.secret}
      {{- end }}
{{- with include "recourse.postgresql.ca" .root }}
- name: postgresql
  secret: {secretName: {{ . }}, defaultMode: 0440, items: [{key: ca.crt, path: ca.crt}]}
{{- end }}
{{- if and .facts.kafka $values.kafka.securitySecret }}
- name: kafka
  secret: {secretName: {{ $values.kafka.securitySecret }}, defaultMode: 0440}
{{- end }}
{{- if and .facts.redis $values.redis.existingSecret }}
- name: redis
  secret:
    secretName: {{ $values.redis.existingSecret }}
    defaultMode: 0440
    items: [{key: password, path: password}]
{{- end }}
{{- if and (eq .name "followup") $values.smtp.user }}
- name: smtp
  secret:
    secretName: {{ required "smtp.existingSecret is needed with smtp.user" $values.smtp.existingSecret }}
    defaultMode: 0440
    items: [{key: password, path: password}]
{{- end }}
{{- if and (eq .name "followup") $values.webhooks.existingSecret }}
- name: webhooks
  secret: {secretName: {{ $values.webhooks.existingSecret }}, defaultMode: 0440}
{{- end }}
{{- end -}}

{{- define "recourse.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: secrets, mountPath: /run/recourse/secrets, readOnly: true}
{{- if include "recourse.postgresql.ca" .root }}
- {name: postgresql, mountPath: /run/recourse/postgresql, readOnly: true}
{{- end }}
{{- if and .facts.kafka .root.Values.kafka.securitySecret }}
- {name: kafka, mountPath: /run/recourse/kafka, readOnly: true}
{{- end }}
{{- if and .facts.redis .root.Values.redis.existingSecret }}
- {name: redis, mountPath: /run/recourse/redis, readOnly: true}
{{- end }}
{{- if and (eq .name "followup") .root.Values.smtp.user }}
- {name: smtp, mountPath: /run/recourse/smtp, readOnly: true}
{{- end }}
{{- if and (eq .name "followup") .root.Values.webhooks.existingSecret }}
- {name: webhooks, mountPath: /run/recourse/webhooks, readOnly: true}
{{- end }}
{{- end -}}
