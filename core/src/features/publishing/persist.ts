import { setTimeout as sleep } from 'node:timers/promises'
import { move, type Move } from './move.ts'
import type { EngineParts } from './run.ts'

const tries = 9

/**
 * Writes an outcome down, through a database that comes and goes. Repeating is harmless: fence and state
 * let the step be taken once. What cannot be written in the end is found by the sweeper, which asks the
 * network instead of guessing.
 */
export async function persist(engine: EngineParts, step: Move): Promise<boolean> {
  const checked = move(step)
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await engine.recorder.outcome(checked)
    } catch (error) {
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
