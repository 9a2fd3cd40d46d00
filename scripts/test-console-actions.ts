// Staff at work while posts go out: a real server with the console, workers, networks that misbehave, and several of the staff,
// customers and their programs at the same deliveries at once (reliability.md 1.4, I1 to I7). Prints what was found, and
// one JSON line last; the exit code is 1 unless there is nothing.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { figuresOf } from '../test/console-actions/figures.ts'
import { runActions } from '../test/console-actions/run.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    actions: { type: 'string', default: '1000' },
    posts: { type: 'string', default: '90' },
    help: { type: 'boolean', default: false },
  },
})
const [seed, actions, posts] = [
  Number(values.seed ?? randomInt(2 ** 31)),
  Number(values.actions),
  Number(values.posts),
]
if (values.help) {
  console.log(`npm run test:console-actions -- [--seed <number>] [--actions 1000] [--posts 90]

  --seed     draws the same plans and faults again, as far as clocks allow; printed by every run
  --actions  rounds of the staff; in half of them two want something of the same at the same moment
  --posts    written before they begin, for two accounts each; customers write more meanwhile`)
} else if ([seed, actions, posts].every((number) => Number.isInteger(number) && number > 0)) {
  await run()
} else {
  console.error('--seed, --actions and --posts are whole numbers above 0; see --help.')
  process.exitCode = 2
}

async function run(): Promise<void> {
  console.error(`seed ${seed}`)
  const endings: (() => unknown)[] = []
  const started = performance.now()
  const t = { teardown: (work: () => unknown) => endings.unshift(work) }
  const done = await runActions(t, { seed, actions, posts })
  const figures = await figuresOf(done)
  for (const end of endings) await end()

  const found = Object.entries<readonly string[]>({ ...done.findings }).flatMap(
    ([name, sentences]) => sentences.map((sentence) => `${name}: ${sentence}`),
  )
  for (const sentence of [...found, ...done.world.logged].slice(0, 100)) console.error(sentence)
  const seconds = Math.round((performance.now() - started) / 1_000)
  console.log(JSON.stringify({ seed, ...figures, logged: done.world.logged.length, seconds }))
  process.exitCode = found.length + done.world.logged.length === 0 ? 0 : 1
}
