import fc from 'fast-check'
import type { Validation } from '../../validation.ts'
import type { Bench } from '../bench/bench.ts'
import { draftOf } from '../bench/parts.ts'
import type { Session } from '../bench/session.ts'
import { wordsOf, type Check, type Report } from '../check.ts'
import { deliver, freshMemories } from '../courier/deliver.ts'
import type { ConformanceBoundary, ConformanceDraft } from '../options.ts'
import { textBoundaries } from './validation.text.ts'

/** What `validate` accepts, the network accepts; what it refuses because of a limit, the network refuses as well. */
export const validation: Check = {
  name: 'validation',
  async run(bench, report) {
    for (const draft of bench.options.cases) {
      await agree(bench, { ...draft }, `the case "${draft.name}"`, report)
    }
    const own = bench.options.boundaries ?? []
    for (const boundary of [...(await textBoundaries(bench)), ...own]) {
      await tryBoundary(bench, boundary, report)
    }
  },
}

async function tryBoundary(
  bench: Bench,
  { name, drafts, runs = 8 }: ConformanceBoundary,
  report: Report,
): Promise<void> {
  const property = fc.asyncProperty(drafts, async (draft) => {
    const wrong = await disagreement(bench, draft)
    report.ok(true, '')
    if (wrong !== undefined) throw new Error(wrong)
  })
  // A failure is made smaller for a while; it is a failure all the same.
  const result = await fc.check(property, { numRuns: runs, interruptAfterTimeLimit: 6_000 })
  if (!result.failed || result.counterexample === null) return
  const error = result.errorInstance instanceof Error ? result.errorInstance.message : 'wrong'
  report.ok(false, `At the limit "${name}": ${error} Seed ${result.seed}.`)
}

async function agree(
  bench: Bench,
  draft: ConformanceDraft,
  what: string,
  report: Report,
): Promise<void> {
  const wrong = await disagreement(bench, draft)
  report.ok(wrong === undefined, `${what}: ${wrong}`)
}

/** Where `validate` and the network are of two minds, in a sentence. */
async function disagreement(bench: Bench, draft: ConformanceDraft): Promise<string | undefined> {
  const session = await bench.open()
  const { connector } = bench.options
  const parts = bench.parts(draft)
  const answer = connector.validate(parts.map(draftOf), bench.facts(session), bench.settings)
  const errors = answer.issues.filter(({ severity }) => severity === 'error')
  const stricter = bench.options.stricter ?? {}
  const ruled = errors.filter(({ code }) => stricter[code] === undefined)
  // Where the connector alone is strict, there is nothing to compare.
  if (errors.length > 0 && (ruled.length < errors.length || !ruled.every(isLimit))) return undefined
  const ending = await deliver({ connector, session, parts, memories: freshMemories(parts) })
  if (errors.length === 0 && ending.state !== 'published') {
    const why = ending.state === 'failed' ? wordsOf(ending.error) : ending.reason
    return `"validate" accepts ${words(draft)}, and the network does not: ${why}`
  }
  const there = await isThere(session)
  if (errors.length > 0 && ending.state === 'published' && there) {
    return `"validate" refuses ${words(draft)} (${errors[0]?.message}), and the network takes it.`
  }
  return undefined
}

function isLimit({ limit }: Validation['issues'][number]): boolean {
  return limit !== undefined
}

async function isThere(session: Session): Promise<boolean> {
  return (await session.wall()).length > 0
}

function words({ text, media = [], options = {}, thread = [] }: ConformanceDraft): string {
  const start = text.length > 40 ? `${text.slice(0, 40)}… (${text.length} UTF-16 units)` : text
  const rest = [
    media.length > 0 && `${media.length} files`,
    thread.length > 0 && `${thread.length} more posts`,
    Object.keys(options).length > 0 && JSON.stringify(options),
  ].filter(Boolean)
  return `"${start}"${rest.length > 0 ? ` with ${rest.join(', ')}` : ''}`
}
