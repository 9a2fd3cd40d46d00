import type { Database } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import { deleteOrganizationPast } from '../features/organizations/delete-organization.service.ts'
import { deleteAccountPast } from '../features/privacy/delete-account.service.ts'
import { refuseNoId } from './stop.target.ts'
import { withDatabase } from './with-database.ts'

const kinds = { organization: deleteOrganizationPast, user: deleteAccountPast } as const

/** Deletes each of them by itself, and says what became of it. Sets the exit code. @throws Error for what is no id */
export async function deleteAll(kind: string, ids: readonly string[]): Promise<void> {
  if (kind !== 'organization' && kind !== 'user') {
    throw new Error(`"${kind}" cannot be deleted; use organization or user.`)
  }
  for (const id of ids) refuseNoId(id)
  await withDatabase(async (database) => {
    for (const id of ids) await deleteOne(database, kind, id)
  })
}

async function deleteOne(database: Database, kind: keyof typeof kinds, id: string): Promise<void> {
  try {
    const deleted = await kinds[kind]({ database }, id)
    console.log(`${id}: ${deleted ? 'deleted' : 'is not there, or is deleted already'}`)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    process.exitCode = 1
    console.error(`${id}: ${error.message} ${JSON.stringify(error.details ?? '')}`)
  }
}
