import {
  PublishingStop,
  releasePublishing,
  stopPublishing,
} from '../features/publishing/stops.service.ts'
import { refuseNoId, targetOf } from './stop.target.ts'
import { withDatabase } from './with-database.ts'

/** Tells the stops in force, a line each. */
export async function listStops(): Promise<void> {
  await withDatabase(async ({ system }) => {
    for (const stop of await PublishingStop.query(system).whereNull('released_at')) {
      const target = stop.platform ?? stop.socialAccountId ?? stop.brandId ?? stop.organizationId
      console.log(`${stop.id}  ${stop.scope} ${target}  ${stop.reason}`)
    }
  })
}

/** Puts a stop in force. @throws Error for what is not there to be stopped */
export async function stop(scope: string, id: string, reason: string): Promise<void> {
  await withDatabase(async ({ system }) => {
    const target = await targetOf(system, scope, id)
    const made = await stopPublishing(system, { ...target, reason, createdBy: 'operator' })
    console.log(`Stopped. Release it with: npm run t21 -- release ${made.id}`)
  })
}

/** Lifts a stop. @throws Error where there is none */
export async function release(id: string): Promise<void> {
  refuseNoId(id)
  await withDatabase(async ({ system }) => {
    const late = await system.transaction((transaction) =>
      releasePublishing(transaction, id, 'operator'),
    )
    if (late === undefined) throw new Error('There is no such stop in force.')
    console.log(`Released. ${late} deliveries were late and go out spread over time.`)
  })
}
