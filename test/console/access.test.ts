import { t as file, test } from 'tap'
import { markedSubjects } from './marks.ts'
import { mutants } from './mutants.ts'
import { missingRoutes } from './routes.ts'
import { prepareGround, runAccess } from './run.ts'

file.setTimeout(300_000)
const ground = await prepareGround(file)

test(
  'nobody gets more of the console than their role gives, by any route, and no secret gets out',
  { timeout: 300_000 },
  async (t) => {
    const access = await runAccess(t, ground)
    t.ok(
      access.requests > access.cells * 2,
      `${access.requests} requests at ${access.cells} addresses`,
    )
    t.same(await missingRoutes(access.routes), [], 'every route of AdminJS is among them')
    t.same(
      markedSubjects.filter((subject) => !access.seen.has(subject)),
      [],
      'whoever may, sees the data of every subject',
    )
    for (const found of ['beyondRole', 'leaks', 'written', 'pages', 'unexpected'] as const) {
      t.same(access[found].slice(0, 20), [], `${found}: ${access[found].length}`)
    }
  },
)

/** Enough to see each of the mistakes. */
const who = ['nobody', 'BILLING', 'ADMIN'] as const

for (const { make, name, only, seenIn, ...rest } of mutants) {
  test(`control: it finds ${name}`, async (t) => {
    const end = make?.()
    t.teardown(() => end?.())
    const access = await runAccess(t, ground, { ...rest, only, who, long: true })
    t.ok(access[seenIn].length > 0, `${seenIn}: ${access[seenIn].length} of ${access.requests}`)
  })
}
