import { catalogue } from '../../core/src/errors.ts'
import { deliveryErrors } from '../../core/src/features/publishing/delivery-errors.ts'
import { connectionErrorCodes } from '../../core/src/features/social-accounts/connection-error-codes.ts'
import { tableOf } from './table.ts'

/** Renders `docs/errors.md` from the three catalogues. */
export function renderErrors(): string {
  const answers = Object.entries(catalogue).map(([code, { status, meaning, remedy }]) => [
    `\`${code}\``,
    String(status),
    meaning,
    remedy,
  ])
  const deliveries = Object.entries(deliveryErrors).map(
    ([code, { category, source, meaning, remedy }]) => [
      `\`${code}\``,
      `\`${category}\``,
      source,
      meaning,
      remedy,
    ],
  )
  const connections = Object.entries(connectionErrorCodes).map(([code, { message, remedy }]) => [
    `\`${code}\``,
    message,
    remedy,
  ])
  return `# Errors

This file is made by \`node scripts/generate-docs.ts\` from \`core/src/errors.ts\`,
\`core/src/features/publishing/delivery-errors.ts\` and \`core/src/features/social-accounts/connection-error-codes.ts\`. Edit those.

## Answers of the API

Every error is answered as

\`\`\`json
{
  "error": { "code": "VALIDATION_ERROR", "message": "…", "details": [{ "field": "…", "message": "…" }] },
  "meta": { "requestId": "req_…", "timestamp": "2026-01-11T19:00:00.000Z" }
}
\`\`\`

Programs look at \`code\`; \`message\` is for people and may change. Quote \`requestId\` to support: it is in the log.

${tableOf(['Code', 'Status', 'When', 'What to do'], answers)}

## Errors of a delivery

A delivery that is in trouble carries \`error\` with one of these codes, its category, who has to act (\`source\`), what
happened (\`message\`), what a person can do (\`remedy\`), and the network's own code and words where it gave any.

${tableOf(['Code', 'Category', 'Who', 'What happened', 'What to do'], deliveries)}

## Errors of a connection

A connection that \`failed\` (\`GET /v1/connections/{id}\`) carries \`error\` with \`code\`, \`message\` and \`remedy\`. Besides these codes it is
what the network's connector answered while the account was connected, under the codes above: \`reauth\` where the network did not take the code,
\`permission\`, \`account_restricted\`, \`app_config\`, \`rate_limited\`, \`quota\`, \`transient\` and so on.

${tableOf(['Code', 'What happened', 'What to do'], connections)}
`
}
