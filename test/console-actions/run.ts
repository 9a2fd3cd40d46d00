import { setTimeout as sleep } from 'node:timers/promises'
import { chancesOf } from './chances.ts'
import { act, write, type Answered } from './customers.ts'
import { judge, snapshot, type Findings } from './judge.ts'
import { makeTrouble, passTime, reconnect } from './trouble.ts'
import {
  allDoings,
  doSomething,
  onDelivery,
  releaseAll,
  restoreAll,
  type Doings,
  type Work,
} from './work.ts'
import { buildWorld, type World } from './world.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** How much is done. */
export interface ActionsOptions {
  readonly seed: number
  /** Rounds of the staff, in which one or two of them do something. */
  readonly actions: number
  /** That are written before they begin. */
  readonly posts: number
  /** What the staff do, by weights; everything where nothing is said. */
  readonly doings?: Doings
  /** How often two of them want something of one delivery at the same moment, of 1. */
  readonly together?: number
}

/** What was done, and what was found. */
export interface Actions {
  readonly findings: Findings
  readonly world: World
  readonly work: Work
  readonly answers: readonly Answered[]
  readonly deletedJobs: number
}

/** How long the last deliveries may take to come to their end. */
const patienceMs = 30_000

/** How often somebody looks in vain for something to do before they leave it to the others. */
const mostIdle = 60

/** Lets staff and customers do what they do to the same deliveries while these are published, with faults. */
export async function runActions(
  t: Teardown,
  { seed, actions, posts, doings = allDoings, together = 0.5 }: ActionsOptions,
): Promise<Actions> {
  const world = await buildWorld(t, seed)
  const before = await snapshot(world)
  const answers: Answered[] = []
  let number = 0
  const nextNumber = (): number => ++number
  const writing = chancesOf(seed, 'writing')
  for (let count = 0; count < posts; count += world.customers.length) {
    answers.push(
      ...(await Promise.all(
        world.customers.map((one) => write(world, one, writing, nextNumber())),
      )),
    )
  }
  const trouble = await makeTrouble(world, chancesOf(seed, 'trouble'))
  const work: Work = { deeds: [], pairs: [] }
  let isOver = false
  const customers = world.customers.map(async (customer, index) => {
    const chances = chancesOf(seed, `customer ${index}`)
    while (!isOver) {
      answers.push(await act(world, customer, chances, nextNumber))
      await sleep(chances.below(60))
    }
  })
  const staff = world.staff.map(async (person, index) => {
    const chances = chancesOf(seed, `staff ${index}`)
    let idle = 0
    for (let round = index; round < actions && idle < mostIdle; round += world.staff.length) {
      while (!(await doSomething(world, person, chances, { doings, together, work }))) {
        if ((idle += 1) === mostIdle) break
        await sleep(50)
      }
    }
  })
  await Promise.all(staff).finally(() => (isOver = true))
  await Promise.all(customers)
  const deletedJobs = await trouble.stop()
  await settle(world, work, seed)
  await world.stopWorkers()
  return { findings: await judge(world, work, answers, before), world, work, answers, deletedJobs }
}

/** The trouble is over: what was held back is let go, what failed is tried once more, and what needs a person gets one. */
async function settle(world: World, work: Work, seed: number): Promise<void> {
  const { networks, staff, context } = world
  const person = staff.find(({ role }) => role === 'ADMIN')
  if (person === undefined) throw new Error('There is nobody to put things right.')
  networks.calm()
  work.deeds.push(...(await releaseAll(world, person)), ...(await restoreAll(world, person)))
  await reconnect(world)
  await context.database.system.raw(
    `update social_posts set due_at = clock_timestamp(), next_at = clock_timestamp(),
       grace_until = clock_timestamp() + interval '1 hour'
     where state in ('scheduled', 'retry_wait') and organization_id <> :bystander`,
    { bystander: world.bystander },
  )
  const chances = chancesOf(seed, 'settling')
  const retried = new Set<string>()
  const end = performance.now() + patienceMs
  for (let open = true; open && performance.now() < end;) {
    await passTime(world)
    await reconnect(world)
    open = false
    for (const one of await world.look()) {
      if (one.state === 'needs_attention') {
        work.deeds.push(await onDelivery(world, person, one, 'resolve', chances))
      } else if (['failed', 'expired'].includes(one.state) && !retried.has(one.id)) {
        retried.add(one.id)
        work.deeds.push(await onDelivery(world, person, one, 'retry', chances))
      } else if (['published', 'failed', 'canceled', 'expired'].includes(one.state)) continue
      open = true
    }
    await sleep(50)
  }
}
