import { test } from 'tap'
import type { EmulatorContext } from './emulator.ts'
import { exampleEmulator } from './fixtures/example-emulator.ts'
import { createLab } from './lab.ts'
import { withProcessingFaults } from './processing.ts'

interface Film {
  readonly polls: number
  readonly slowUntil: number
  readonly failure: string | null
}

const film: Film = { polls: 3, slowUntil: 7, failure: null }

const route = {
  method: 'POST',
  host: 'network.example',
  path: '/films',
  operation: 'upload',
  handle: (_request: unknown, context: EmulatorContext) => ({
    status: 200,
    json: withProcessingFaults(context, film, { slowSeconds: 60, failure: 'broken' }),
  }),
} as const

test('each fault changes its own part, once for each time that it was asked for', async (t) => {
  const lab = createLab({ ...exampleEmulator, routes: [route] }, { host: 'network.example' })
  const upload = async () => (await lab.call('POST', '/films')).json
  const slowUntil = lab.context.now().getTime() + 60_000

  t.same(await upload(), film)
  lab.arm('processing_slow', 'upload')
  t.same(await upload(), { ...film, slowUntil })
  lab.arm('processing_failed', 'upload')
  t.same(await upload(), { ...film, failure: 'broken' })
  t.same(await upload(), film)
})
