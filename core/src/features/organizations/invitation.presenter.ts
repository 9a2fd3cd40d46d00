import type { Invitation } from './invitation.model.ts'
import type { InvitationView } from './invitations.schemas.ts'

/** An invitation as it is answered. */
export function presentInvitation(invitation: Invitation): InvitationView {
  const { id, email, role, brandIds, expiresAt, createdAt } = invitation
  return {
    id,
    email,
    role,
    brandIds,
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }
}
