import { AsyncLocalStorage } from 'node:async_hooks'

/** Who changes something, and from where: what the audit log writes down. */
export interface Actor {
  readonly kind: 'user' | 'api_key' | 'staff'
  /** Of the user, or of the one who made the key. */
  readonly userId: string | null
  readonly apiKeyId: string | null
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly requestId: string
}

const current = new AsyncLocalStorage<Actor>()

/** Lets everything that `work` changes, now and in what it awaits, be the actor's doing. */
export function actAs<Result>(actor: Actor, work: () => Result): Result {
  return current.run(actor, work)
}

/** The actor in the form that the triggers of the audit log read; empty where T21 acts by itself. */
export function actorSetting(): string {
  const actor = current.getStore()
  return actor === undefined ? '' : JSON.stringify(actor)
}
