import { asConnector, watchForImpurity } from '../bench/guard.ts'
import type { Bench } from '../bench/bench.ts'
import { draftOf } from '../bench/parts.ts'
import type { Check } from '../check.ts'
import { deliver, freshMemories } from '../courier/deliver.ts'
import type { ConformanceCase } from '../options.ts'

/**
 * No clock but `call.now`, no environment, no timer, no chance, no way out but `call.http`: watched while every verb runs
 * for every case.
 */
export const purity: Check = {
  name: 'purity',
  async run(bench, report) {
    const used = await watchForImpurity(async () => {
      for (const draft of bench.options.cases) {
        await tryEverything(bench, draft)
        report.ok(true, '')
      }
    })
    for (const what of used) {
      report.ok(false, `${what}: T21 owns clock, timers, environment, chance and network.`)
    }
  },
}

async function tryEverything(bench: Bench, draft: ConformanceCase): Promise<void> {
  const { connector } = bench.options
  const session = await bench.open()
  const parts = bench.parts(draft)
  for (const account of [bench.facts(session), null]) {
    asConnector('validate', () => connector.validate(parts.map(draftOf), account, bench.settings))
    asConnector('fit', () => parts.map((part) => connector.fit?.(draftOf(part), account)))
  }
  asConnector('composeText', () => connector.composeText?.('Hello', ['one', 'two']))
  asConnector('apiVersion', () => connector.apiVersion?.(bench.settings))

  const lost = { index: -1 }
  session.http.interfere = async (index) => {
    // The first answer to `commit` is lost, so that `find` runs too.
    if (session.http.verb !== 'commit' || lost.index >= 0) return undefined
    lost.index = index
    return 'lose_answer'
  }
  const ending = await deliver({ connector, session, parts, memories: freshMemories(parts) })
  const url = 'https://t21.example/v1/webhooks/network'
  await ask('subscribe', () => connector.webhook?.subscribe?.(session.call(), { url }))
  await ask('account', () => connector.account?.(session.call()))
  await ask('accountMetrics', () => connector.accountMetrics?.(session.call()))
  await ask('accountOptions', () => connector.accountOptions?.(session.call(), { search: 'a' }))
  if (ending.state === 'published') {
    const { published } = ending
    const query = { remoteId: published.remoteId, publishedAt: session.now(), options: {} }
    await ask('resolve', () => connector.resolve?.(session.call(), published))
    await ask('metrics', () => connector.metrics?.(session.call(), [query]))
    await ask('remove', () => connector.remove?.(session.call(), published.remoteId))
  }
  for (const { headers, rawBody } of bench.files.received.slice(-3)) {
    const request = { method: 'POST', query: {}, headers, rawBody } as const
    asConnector('verify', () => connector.webhook?.verify(request, bench.settings, session.now()))
    asConnector('parse', () => connector.webhook?.parse(request))
  }
  const { grant } = session.signedIn
  const call = { http: session.http, settings: bench.settings }
  await ask('refresh', () =>
    grant.refreshToken === undefined
      ? undefined
      : connector.oauth.refresh?.(call, { ...grant, refreshToken: grant.refreshToken }),
  )
}

/** Whether it succeeds is the other checks' business. */
async function ask(verb: string, work: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await asConnector(verb, work)
  } catch {
    return
  }
}
