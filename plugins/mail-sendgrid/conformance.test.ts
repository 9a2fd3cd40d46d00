import { generateKeyPairSync, sign } from 'node:crypto'
import { testMail } from '@t21/plugin-kit/conformance'
import { test } from 'tap'
import { provider } from './src/index.ts'
import { fakeSendGrid } from './test/fake-sendgrid.ts'

const apiKey = 'SG.0123456789abcdef'
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const webhookPublicKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
const events = { delivered: 'delivered', bounced: 'bounce', complained: 'spamreport' } as const
let count = 0

test('SendGrid keeps the contract', async (t) => {
  const { host, server } = await fakeSendGrid(t)
  await testMail(t, {
    open: () => provider.open({ apiKey, webhookPublicKey, region: 'global' }, host),
    server,
    knowsKeys: false,
    secrets: [apiKey],
    webhook(told, at) {
      const time = String(Math.floor(at.getTime() / 1_000))
      const rawBody = Buffer.from(
        JSON.stringify(
          told.map(({ kind, address, permanent, messageId }) => {
            count += 1
            return {
              email: address,
              timestamp: Number(time),
              event: events[kind],
              sg_event_id: `event-${count}`,
              t21_mail: messageId,
              ...(kind === 'bounced' && { type: permanent ? 'bounce' : 'blocked' }),
            }
          }),
        ),
      )
      const signature = sign('sha256', Buffer.concat([Buffer.from(time), rawBody]), privateKey)
      return {
        method: 'POST',
        query: {},
        headers: {
          'x-twilio-email-event-webhook-timestamp': time,
          'x-twilio-email-event-webhook-signature': signature.toString('base64'),
        },
        rawBody,
      }
    },
  })
})
