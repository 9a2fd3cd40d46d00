import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { mountConsole } from '../../admin/src/index.ts'
import { buildApp } from '../../core/src/app.ts'
import type { MountConsole } from '../../core/src/console-host.ts'
import type { Context } from '../../core/src/context.ts'
import { openStaffSession } from '../../core/src/features/staff/staff-sessions.ts'
import type { Bench } from '../support/bench.ts'

/** A console that is asked over HTTP by an ADMIN, who sees everything. */
export interface Served {
  /** @returns what was answered. @throws Error for anything but 200 */
  get(path: string): Promise<unknown>
}

/** Starts it. No browser draws here: what is measured is the server's part of a page. */
export async function serveConsole(bench: Bench, context: Context): Promise<Served> {
  const app = await buildApp(context, { mountConsole: mountConsole as MountConsole })
  await app.listen({ host: '127.0.0.1', port: 0 })
  bench.cleanUp(() => app.close())
  const { system } = context.database
  const [staff] = await system('staff_members')
    .insert({
      email: `${randomUUID()}@example.com`,
      name: 'Bench',
      role: 'ADMIN',
      // Nobody logs in with it.
      password_hash: '',
      password_algorithm: '',
    })
    .returning<{ id: string }[]>('id')
  if (staff === undefined) throw new Error('Nobody of the staff was stored.')
  const client = { ipAddress: '127.0.0.1', userAgent: 'bench' }
  const token = await openStaffSession(system, staff.id, 'complete', client)
  const { port } = app.server.address() as AddressInfo
  return {
    async get(path) {
      const answer = await fetch(`http://127.0.0.1:${port}/admin/api${path}`, {
        headers: { cookie: `__Host-t21-console=${token}` },
      })
      const body = (await answer.json()) as { readonly notice?: { readonly type: string } }
      if (answer.status !== 200 || body.notice?.type === 'error') {
        throw new Error(`${path}: ${answer.status} ${JSON.stringify(body).slice(0, 300)}`)
      }
      return body
    },
  }
}
