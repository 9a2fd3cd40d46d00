import t from 'tap'
import type { EmulatorContext, EmulatorWebhook } from './emulator.ts'
import { exampleEmulator } from './fixtures/example-emulator.ts'
import { createLab } from './lab.ts'

const named = (body: string): EmulatorWebhook => ({ body, headers: {} })

t.test(
  'a webhook that plans another one as it is made costs none, and sends none twice',
  async (t) => {
    const lab = createLab(exampleEmulator, { host: 'example.com' })
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
