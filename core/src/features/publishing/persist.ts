import { setTimeout as sleep } from 'node:timers/promises'
import { move, type Move } from './move.ts'
import type { EngineParts } from './run.ts'

const tries = 9

/** What a network gave as the id of this part is another delivery's of the account: one of them is not there. */
export class RemoteIdTaken extends Error {
  override readonly name = 'RemoteIdTaken'
}

/** The unique indexes by which no two deliveries of an account are the same post (reliability.md 1.4). */
const remoteIndexes = ['delivery_parts_remote', 'social_posts_remote']

/** True for the database's refusal of an id that another delivery of the account has. */
export function isRemoteIdTaken(error: unknown): boolean {
  return (
    error instanceof Error &&
    'constraint' in error &&
    remoteIndexes.includes(String(error.constraint))
  )
}

/**
 * Writes an outcome down, through a database that comes and goes. Repeating is harmless: fence and state
 * let the step be taken once. What cannot be written in the end is found by the sweeper, which asks the
 * network instead of guessing.
 *
 * @throws RemoteIdTaken
 */
export async function persist(engine: EngineParts, step: Move): Promise<boolean> {
  const checked = move(step)
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await engine.recorder.outcome(checked)
    } catch (error) {
      // Asking the database again would not change its mind.
      if (isRemoteIdTaken(error)) throw new RemoteIdTaken('Another delivery has this id already.')
      if (attempt + 1 === tries) {
        engine.context.log.error(
          { err: error, deliveryId: step.id, to: step.to },
          'an outcome could not be written down',
        )
        return false
      }
      await sleep(100 * 2 ** attempt)
    }
  }
}
