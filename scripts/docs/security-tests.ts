import { rows } from '../../test/security/rows.ts'
import { tableOf } from './table.ts'

/** Renders `docs/security-tests.md` from the rows that `npm run test:security` runs. */
export function renderSecurityTests(): string {
  const lines = rows.map(({ id, proves, reaches, files }) => [
    id,
    proves,
    reaches,
    files.map((file) => `[${file.split('/').at(-1) ?? file}](../${file})`).join(', '),
  ])
  return `# Security tests

What T21 claims about security and privacy, how far its tests reach, and where they are. All of them run in \`npm test\`, in a short form
where they would take long; \`npm run test:security\` runs them in the long form and prints one JSON line with a figure per row
(\`-- --only W3\` for one row, \`-- --help\`). This file is made by \`node scripts/generate-docs.ts\` from \`test/security/rows.ts\`.

${tableOf(['', 'What is proved', 'How far', 'Tests'], lines)}

## What they do not prove

- Logins by Google and GitHub were tried with emulations, and Google's protocol with a real OpenID provider; never with Google and GitHub themselves.
- A link that verifies an address makes the account good, whoever registered it. Who gets such a mail unasked must not follow it, as it
  says; choosing a new password by mail takes the account away from whoever registered it.
- A network's consent page shows that it is T21 who asks, and not for whom: whoever follows a stranger's link to it and agrees connects
  their account to the stranger's brand. Only the person who began sees the outcome.
- The chain of the audit log (P3) shows every change but one: entries taken off its end. The newest hash of each organization is in the
  server's log for that.
- Timing (A2) is measured on loopback in the long form only; a busy machine makes such a measurement say nothing.
`
}
