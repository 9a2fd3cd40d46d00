import { isConnectorFailure } from '../../failures.ts'
import type { OAuthCall } from '../../oauth.ts'
import type { FaultName } from '../../sandbox/index.ts'
import type { Bench } from '../bench/bench.ts'
import { probeHttp } from '../bench/probe-http.ts'
import type { Session } from '../bench/session.ts'
import { consentOf } from '../bench/sign-in.ts'
import { wordsOf, type Check, type Report } from '../check.ts'

type Settings = Readonly<Record<string, unknown>>

/** Consent, exchange, refresh, revoke: and a grant ends on the network's own word alone. */
export const oauth: Check = {
  name: 'oauth',
  async run(bench, report) {
    checkSignIn(await bench.open(), report)
    await checkRefusedCode(bench, report)
    await checkWrongClient(bench, report)
    await checkRefresh(bench, report)
    await checkRevoke(bench, report)
  },
}

function checkSignIn({ signedIn }: Session, report: Report): void {
  const { consent, grant, account } = signedIn
  report.ok(consent.state === consent.sentState, 'The state did not come back as it was sent.')
  report.ok(grant.accessToken !== '', 'The grant has no access token.')
  report.ok(grant.refreshToken !== '', 'An empty refresh token is none: leave it out.')
  report.ok(Array.isArray(grant.scopes), '"scopes" of a grant must be a list.')
  report.ok(
    account.platformUserId !== '' && account.username !== '',
    'An account needs a "platformUserId" and a "username".',
  )
}

async function checkRefusedCode(bench: Bench, report: Report): Promise<void> {
  const { connector } = bench.options
  const session = await bench.open()
  const call = callOf(bench, bench.settings)
  const { consent } = session.signedIn
  const used = await kindOf(session, 'exchange', () => connector.oauth.exchange(call, consent))
  report.ok(used === 'reauth', `A code that was used already must be "reauth", not ${used}.`)
  const madeUp = { ...consent, code: 'a-code-that-nobody-gave' }
  const wrong = await kindOf(session, 'exchange', () => connector.oauth.exchange(call, madeUp))
  report.ok(wrong === 'reauth', `A code that the network refuses must be "reauth", not ${wrong}.`)
}

async function checkWrongClient(bench: Bench, report: Report): Promise<void> {
  // All of them: which one counts may depend on another setting.
  const wrong = Object.entries(bench.settings)
    .filter(([name, value]) => /secret/i.test(name) && typeof value === 'string')
    .map(([name]) => [name, 'not-the-secret'] as const)
  if (wrong.length === 0) return
  const { connector } = bench.options
  const session = await bench.open()
  const call = callOf(bench, { ...bench.settings, ...Object.fromEntries(wrong) })
  const consent = await consentOf(bench.options, bench.settings, bench.hosts)
  const kind = await kindOf(session, 'exchange', () => connector.oauth.exchange(call, consent))
  report.ok(
    kind === 'app_config',
    `Client credentials that the network refuses at the exchange must be "app_config", not ${kind}.`,
  )
  const { refreshToken, accessToken } = session.signedIn.grant
  if (connector.oauth.refresh === undefined || refreshToken === undefined) return
  await session.advance(bench.options.renewAfterSeconds ?? 0)
  const refreshed = await kindOf(session, 'refresh', async () =>
    connector.oauth.refresh?.(call, { refreshToken, accessToken }),
  )
  report.ok(
    // Some networks do not ask who renews.
    ['app_config', 'a success'].includes(refreshed),
    `Client credentials that the network refuses at a refresh must be "app_config", not ${refreshed}: the grant is fine.`,
  )
}

const passing: readonly FaultName[] = [
  'error_500_before',
  'reset_before_commit',
  'garbage_reply',
  'rate_limited',
]

async function checkRefresh(bench: Bench, report: Report): Promise<void> {
  const { connector } = bench.options
  const { refresh } = connector.oauth
  if (refresh === undefined) return
  const session = await bench.open()
  const { grant } = session.signedIn
  if (bench.options.neverRenews) {
    report.ok(grant.refreshToken === undefined, '"neverRenews", and the grant has a refresh token.')
    return
  }
  report.ok(
    grant.refreshToken !== undefined,
    '"oauth.refresh" exists, and the grant has no refresh token.',
  )
  let refreshToken = grant.refreshToken ?? ''
  let { accessToken } = grant
  const call = callOf(bench, bench.settings)
  for (const round of ['first', 'second']) {
    await session.advance(bench.options.renewAfterSeconds ?? 0)
    const renewed = await session.verb('refresh', () =>
      refresh(call, { refreshToken, accessToken }),
    )
    report.ok(renewed.accessToken !== '', `The ${round} refresh brought no access token.`)
    report.ok(
      renewed.refreshToken !== '',
      'A refresh that brings no new refresh token must leave it out, so that the old one stays.',
    )
    const usable = await connector.accounts(call, { ...grant, ...renewed, scopes: grant.scopes })
    report.ok(usable.length > 0, `The token of the ${round} refresh reaches no account.`)
    accessToken = renewed.accessToken
    refreshToken = renewed.refreshToken ?? refreshToken
  }

  for (const fault of passing) {
    const fresh = await bench.open()
    const { refreshToken: good = '', accessToken: used } = fresh.signedIn.grant
    await fresh.advance(bench.options.renewAfterSeconds ?? 0)
    await bench.control.arm(fault)
    const kind = await kindOf(fresh, 'refresh', () =>
      refresh(call, { refreshToken: good, accessToken: used }),
    )
    await bench.control.disarm()
    report.ok(
      ['transient', 'rate_limited', 'quota', 'outcome_unknown'].includes(kind),
      `A refresh under "${fault}" must pass by itself ("transient" or "rate_limited"), not end in ${kind}.`,
    )
  }

  const last = await bench.open()
  const dead = await kindOf(last, 'refresh', () =>
    refresh(call, { refreshToken: 'a-token-that-nobody-gave', accessToken: 'neither-was-this' }),
  )
  report.ok(
    dead === 'reauth',
    `A refresh token that the network refuses must be "reauth", not ${dead}.`,
  )
}

async function checkRevoke(bench: Bench, report: Report): Promise<void> {
  const { revoke, refresh } = bench.options.connector.oauth
  if (revoke === undefined) return
  const session = await bench.open()
  const { accessToken, refreshToken } = session.signedIn.grant
  const call = callOf(bench, bench.settings)
  const given = { accessToken, ...(refreshToken !== undefined && { refreshToken }) }
  for (const round of ['first', 'second']) {
    const kind = await kindOf(session, 'revoke', () => revoke(call, given))
    // Some networks leave it to the person, in their own settings.
    if (kind === 'permission') return
    report.ok(
      kind === 'a success',
      `The ${round} revoke of a grant must succeed, not end in ${kind}.`,
    )
  }
  if (refresh === undefined || refreshToken === undefined) return
  const kind = await kindOf(session, 'refresh', () => refresh(call, { refreshToken, accessToken }))
  report.ok(kind === 'reauth', `A refresh of a revoked grant must be "reauth", not ${kind}.`)
}

function callOf(bench: Bench, settings: Settings): OAuthCall<Settings> {
  return { http: probeHttp(bench.hosts), settings }
}

async function kindOf(
  session: Session,
  verb: string,
  work: () => Promise<unknown>,
): Promise<string> {
  try {
    await session.verb(verb, work)
    return 'a success'
  } catch (error) {
    return isConnectorFailure(error) ? error.kind : wordsOf(error)
  }
}
