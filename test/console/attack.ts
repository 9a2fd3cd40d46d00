import type { Caller } from './callers.ts'
import { filledIn, type Cell } from './cells.ts'
import type { Client, Sent } from './client.ts'
import { judge, type Asked, type Findings } from './judge.ts'
import type { Secrets } from './planted-secrets.ts'
import { includes } from './rights.ts'
import { queries, spellings } from './spellings.ts'
import type { WriteTrap } from './write-trap.ts'

/** What is attacked with. */
export interface Attack {
  readonly client: Client
  readonly callers: readonly Caller[]
  readonly secrets: Secrets
  readonly trap: WriteTrap
  readonly findings: Findings
}

/** How a request differs from the plain one. */
interface Way {
  readonly method: string
  readonly path: string
  readonly origin?: string | null
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const foreignOrigins = [null, 'null', 'https://console.test', 'http://console.test.evil.example']

/**
 * Attacks every address as everybody. Addresses with several methods are one: what GET may, POST may not.
 *
 * @param long every method and origin at every address, and every query string and spelling where data are; some of them by turns
 * where nobody may or pages are empty. Otherwise everybody asks for data in the plain form, and by turns in one other way
 */
export async function attack(
  attacked: Attack,
  cells: readonly Cell[],
  long: boolean,
): Promise<void> {
  for (const [number, cell] of cells.entries()) {
    const place = placeOf(cell)
    const others = new Set(cells.flatMap((one) => (placeOf(one) === place ? [one.method] : [])))
    const { first, more } = waysTo(cell, others)
    const callers = long ? attacked.callers : someOf(attacked.callers, cell, number)
    await Promise.all(
      callers.map(async (caller, position) => {
        const turn = number * 7 + position * 11
        const rest = long
          ? [...first, ...(givesData(cell) ? more : byTurns(more, turn, 6))]
          : byTurns([...first, ...more], turn, (number + position) % 2)
        const plain = { method: cell.method, path: cell.path }
        for (const way of [plain, ...rest]) await ask(attacked, cell, caller, way)
      }),
    )
    for (const written of await attacked.trap.written()) {
      attacked.findings.written.push(`${cell.method} ${cell.path}: ${written}`)
    }
  }
}

function placeOf({ path }: Cell): string {
  return path.replace(/\?.*/, '')
}

/** Everybody where data are, and otherwise one by turns; two before pages that are the same for all. */
function someOf(callers: readonly Caller[], cell: Cell, turn: number): readonly Caller[] {
  if (givesData(cell)) return callers
  return byTurns(callers, turn, cell.callers === '' ? 1 : 2)
}

/** Somebody gets something there that is not the same for all. */
function givesData({ callers, url }: Cell): boolean {
  return callers !== '' && (!url.includes(':') || url.startsWith('/admin/api/'))
}

/** Some of them, others at each turn, so that all come about over the whole. */
function byTurns<Thing>(things: readonly Thing[], turn: number, many: number): Thing[] {
  return Array.from(
    { length: many },
    (_nothing, index) => things[(turn * many + index) % things.length],
  ).filter((thing) => thing !== undefined)
}

/** All ways but the plain one: other methods and origins, and then everything else. Methods that another cell stands for are not tried here. */
function waysTo(
  { method, path }: Cell,
  others: ReadonlySet<string>,
): { readonly first: readonly Way[]; readonly more: readonly Way[] } {
  const wrong = methods.filter((one) => !others.has(one))
  const origins = method === 'GET' ? [] : foreignOrigins
  const asMethods = [method, ...['GET', 'HEAD'].filter((one) => !others.has(one))]
  return {
    first: [
      ...wrong.map((one) => ({ method: one, path })),
      ...origins.map((origin) => ({ method, path, origin })),
    ],
    more: asMethods.flatMap((one) => [
      ...queries.map((query) => ({
        method: one,
        path: `${path}${path.includes('?') ? '&' : '?'}${query}`,
      })),
      ...spellings.map((spelled) => ({ method: one, path: spelled(path) })),
    ]),
  }
}

async function ask(attacked: Attack, cell: Cell, caller: Caller, way: Way): Promise<void> {
  const { client, findings, secrets } = attacked
  const { method, origin, path } = way
  const proper = method === cell.method && origin === undefined
  const may = proper && includes(cell.callers, caller.name)
  // What is written with a session must not end the one that all others are asked with.
  const ownSession = /^\/admin\/log(in|out)/.test(cell.url)
  const { origin: own = '', ...headers } = await caller.headers(ownSession)
  const sender = origin === undefined ? own : origin
  const writes = !['GET', 'HEAD', 'OPTIONS'].includes(method)
  const body = writes
    ? JSON.stringify({ ...(may ? {} : bodyOf(cell, caller)), ...cell.posted })
    : ''
  const sent: Sent = {
    method,
    target: path,
    headers: {
      ...headers,
      ...(sender !== null && { origin: sender }),
      ...(writes && { 'content-type': 'application/json' }),
    },
    body,
  }
  const plain = proper && path === cell.path
  const asked: Asked = { cell, caller: caller.name, sent, proper, plain }
  judge(findings, secrets, asked, await client(sent))
}

function bodyOf({ form }: Cell, caller: Caller): Readonly<Record<string, unknown>> {
  const code = caller.code()
  if (form !== undefined) return filledIn(form, code)
  return { reason: 'They asked for it.', code, status: 'deleted', email: 'x@example.com' }
}
