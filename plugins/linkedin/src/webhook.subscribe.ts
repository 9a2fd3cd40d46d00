import type { ConnectorCall, WebhookCallback } from '@t21/plugin-kit'
import { isSuccess } from '@t21/plugin-kit'
import { subscriptionUrl } from './api.ts'
import { callFailure } from './errors.ts'
import { memberUrn, organizationId, readFacts } from './facts.ts'
import { readMember } from './member.ts'
import { rest } from './rest.ts'
import type { Settings } from './settings.ts'

/**
 * Asks LinkedIn to tell what happens at a page: linkedin.md 7. Only administrators may, only for pages, and only where the
 * operator said which app it is. The same call also renews, and LinkedIn's subscriptions end, so it is made every time.
 */
export async function subscribe(
  call: ConnectorCall<Settings>,
  { url }: WebhookCallback,
): Promise<void> {
  const { applicationId, communityManagement } = call.settings
  const { platformUserId: organization, facts } = call.account
  const isAdministrated = readFacts(facts).role === 'ADMINISTRATOR'
  if (applicationId === undefined || !communityManagement || !isAdministrated) return
  if (organizationId(organization) === null || !call.scopes.includes('rw_organization_admin'))
    return

  const member = await readMember(call, call.scopes)
  // A token that LinkedIn refuses for its first seconds: it is asked again tomorrow.
  if (member === 'unknown token') return
  const response = await rest(call, {
    method: 'PUT',
    url: subscriptionUrl({ applicationId, user: memberUrn(member.id), organization }),
    json: { webhook: url },
  })
  if (!isSuccess(response)) throw callFailure(response, 'subscribing to the events of a page')
}
