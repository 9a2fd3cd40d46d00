import type { LightMyRequestResponse } from 'fastify'
import type { BulkAnswer, BulkOpening } from '../../admin/src/commands/bulk.routes.ts'
import type { ConsoleUser } from './console.ts'

/** Where something is done to many. */
export function bulkPath(list: string, action: string, ids: readonly string[]): string {
  return `/api/resources/${list}/bulk/${action}?recordIds=${encodeURIComponent(ids.join(','))}`
}

/** What is answered to something that was asked of many. */
export interface Answered {
  readonly status: number
  readonly body: BulkAnswer &
    BulkOpening & { readonly error: { readonly code: string; readonly message: string } }
}

/** Does something to many, as the form does. */
export async function doToMany(who: ConsoleUser, path: string, more: object = {}) {
  const payload = { reason: 'The network was down for an hour.', ...more }
  return answered(await who.send('POST', path, payload))
}

/** Opens the form. */
export async function openForMany(who: ConsoleUser, path: string) {
  return answered(await who.send('GET', path))
}

function answered(answer: LightMyRequestResponse): Answered {
  return { status: answer.statusCode, body: answer.json() }
}
