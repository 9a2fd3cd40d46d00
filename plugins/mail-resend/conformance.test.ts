import { createHmac } from 'node:crypto'
import { testMail } from '@t21/plugin-kit/conformance'
import { test } from 'tap'
import { provider } from './src/index.ts'
import { fakeResend } from './test/fake-resend.ts'

const apiKey = 're_0123456789abcdef'
const webhookSecret = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`
let count = 0

test('Resend keeps the contract', async (t) => {
  const { host, server } = await fakeResend(t)
  await testMail(t, {
    open: () => provider.open({ apiKey, webhookSecret }, host),
    server,
    knowsKeys: true,
    secrets: [apiKey, webhookSecret],
    webhook([told], at) {
      const bounce = { type: told?.permanent === true ? 'Permanent' : 'Transient' }
      const rawBody = Buffer.from(
        JSON.stringify({
          type: `email.${told?.kind}`,
          created_at: at.toISOString(),
          data: {
            to: [told?.address],
            tags: { t21_mail: told?.messageId },
            ...(told?.kind === 'bounced' && { bounce }),
          },
        }),
      )
      count += 1
      const id = `msg_${count}`
      const time = String(Math.floor(at.getTime() / 1_000))
      const key = Buffer.from(webhookSecret.slice(6), 'base64')
      const signature = createHmac('sha256', key).update(`${id}.${time}.`).update(rawBody)
      return {
        method: 'POST',
        query: {},
        headers: {
          'svix-id': id,
          'svix-timestamp': time,
          'svix-signature': `v1,${signature.digest('base64')}`,
        },
        rawBody,
      }
    },
  })
})
