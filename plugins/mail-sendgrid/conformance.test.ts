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
import { emulator } from './sandbox/index.ts'
import type { StoredMail } from './sandbox/mail.ts'
import { provider } from './src/index.ts'

const faults: Partial<Record<MailAnswer, string>> = {
  busy: 'rate_limited',
  broken: 'error_500_before',
  'wrong key': 'token_dead',
}

test('SendGrid keeps the contract', async (t) => {
  const watched = storeInSight(emulator)
  const sandbox = await startSandbox({ port: 0, emulators: [watched.emulator] })
  t.teardown(() => sandbox.close())
  const received = await receiveWebhooks(t, sandbox.url, 'sendgrid')
  const control = controlOf(sandbox.url)
  const apiKey = credentials.SENDGRID_API_KEY
  const settings = {
    apiKey,
    webhookPublicKey: credentials.SENDGRID_WEBHOOK_PUBLIC_KEY,
    region: 'global',
  } as const
  // So that there is a store to look at.
  await fetch(`${sandbox.url}/api.sendgrid.com/v3/mail/send`, { method: 'POST' })
  await testMail(t, {
    open: () => provider.open(settings, sandboxHost(sandbox.url)),
    server: {
      taken: () => [...watched.store().collection<StoredMail>('mails').values()].map(arrivedOf),
      async answers(how) {
        await control('DELETE', 'faults')
        const fault = faults[how]
        const aim = { network: 'sendgrid', operation: 'send_mail', times: 100 }
        if (fault !== undefined) await control('POST', 'faults', { ...aim, fault })
        if (how === 'no such address') return { to: 'nobody' }
        return how === 'bad message' ? { subject: '' } : undefined
      },
    },
    knowsKeys: false,
    secrets: [apiKey],
    webhooks: {
      addresses: {
        delivered: 'ada@mail.example',
        bounced: 'bounced@mail.example',
        'bounced for now': 'full@mail.example',
        complained: 'complained@mail.example',
      },
      signedHeaders: [
        'x-twilio-email-event-webhook-timestamp',
        'x-twilio-email-event-webhook-signature',
      ],
      received: () => received,
    },
  })
})

function arrivedOf({ mail }: StoredMail): ArrivedMail {
  const { from, personalizations, subject = '', content, headers = {} } = mail
  const contentOf = (wanted: string) => content.find(({ type }) => type === wanted)?.value
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    from: from.email,
    to: personalizations.flatMap(({ to }) => to.map(({ email }) => email)),
    subject,
    text: contentOf('text/plain') ?? '',
    html: contentOf('text/html'),
    headers: Object.fromEntries(lower),
  }
}
