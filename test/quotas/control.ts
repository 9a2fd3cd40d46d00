import type { Database } from '../../core/src/db/database.ts'
import { json, sendAtOnce } from './crowd.ts'
import { crowd } from './rounds.ts'
import { makeTenant } from './tenants.ts'

/** The same crowd on a route that counts and then inserts, at a limit of 30. @returns how many it let through */
export async function runControl(database: Database, urls: readonly string[]): Promise<number> {
  const { organizationId } = await makeTenant(database, 'FREE')
  const answers = await sendAtOnce(
    Array.from({ length: crowd.size }, (_, index) => ({
      url: urls[index % urls.length] ?? '',
      method: 'POST' as const,
      path: '/test/count-then-insert',
      ...json({ organizationId }),
    })),
  )
  return answers.filter(({ status }) => status === 201).length
}
