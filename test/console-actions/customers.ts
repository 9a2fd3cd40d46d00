import { loginAs } from '../support/app.ts'
import type { Chances } from './chances.ts'
import { textOf } from './networks.ts'
import { sight } from './staff.ts'
import type { Customer, Seen, World } from './world.ts'

/** What a customer's program was answered. */
export interface Answered {
  readonly what: string
  readonly status: number
  readonly text: string
}

/** What customers do to the same deliveries meanwhile, and how often. */
const doings = {
  write: 3,
  retry: 4,
  cancel: 3,
  resolve: 2,
  edit: 4,
  move: 2,
  publish: 3,
  unschedule: 1,
  remove: 1,
  delete: 1,
}

/** Writes a post for two of the customer's accounts, of one part or of several, and sends it on its way. */
export async function write(
  world: World,
  customer: Customer,
  chances: Chances,
  number: number,
): Promise<Answered> {
  const first = chances.below(customer.accountIds.length)
  const second = first + 1 + chances.below(customer.accountIds.length - 1)
  const accounts = [first, second].map((at) => customer.accountIds[at % customer.accountIds.length])
  const followed = chances.weighted({ nothing: 4, thread: 4, comment: 1 })
  return send(world, customer, 'POST', '/posts', {
    brandId: customer.brandId,
    content: textOf(number, 0),
    socialAccountIds: accounts,
    publishNow: true,
    ...(followed === 'thread' && {
      thread: Array.from({ length: 1 + chances.below(2) }, (_, at) => ({
        content: textOf(number, at + 1),
      })),
    }),
    ...(followed === 'comment' && { firstComment: textOf(number, 1) }),
  })
}

/** Does something to one of the customer's deliveries, as programs and people do. */
export async function act(
  world: World,
  customer: Customer,
  chances: Chances,
  nextNumber: () => number,
): Promise<Answered> {
  const doing = chances.weighted(doings)
  const own = await ownDeliveries(world, customer)
  const one = chances.pick(own.filter(({ state }) => suits(doing, state))) ?? chances.pick(own)
  if (doing === 'write' || one === undefined) {
    return write(world, customer, chances, nextNumber())
  }
  return doIt(world, customer, doing, one, chances)
}

async function doIt(
  world: World,
  customer: Customer,
  doing: Exclude<keyof typeof doings, 'write'>,
  one: Seen,
  chances: Chances,
): Promise<Answered> {
  const ask = (method: string, path: string, body?: object) =>
    send(world, customer, method, path, body)
  const post = `/posts/${one.postId}`
  switch (doing) {
    case 'retry':
    case 'cancel':
    case 'remove':
      return ask('POST', `/deliveries/${one.id}/${doing}`)
    case 'resolve':
      return ask('POST', `/deliveries/${one.id}/resolve`, sight(world, one, chances.happens(0.7)))
    case 'publish':
    case 'unschedule':
      return ask('POST', `${post}/${doing}`, {})
    case 'delete':
      return ask('DELETE', post)
    case 'edit':
      return ask('PATCH', post, {
        content: textOf(one.number, 0, 1 + chances.below(1_000)),
        version: await versionOf(world, one),
      })
    case 'move':
      return ask('PATCH', post, {
        scheduledFor: new Date(Date.now() + 1_000 + chances.below(3_000)).toISOString(),
        version: await versionOf(world, one),
      })
  }
}

function suits(doing: keyof typeof doings, state: Seen['state']): boolean {
  if (doing === 'retry') return state === 'failed' || state === 'expired'
  if (doing === 'resolve') return state === 'needs_attention'
  if (doing === 'remove') return state === 'published'
  return state === 'scheduled' || state === 'retry_wait' || state === 'failed'
}

async function ownDeliveries(world: World, { organizationId }: Customer): Promise<Seen[]> {
  return (await world.look()).filter((one) => one.organizationId === organizationId)
}

async function versionOf({ context }: World, { postId }: Seen): Promise<number> {
  const row = await context.database
    .system('posts')
    .where({ id: postId })
    .first<{ version: number } | undefined>('version')
  return row?.version ?? 1
}

async function send(
  { app, url }: World,
  customer: Customer,
  method: string,
  path: string,
  body?: object,
): Promise<Answered> {
  const answer = await fetch(`${url}/v1${path}`, {
    method,
    headers: { ...customer.auth, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  // Whoever was suspended logs in again, once that is over.
  if (answer.status === 401) customer.auth = (await loginAs(app, customer.user)).auth
  const what = `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, ':id')}`
  return { what, status: answer.status, text: await answer.text() }
}
