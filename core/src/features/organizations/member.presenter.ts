import type { MemberRow } from './members.service.ts'
import type { MemberView } from './members.schemas.ts'

/** A member as it is answered. */
export function presentMember(member: MemberRow): MemberView {
  const { userId, name, email, avatarUrl, role, brandIds, version, joinedAt } = member
  return {
    userId,
    name,
    email,
    avatarUrl,
    role,
    brandIds,
    version,
    joinedAt: joinedAt?.toISOString() ?? null,
  }
}
