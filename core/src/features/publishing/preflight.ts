import type { ValidationIssue } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { validateParts } from '../../plugins/validate-parts.ts'
import { say } from '../notifications/notice-words.ts'
import { notifyMany, type Notice } from '../notifications/notifications.service.ts'
import { usableToken } from '../social-accounts/tokens.service.ts'
import type { ClaimedDelivery } from './claim.ts'
import { fittedPart } from './fit.ts'
import { loadWork, type Work } from './work.ts'

/** How far ahead it is looked. */
const aheadMinutes = 15

/** Deliveries that one look takes. */
const batch = 500

/**
 * Looks at what is due within 15 minutes while it can still be mended: token, scopes, limits, media,
 * capability. Publishes and blocks nothing; what it finds is stored with the delivery and told once.
 *
 * @returns how many deliveries were looked at
 */
export async function preflight(context: Context): Promise<number> {
  const { system } = context.database
  const { rows } = await system.raw<{ rows: Omit<ClaimedDelivery, 'claimedAt'>[] }>(
    `update social_posts d set preflight_at = clock_timestamp()
     from (
       select id from social_posts where state = 'scheduled' and preflight_at is null
         and due_at <= statement_timestamp() + make_interval(mins => ?)
       order by due_at limit ? for update skip locked
     ) as soon
     where d.id = soon.id
     returning d.id, d.organization_id as "organizationId", d.post_id as "postId",
       d.social_account_id as "socialAccountId", d.platform, d.fence, d.part, d.parts, d.due_at as "dueAt",
       clock_timestamp() as now`,
    [aheadMinutes, batch],
  )
  const notices: Notice[] = []
  const found: { id: string; issues: readonly ValidationIssue[] }[] = []
  const claimedAt = performance.now()
  for (const work of await loadWork(
    context,
    rows.map((row) => ({ ...row, claimedAt })),
  )) {
    const issues = await lookAt(context, work)
    if (issues.length === 0) continue
    found.push({ id: work.delivery.id, issues })
    if (issues.some(({ severity }) => severity === 'error')) notices.push(noticeFor(work, issues))
  }
  if (found.length > 0) {
    await system.transaction(async (transaction) => {
      await transaction.raw(
        `update social_posts d set preflight_issues = f.issues
         from jsonb_to_recordset(?::jsonb) as f(id uuid, issues jsonb) where d.id = f.id`,
        [JSON.stringify(found)],
      )
      await notifyMany(transaction, notices)
    })
  }
  return rows.length
}

async function lookAt(context: Context, work: Work): Promise<ValidationIssue[]> {
  const { account, plugin } = work
  if (plugin === undefined) {
    return [
      issue(
        'connector_missing',
        'account',
        'The plugin of this network is not ready.',
        'The operator has to mend the plugin.',
      ),
    ]
  }
  if (account.status !== 'active') {
    return [
      issue(
        'account_not_connected',
        'account',
        `The account @${account.username} is not connected.`,
        'Connect it again; scheduled posts are kept.',
      ),
    ]
  }
  const issues = contentIssues(context, work, plugin)
  const missing = plugin.connector.oauth.scopes.filter(
    ({ name, required }) => required && !account.scopes.includes(name),
  )
  for (const { name, without } of missing) {
    issues.push(
      issue(
        'scope_missing',
        'account',
        `The permission "${name}" is missing. ${without}`,
        'Connect the account again and allow every permission.',
      ),
    )
  }
  try {
    await usableToken(context, account, work.delivery.now)
  } catch {
    issues.push(
      issue(
        'token_not_usable',
        'account',
        `The access to @${account.username} could not be renewed.`,
        'Connect the account again if this stays.',
      ),
    )
  }
  if (work.mediaMissing || !(await allReadable(work, plugin))) {
    issues.push(
      issue(
        'media_missing',
        'media',
        'A picture or video cannot be read any more.',
        'Upload it again and put it into the post.',
      ),
    )
  }
  return issues
}

function contentIssues(
  context: Context,
  { delivery, account, parts, mediaFit, composeFailure }: Work,
  plugin: ReadyConnector,
): ValidationIssue[] {
  try {
    if (composeFailure !== undefined) throw composeFailure
    return [...validateParts(plugin, parts, account.facts, mediaFit).issues]
  } catch (error) {
    context.log.error({ err: error, deliveryId: delivery.id }, 'a connector failed at a post')
    return [
      issue(
        'connector_failed',
        'platforms',
        `The connector of ${delivery.platform} failed at this post.`,
        'The operator has to mend the plugin; the log names the error.',
      ),
    ]
  }
}

/** Pictures are made to fit now, so that at the minute itself it is done. */
async function allReadable(work: Work, plugin: ReadyConnector): Promise<boolean> {
  const reads = work.parts.map(async (part) => {
    const { media } = await fittedPart(plugin, work, part)
    for (const one of media) await one.read(0, 1)
  })
  return (await Promise.allSettled(reads)).every(({ status }) => status === 'fulfilled')
}

function noticeFor(work: Work, issues: readonly ValidationIssue[]): Notice {
  const { delivery, account } = work
  const first = issues.find(({ severity }) => severity === 'error')
  return {
    organizationId: delivery.organizationId,
    type: 'PREFLIGHT_WARNING',
    words: say('preflightWarning', {
      username: account.username,
      reason: `${first?.message ?? ''} ${first?.remedy ?? ''}`.trim(),
    }),
    link: `/posts/${delivery.postId}`,
    subjectId: delivery.id,
    dedupeKey: `preflight:${delivery.id}:${delivery.dueAt.toISOString()}`,
  }
}

function issue(code: string, field: string, message: string, remedy: string): ValidationIssue {
  return { severity: 'error', code, field, message, remedy }
}
