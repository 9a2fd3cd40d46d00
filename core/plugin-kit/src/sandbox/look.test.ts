import t from 'tap'
import { defineEmulator, type Emulator, type EmulatorResponse } from './index.ts'

const answer = (): EmulatorResponse => ({ status: 200 })

const emulator: Emulator = {
  network: 'example',
  platform: 'EXAMPLE',
  displayName: 'Example',
  routes: [],
  errors: { rateLimited: answer, tokenDead: answer, serverError: answer, notFound: answer },
  credentials: {},
  published: () => [],
}

t.test('an emulation needs no look, and may have one', async (t) => {
  t.equal(defineEmulator(emulator).look, undefined)
  const look = { card: 'gallery', accent: '#Aa3366', mark: 'M2 2h20v-3.5L4,4z' } as const
  t.same(defineEmulator({ ...emulator, look }).look, look)
})

t.test('a look that cannot be drawn is refused, with what would be right', async (t) => {
  for (const [look, message] of [
    [{ card: 'round', accent: '#aa3366' }, /"example": look\.card is "round": choose stream, feed/],
    [{ card: 'feed', accent: 'red' }, /look\.accent is "red": give a colour as #rrggbb/],
    [{ card: 'feed', accent: '#fff' }, /#rrggbb/],
    [{ card: 'feed', accent: '#aa3366', mark: '"/><script>' }, /look\.mark is no path data/],
  ] as const) {
    const wrong: Emulator = JSON.parse(JSON.stringify({ look }))
    t.throws(() => defineEmulator({ ...emulator, ...wrong }), { message })
  }
})
