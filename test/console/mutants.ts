import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify'
import { endSessionsCommand } from '../../admin/src/commands/end-sessions.command.ts'
import { suspendUserCommand } from '../../admin/src/commands/suspend-user.command.ts'
import { users } from '../../admin/src/lookups/users.lookup.ts'
import type { MountConsole } from '../../core/src/console-host.ts'
import { consoleOrigin } from '../support/console.ts'
import type { Cell } from './cells.ts'
import type { Findings } from './judge.ts'
import type { AccessOptions } from './run.ts'

/** A mistake that somebody could make, and where it has to be seen. */
export interface Mutant extends Pick<AccessOptions, 'mount'> {
  readonly name: string
  readonly seenIn: keyof Omit<Findings, 'requests' | 'seen'>
  readonly only: (cell: Cell) => boolean
  /** Makes the mistake. @returns what takes it back */
  make?(): () => void
}

const resource = '/admin/api/resources/users'
const lists = ({ method, path }: Cell): boolean =>
  method === 'GET' && path === `${resource}/actions/list`
const shows = (cell: Cell): boolean => isOfRecord(cell, 'GET', 'show')
const suspends = (cell: Cell): boolean => isOfRecord(cell, 'POST', 'suspend')

function isOfRecord({ method, path, world }: Cell, wanted: string, action: string): boolean {
  const ofRecord = path.startsWith(`${resource}/records/`) && path.endsWith(`/${action}`)
  return ofRecord && method === wanted && world === 'a'
}

/** Each has to be found; see `access.test.ts`. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a guard that looks at the address, as that of @adminjs/fastify does',
    seenIn: 'beyondRole',
    only: lists,
    mount: withGuard(
      (guard) =>
        async function official(request, reply) {
          const open =
            request.url.includes('/frontend/assets/') || !request.url.startsWith('/admin')
          return open ? undefined : guard.call(this, request, reply)
        },
    ),
  },
  {
    name: 'a query that selects everything, and a presenter that shows it',
    seenIn: 'leaks',
    only: shows,
    make: () =>
      changed(users.options, {
        query: (knex) => knex('users').select('users.*'),
        present: (row) => ({ ...row, createdAt: row.created_at }),
      }),
  },
  {
    name: 'a command that asks for the right to look',
    seenIn: 'beyondRole',
    only: suspends,
    make: () => changed(suspendUserCommand, { verb: 'read', dangerous: false }),
  },
  {
    name: 'something that is done to many by whoever may look at them',
    seenIn: 'beyondRole',
    only: ({ method, path }) => method === 'POST' && path.includes('/bulk/end-sessions-many?'),
    make: () =>
      changed(endSessionsCommand, { verb: 'read', inBulk: { atMost: { BILLING: 1, ADMIN: 1 } } }),
  },
  {
    // Lists could not: PostgreSQL lets their connections read, and nothing else.
    name: 'a record that writes when it is opened',
    seenIn: 'written',
    only: shows,
    make: () =>
      changed(users.options, {
        async details({ context }) {
          const { system } = context.database
          await system('users').where({ status: 'nothing' }).update({ name: 'x' })
          return {}
        },
      }),
  },
  {
    name: 'a record that is another customer’s',
    seenIn: 'leaks',
    only: shows,
    make: () =>
      changed(users.options, {
        present: (row) => ({ id: row.id, name: `mark-Customer-a- mark-Customer-b-` }),
      }),
  },
  {
    name: 'a guard that does not ask where a call comes from',
    seenIn: 'beyondRole',
    only: suspends,
    mount: withGuard(
      (guard) =>
        async function trusting(request, reply) {
          request.headers.origin = consoleOrigin
          return guard.call(this, request, reply)
        },
    ),
  },
]

/** Changes an object for a while. */
function changed<Thing extends object>(thing: Thing, change: Partial<Thing>): () => void {
  const before = { ...thing }
  Object.assign(thing, change)
  return () => Object.assign(thing, before)
}

/** Mounts the console with another guard: the one hook of its scope that runs before a request is read. */
function withGuard(
  change: (guard: onRequestAsyncHookHandler) => onRequestAsyncHookHandler,
): (mount: MountConsole) => MountConsole {
  return (mount) => (app, options) => {
    const register = (plugin: (scope: FastifyInstance) => Promise<void>) =>
      (app as unknown as FastifyInstance).register(async (scope) => {
        const addHook = scope.addHook.bind(scope) as (name: string, hook: unknown) => unknown
        Object.assign(scope, {
          addHook: (name: string, hook: onRequestAsyncHookHandler) =>
            addHook(name, name === 'onRequest' ? change(hook) : hook),
        })
        await plugin(scope)
      })
    return mount(Object.create(app, { register: { value: register } }) as typeof app, options)
  }
}
