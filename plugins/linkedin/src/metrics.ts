import {
  type ConnectorCall,
  type MetricsQuery,
  type PostMetrics,
  unknownMetrics,
} from '@t21/plugin-kit'
import { readCommentUrn } from './comment.ts'
import { readFacts } from './facts.ts'
import { memberMetrics } from './metrics.member.ts'
import { organizationMetrics } from './metrics.organization.ts'
import type { Settings } from './settings.ts'

/**
 * The numbers of posts: linkedin.md 6. Self-serve accounts have none, and are not asked for any; so have comments and
 * posts that are known by the URN of an activity only.
 */
export async function metrics(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const facts = readFacts(call.account.facts)
  const urns = posts.map(({ remoteId }) => remoteId)
  const asked = facts.hasMetrics ? urns.filter(isMeasured) : []
  const unasked = urns.filter((urn) => !asked.includes(urn))
  const found = new Map<string, PostMetrics>(unasked.map((urn) => [urn, unknownMetrics]))
  if (asked.length === 0) return found
  const measured =
    facts.kind === 'organization'
      ? await organizationMetrics(call, asked)
      : await memberMetrics(call, asked)
  for (const [urn, numbers] of measured) found.set(urn, numbers)
  return found
}

function isMeasured(urn: string): boolean {
  return /^urn:li:(?:share|ugcPost):/.test(urn) && readCommentUrn(urn) === null
}
