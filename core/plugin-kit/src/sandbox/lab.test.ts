import t from 'tap'
import { defineEmulator, type EmulatorContext, type EmulatorWebhook } from './emulator.ts'
import { createLab } from './lab.ts'

const emulator = defineEmulator({
  network: 'example',
  platform: 'EXAMPLE',
  displayName: 'Example',
  credentials: {},
  routes: [],
  errors: {
    rateLimited: () => ({ status: 429 }),
    tokenDead: () => ({ status: 401 }),
    serverError: () => ({ status: 500 }),
    notFound: () => ({ status: 404 }),
  },
  published: () => [],
})

const named = (body: string): EmulatorWebhook => ({ body, headers: {} })

t.test(
  'a webhook that plans another one as it is made costs none, and sends none twice',
  async (t) => {
    const lab = createLab(emulator, { host: 'example.com' })
    const { context } = lab
    context.webhook(() => named('far'), 3_600)
    context.webhook(() => planning(context, 'first', 'at once'), 10)
    context.webhook(() => named('second'), 10)
    context.webhook(() => named('third'), 10)
    t.same(lab.webhooks, [])

    lab.advance(10)
    const sent = lab.webhooks.map(({ body }) => body).sort()
    t.same(sent, ['at once', 'first', 'second', 'third'])

    lab.advance(3_600)
    t.same(
      lab.webhooks.slice(4).map(({ body }) => body),
      ['far'],
    )
  },
)

function planning(context: EmulatorContext, own: string, other: string): EmulatorWebhook {
  context.webhook(() => named(other))
  return named(own)
}
