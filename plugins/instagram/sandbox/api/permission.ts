import { lackedScope } from '../oauth/caller.ts'
import type { Permission } from '../oauth/scopes.ts'
import type { Call } from './endpoint.ts'
import { missingPermission } from './errors.ts'

/** Where it depends on the object what has to be granted. @throws GraphRefusal 10 */
export function requirePermission({ caller }: Call, permission: Permission): void {
  const lacked = lackedScope(caller, permission)
  if (lacked !== undefined) throw missingPermission(lacked)
}
