import { setTimeout as sleep } from 'node:timers/promises'
import type { Chances } from './chances.ts'
import { command, freshCode, retryMany, sight, stop, type Deed } from './staff.ts'
import type { Seen, StaffPerson, World } from './world.ts'

/** Two of the staff who wanted something of one delivery at the same moment. */
export interface Pair {
  readonly one: Deed
  readonly other: Deed
}

/** Everything that the staff did. */
export interface Work {
  readonly deeds: Deed[]
  readonly pairs: Pair[]
}

const onDeliveries = ['retry', 'resolve', 'cancel', 'look'] as const
type OnDelivery = (typeof onDeliveries)[number]

/** What the staff do, and how often. */
export type Doings = Readonly<
  Partial<Record<OnDelivery | 'many' | 'account' | 'webhook' | 'hold', number>>
>

/** Everything that they can do. */
export const allDoings: Doings = {
  retry: 6,
  many: 2,
  resolve: 5,
  cancel: 2,
  look: 4,
  account: 2,
  webhook: 2,
  hold: 1,
}

const suiting: Readonly<Record<OnDelivery, readonly string[]>> = {
  retry: ['failed', 'expired'],
  resolve: ['needs_attention'],
  cancel: ['scheduled', 'retry_wait', 'processing'],
  look: ['unknown', 'processing', 'needs_attention'],
}

/**
 * Lets one of the staff do something, often together with another one who wants the same.
 *
 * @returns false where there was nothing to do
 */
export async function doSomething(
  world: World,
  staff: StaffPerson,
  chances: Chances,
  {
    doings,
    together,
    work,
  }: { readonly doings: Doings; readonly together: number; readonly work: Work },
): Promise<boolean> {
  const before = work.deeds.length
  const doing = chances.weighted(doings as Required<Doings>)
  if (doing === 'account' || doing === 'webhook') {
    work.deeds.push(...(await lookAfter(world, staff, chances, doing)))
  } else if (doing === 'many') {
    work.deeds.push(...(await retrySome(world, staff, chances, together)))
  } else if (doing === 'hold') {
    if (staff.role === 'ADMIN') work.deeds.push(...(await holdBack(world, staff, chances)))
  } else {
    const all = await world.look()
    const fitting = all.filter(({ state }) => suiting[doing].includes(state))
    // Now and then something that makes no sense in that state.
    const at = chances.pick(chances.happens(0.85) ? fitting : all)
    if (at === undefined) return false
    const others = world.staff.filter(({ id }) => id !== staff.id)
    const second = chances.happens(together) ? chances.pick(others) : undefined
    const people = second === undefined ? [staff] : [staff, second]
    const deeds = people.map((person) => onDelivery(world, person, at, doing, chances))
    const [one, other] = await Promise.all(deeds)
    if (one !== undefined) work.deeds.push(one)
    if (other !== undefined) work.deeds.push(other)
    if (one !== undefined && other !== undefined) work.pairs.push({ one, other })
  }
  return work.deeds.length > before
}

/** What failed is retried at once, as after an outage; somebody else may be at the same ones. */
async function retrySome(
  world: World,
  staff: StaffPerson,
  chances: Chances,
  together: number,
): Promise<Deed[]> {
  const all = await world.look()
  const ids = all
    .filter(({ state }) => suiting.retry.includes(state) || chances.happens(0.05))
    .map(({ id }) => id)
    .slice(0, 20)
  if (ids.length === 0) return []
  const others = world.staff.filter(({ id }) => id !== staff.id)
  const second = chances.happens(together) ? chances.pick(others) : undefined
  const people = second === undefined ? [staff] : [staff, second]
  return (await Promise.all(people.map((person) => retryMany(world, person, ids)))).flat()
}

/** Does something to a delivery; whoever decides about one looks at the network first, and some think about it for a while. */
export async function onDelivery(
  world: World,
  staff: StaffPerson,
  one: Seen,
  action: OnDelivery,
  chances: Chances,
): Promise<Deed> {
  const at = { lookup: 'deliveries', id: one.id, action }
  if (action !== 'resolve') return command(world, staff, at)
  const said = sight(world, one, chances.happens(0.7))
  if (chances.happens(0.2)) await sleep(chances.below(2_000))
  return command(world, staff, at, said)
}

async function lookAfter(
  world: World,
  staff: StaffPerson,
  chances: Chances,
  what: 'account' | 'webhook',
): Promise<Deed[]> {
  const { system } = world.context.database
  if (what === 'account') {
    const id = chances.pick(world.customers.flatMap(({ accountIds }) => accountIds)) ?? ''
    const action = chances.happens(0.5) ? 'refresh' : 'look'
    return [await command(world, staff, { lookup: 'social-accounts', id, action })]
  }
  const ids = await system('webhook_deliveries')
    .orderBy('id', 'desc')
    .limit(50)
    .pluck<string[]>('id')
  const id = chances.pick(ids)
  if (id === undefined) return []
  return [await command(world, staff, { lookup: 'webhook-deliveries', id, action: 'redeliver' })]
}

/** Suspends a customer, or stops a network, and takes it back again; somebody else may be at the same. */
async function holdBack(world: World, staff: StaffPerson, chances: Chances): Promise<Deed[]> {
  const deeds: Deed[] = []
  if (chances.happens(0.4)) {
    const platform = chances.happens(0.5) ? 'TWITTER' : 'FAKE'
    deeds.push(await stop(world, staff, platform))
    await sleep(100 + chances.below(300))
    return [...deeds, ...(await releaseAll(world, staff))]
  }
  const customer = chances.pick(world.customers)
  if (customer === undefined) return deeds
  const at = customer.personal
    ? { lookup: 'users', id: customer.user.id }
    : { lookup: 'organizations', id: customer.organizationId }
  const code = await freshCode(world, staff)
  deeds.push(await command(world, staff, { ...at, action: 'suspend' }, { code }))
  await sleep(100 + chances.below(300))
  deeds.push(await command(world, staff, { ...at, action: 'restore' }))
  return deeds
}

/** Releases the stops that are in force. */
export async function releaseAll(world: World, staff: StaffPerson): Promise<Deed[]> {
  const { system } = world.context.database
  const ids = await system('publishing_stops').whereNull('released_at').pluck<string[]>('id')
  const deeds: Deed[] = []
  for (const id of ids) {
    const code = await freshCode(world, staff)
    deeds.push(await command(world, staff, { lookup: 'stops', id, action: 'release' }, { code }))
  }
  return deeds
}

/** Lets everybody in again who is suspended. */
export async function restoreAll(world: World, staff: StaffPerson): Promise<Deed[]> {
  const deeds: Deed[] = []
  for (const { personal, user, organizationId } of world.customers) {
    const [lookup, id] = personal ? ['users', user.id] : ['organizations', organizationId]
    const row: { status: string } = await world.context.database
      .system(lookup)
      .where({ id })
      .first()
    if (row.status !== 'suspended') continue
    deeds.push(await command(world, staff, { lookup, id, action: 'restore' }))
  }
  return deeds
}
