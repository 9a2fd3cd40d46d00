import {
  restoreOrganization,
  suspendOrganization,
} from '../features/organizations/suspend-organization.service.ts'
import { restoreUser, suspendUser } from '../features/users/suspend-user.service.ts'
import { refuseNoId } from './stop.target.ts'
import { withDatabase } from './with-database.ts'

const kinds = {
  organization: { suspend: suspendOrganization, restore: restoreOrganization },
  user: { suspend: suspendUser, restore: restoreUser },
} as const

/** Suspends an organization or a person. @throws Error for what is not there, ApiError as the services */
export async function suspend(kind: string, id: string, reason: string): Promise<void> {
  const { suspend: work } = kindOf(kind, id)
  await withDatabase(async (database) => void (await work({ database }, id, reason)))
  console.log(
    `Suspended, everywhere within 10 s. The way back: npm run t21 -- restore ${kind} ${id}`,
  )
}

/** Restores what was suspended. @throws Error for what is not there, ApiError as the services */
export async function restore(kind: string, id: string): Promise<void> {
  const { restore: work } = kindOf(kind, id)
  await withDatabase(async (database) => {
    const late = await work({ database }, id)
    console.log(`Restored. ${late} deliveries were late and go out spread over time.`)
  })
}

function kindOf(kind: string, id: string): (typeof kinds)[keyof typeof kinds] {
  if (kind !== 'organization' && kind !== 'user') {
    throw new Error(`"${kind}" cannot be suspended; use organization or user.`)
  }
  refuseNoId(id)
  return kinds[kind]
}
