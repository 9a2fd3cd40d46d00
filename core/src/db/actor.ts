import { AsyncLocalStorage } from 'node:async_hooks'

/** Who asks for something, and from where: what the audit log writes down, and how far row level security opens. */
export interface Actor {
  readonly kind: 'user' | 'api_key' | 'staff'
  /** Of the user, or of the one who made the key. */
  readonly userId: string | null
  readonly apiKeyId: string | null
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly requestId: string
  /** The organizations that authentication found: nothing that is done for a request reaches further. */
  readonly organizationIds: readonly string[]
}

const current = new AsyncLocalStorage<Actor>()

/** Lets everything that `work` changes, now and in what it awaits, be the actor's doing. */
export function actAs<Result>(actor: Actor, work: () => Result): Result {
  return current.run(actor, work)
}

/** The actor in the form that the triggers of the audit log read; empty where T21 acts by itself. */
export function actorSetting(): string {
  const actor = current.getStore()
  if (actor === undefined) return ''
  const { organizationIds: _, ...who } = actor
  return JSON.stringify(who)
}

/**
 * Of these organizations those that are open to whoever asks. What a feature names may have come from the request; this
 * comes from authentication alone, so that row level security does not trust the code that it stands behind.
 */
export function withinReach(organizationIds: readonly string[]): readonly string[] {
  const actor = current.getStore()
  if (actor === undefined) return organizationIds
  return organizationIds.filter((id) => actor.organizationIds.includes(id))
}
