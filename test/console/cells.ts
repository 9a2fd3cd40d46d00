import { commands } from '../../admin/src/commands/index.ts'
import type { Command, CommandField } from '../../admin/src/commands/command.ts'
import { asBulk, bulkForm, bulkName } from '../../admin/src/commands/in-bulk.ts'
import { fieldsOf, type Form } from '../../admin/src/commands/read-input.ts'
import { lookups } from '../../admin/src/lookups/index.ts'
import { pages } from '../../admin/src/pages/index.ts'
import {
  bulkRights,
  emptyPages,
  lookupRights,
  neverDone,
  pageRights,
  routeRights,
} from './rights.ts'
import type { Route } from './routes.ts'

/** An address of the console, for one lookup, page, action and record where the route has them, and who may use it. */
export interface Cell extends Route {
  readonly path: string
  /** Names with blanks between them; see `rights.ts`. */
  readonly callers: string
  /** What has to be filled in for what runs there. */
  readonly form?: Form
  /** What has to be posted besides. */
  readonly posted?: Readonly<Record<string, string>>
  /** Whose record it is about. */
  readonly world?: 'a' | 'b'
}

/** Ids of the records of a lookup, one of each world. */
export type RecordIds = ReadonlyMap<string, { readonly a: string; readonly b: string }>

/** What pages have to be asked, or can be. */
const questions: Readonly<Record<string, (ids: RecordIds) => readonly string[]>> = {
  audit: () => ['', '?format=csv'],
  customer: (ids) => [
    `?organization=${ids.get('organizations')?.a}`,
    `?user=${ids.get('users')?.a}`,
  ],
  figures: () => ['', '?range=24h', '?range=90d'],
  find: (ids) => ['?text=%25', ...[...ids.values()].map(({ a }) => `?text=${a}`)],
}

/** What AdminJS has for every resource, and names that lead to what objects have by themselves. */
const builtIn = ['list', 'search', 'show', 'new', 'edit', 'delete', 'bulkDelete']
const unknown = ['nothing', '__proto__', 'constructor', 'toString']
const missing = '01997c3e-7a10-7c00-8000-00000000ffff'

/**
 * Every address that the routes make possible.
 *
 * @throws Error where something has no line in `rights.ts`
 */
export function cellsOf(routes: readonly Route[], ids: RecordIds): Cell[] {
  const cells = routes.flatMap((route) => cellsOfRoute(route, ids))
  // Some addresses are served by a route of their own, and by that of all pages.
  const keyOf = ({ method, path, posted }: Cell) => `${method} ${path} ${posted?.['command']}`
  return [...new Map(cells.map((cell) => [keyOf(cell), cell])).values()]
}

function cellsOfRoute(route: Route, ids: RecordIds): Cell[] {
  if (route.url.includes(':resourceId')) return ofLookups(route, ids)
  if (route.url.includes(':pageName')) return ofPages(route, ids)
  const part = /^\/admin\/api\/pages\/(\w+)$/.exec(route.url)?.[1]
  if (part !== undefined) {
    const url = route.url.replace(part, ':pageName')
    return ofPages({ ...route, url }, ids).filter(({ path }) => path.split('?')[0] === route.url)
  }
  const callers = routeRights[`${route.method} ${route.url}`]
  if (callers === undefined || route.url.includes(':')) {
    throw new Error(`Nobody said in test/console/rights.ts who may: ${route.method} ${route.url}`)
  }
  return [{ ...route, path: route.url, callers }]
}

function ofLookups(route: Route, ids: RecordIds): Cell[] {
  const cells: Cell[] = []
  for (const { options } of lookups) {
    const own = commands.filter(({ on }) => on === options.id)
    const rights = lineOf(lookupRights, options.id, own)
    const add = (action: string, recordId: string, more: Partial<Cell>) =>
      cells.push({
        ...route,
        path: fill(route, { resourceId: options.id, action, recordId, query: '%25' }),
        callers: neverDone,
        ...more,
      })
    if (!route.url.includes(':action')) {
      add('', '', { callers: emptyPages })
      continue
    }
    const known = ids.get(options.id)
    if (known === undefined) throw new Error(`No record of ${options.id} is planted.`)
    if (route.url.includes('/bulk/')) {
      cells.push(...ofMany(route, options.id, own, known))
      continue
    }
    const byId = new Map(own.map((command) => [command.id, command]))
    for (const action of [...builtIn, ...byId.keys(), ...unknown.slice(0, 1)]) {
      const command = byId.get(action)
      const more = {
        callers: callersOf(route, action, rights, command !== undefined),
        ...(command && { form: command }),
      }
      if (!route.url.includes(':recordId')) add(action, known.a, more)
      else {
        add(action, known.a, { ...more, world: 'a' })
        if (action === 'show' || command !== undefined)
          add(action, known.b, { ...more, world: 'b' })
      }
    }
  }
  for (const resourceId of unknown) {
    const path = fill(route, { resourceId, action: 'list', recordId: missing, query: 'x' })
    cells.push({ ...route, path, callers: neverDone })
  }
  return cells
}

/** What is done to many, with one record of one world: whose it is has to be told apart. */
function ofMany(
  route: Route,
  resourceId: string,
  own: readonly Command[],
  known: { readonly a: string; readonly b: string },
): Cell[] {
  const bulk = own.filter(asBulk)
  const rights = bulk.length === 0 ? {} : lineOf(bulkRights, resourceId, bulk)
  const { read = neverDone } = lookupRights[resourceId] ?? {}
  const ofData = route.url.startsWith('/admin/api/')
  const declared = bulk.flatMap((command) =>
    (['a', 'b'] as const).map((world) => ({
      action: bulkName(command),
      recordIds: known[world],
      callers: ofData ? both(read, rights[command.id] ?? neverDone) : emptyPages,
      form: bulkForm(command),
      world,
    })),
  )
  const names = [...builtIn, ...own.map(({ id }) => id), ...unknown.slice(0, 1)]
  const others = names.map((action) => ({ action, recordIds: known.a, callers: neverDone }))
  return [...declared, ...others].map(({ action, recordIds, ...more }) => ({
    ...route,
    path: `${fill(route, { resourceId, action })}?recordIds=${recordIds}`,
    ...more,
  }))
}

/** Which actions a route has: those of its kind, by the method that they are for. */
function callersOf(
  { method, url }: Route,
  action: string,
  rights: Readonly<Record<string, string>>,
  isCommand: boolean,
): string {
  const { read = neverDone } = rights
  const ofRecord = url.includes('/records/') && (action === 'show' || isCommand)
  const ofLookup = url.includes('/actions/') && (action === 'list' || action === 'search')
  if (!ofRecord && !ofLookup) return neverDone
  if (!url.startsWith('/admin/api/')) return emptyPages
  if (isCommand) return both(read, rights[action] ?? neverDone)
  return method === 'GET' ? read : neverDone
}

function both(some: string, others: string): string {
  return some
    .split(' ')
    .filter((one) => others.split(' ').includes(one))
    .join(' ')
}

function ofPages(route: Route, ids: RecordIds): Cell[] {
  const ofData = route.url.startsWith('/admin/api/')
  const known = pages.flatMap((page): Cell[] => {
    const { commands: own = [], id } = page
    const rights = lineOf(pageRights, id, own)
    const at = { ...route, path: fill(route, { pageName: id }) }
    if (!ofData) return [{ ...at, callers: emptyPages }]
    if (route.method === 'GET') {
      return (questions[id]?.(ids) ?? ['']).map((question) => ({
        ...at,
        path: `${at.path}${question}`,
        callers: rights.read,
        // What is asked about one customer is answered with nothing of another.
        ...(question !== '' && id === 'customer' && { world: 'a' as const }),
      }))
    }
    const forms = own.map((form) => ({
      ...at,
      callers: both(rights.read, rights[form.id] ?? neverDone),
      form,
      posted: { command: form.id },
    }))
    return [...forms, { ...at, callers: neverDone, posted: { command: 'nothing' } }]
  })
  const others = unknown.map((pageName) => ({
    ...route,
    path: fill(route, { pageName }),
    callers: neverDone,
  }))
  return [...known, ...others]
}

function lineOf<Line extends Readonly<Record<string, string>>>(
  table: Readonly<Record<string, Line>>,
  id: string,
  own: readonly { readonly id: string }[],
): Line {
  const line = table[id]
  const without = own.filter((command) => line?.[command.id] === undefined)
  if (line !== undefined && without.length === 0) return line
  const what = [id, ...without.map((command) => `${id}.${command.id}`)].join(', ')
  throw new Error(`Nobody said in test/console/rights.ts who may: ${what}`)
}

function fill({ url }: Route, values: Readonly<Record<string, string>>): string {
  return url.replaceAll(/:(\w+)/g, (_text, name: string) => values[name] ?? 'nothing')
}

/** What somebody types who means it: nothing but the right stands between it and the database. */
export function filledIn(form: Form, code: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fieldsOf(form).map((field) => [field.name, field.name === 'code' ? code : typed(field)]),
  )
}

function typed({ choices, type }: CommandField): unknown {
  if (type === 'choice') return choices?.[0]?.value
  if (type === 'number') return 1
  if (type === 'date') return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  return type === 'url' ? 'https://x.example/1' : 'They asked for it.'
}
