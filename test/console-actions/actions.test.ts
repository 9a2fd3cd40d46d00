import { t as file, test } from 'tap'
import { figuresOf } from './figures.ts'
import { mutants } from './mutants.ts'
import { runActions } from './run.ts'

file.setTimeout(240_000)

test('what staff do while posts go out keeps every promise of publishing', async (t) => {
  const done = await runActions(t, { seed: 21, actions: 100, posts: 18 })
  const figures = await figuresOf(done)
  t.comment(JSON.stringify(figures))
  for (const [name, sentences] of Object.entries(done.findings)) {
    t.same(sentences.slice(0, 10), [], `${name}: ${sentences.length}`)
  }
  t.same(done.world.logged, [], 'nothing broke')
  const { accepted, refused, secondTold, faults, published } = figures
  t.ok(accepted > 25 && refused > 10, `${accepted} accepted, ${refused} refused`)
  t.ok(secondTold > 3, `${secondTold} of ${figures.pairs} pairs`)
  t.ok(faults > 20 && published > 15, `${faults} faults, ${published} published`)
})

for (const { make, name, seenIn, doings } of mutants) {
  test(`control: it finds ${name}`, async (t) => {
    t.teardown(make())
    const some = { seed: 21, actions: 40, posts: 12, together: 0.8 }
    const { findings } = await runActions(t, { ...some, doings })
    t.ok(findings[seenIn].length > 0, `${seenIn}: ${JSON.stringify(findings).slice(0, 500)}`)
  })
}
