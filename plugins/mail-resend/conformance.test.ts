import { testMail, type ArrivedMail, type MailAnswer } from '@t21/plugin-kit/conformance'
import {
  controlOf,
  receiveWebhooks,
  sandboxHost,
  storeInSight,
} from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import { credentials } from './sandbox/credentials.ts'
import type { StoredEmail } from './sandbox/email.ts'
import { emulator } from './sandbox/index.ts'
import { provider } from './src/index.ts'

const faults: Partial<Record<MailAnswer, string>> = {
  busy: 'rate_limited',
  broken: 'error_500_before',
  'wrong key': 'token_dead',
}

test('Resend keeps the contract', async (t) => {
  const watched = storeInSight(emulator)
  const sandbox = await startSandbox({ port: 0, emulators: [watched.emulator] })
  t.teardown(() => sandbox.close())
  const received = await receiveWebhooks(t, sandbox.url, 'resend')
  const control = controlOf(sandbox.url)
  const apiKey = credentials.RESEND_API_KEY
  const webhookSecret = credentials.RESEND_WEBHOOK_SECRET
  // So that there is a store to look at.
  await fetch(`${sandbox.url}/api.resend.com/emails/none`)
  await testMail(t, {
    open: () => provider.open({ apiKey, webhookSecret }, sandboxHost(sandbox.url)),
    server: {
      taken: () => [...watched.store().collection<StoredEmail>('emails').values()].map(arrivedOf),
      async answers(how) {
        await control('DELETE', 'faults')
        const fault = faults[how]
        const aim = { network: 'resend', operation: 'send_email', times: 100 }
        if (fault !== undefined) await control('POST', 'faults', { ...aim, fault })
        if (how === 'no such address') return { to: 'nobody' }
        return how === 'bad message' ? { subject: 'x'.repeat(1_000) } : undefined
      },
    },
    knowsKeys: true,
    secrets: [apiKey, webhookSecret],
    webhooks: {
      addresses: {
        delivered: 'ada@mail.example',
        bounced: 'bounced@resend.dev',
        'bounced for now': 'full@mail.example',
        complained: 'complained@mail.example',
      },
      signedHeaders: ['svix-id', 'svix-timestamp', 'svix-signature'],
      received: () => received,
    },
  })
})

function arrivedOf({ email }: StoredEmail): ArrivedMail {
  const { from, to, subject, text = '', html, headers = {} } = email
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    from: /<(.+)>/.exec(from)?.[1] ?? from,
    to: typeof to === 'string' ? [to] : to,
    subject,
    text,
    html,
    headers: Object.fromEntries(lower),
  }
}
