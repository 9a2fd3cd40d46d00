import { test } from 'tap'
import type { Ai } from '@t21/plugin-kit'
import type { Logger } from 'pino'
import { testApp } from '../support/app.ts'
import type { TestDatabase } from '../support/database.ts'
import { postPlugins } from '../support/post-plugins.ts'
import { newFindings } from './bench.ts'
import { keptLog, straying } from './canaries.ts'
import { repeatingAi, writeWithMarkers, writing } from './marked-writing.ts'

const asked = 'manner-'
const written = 'canary-[0-9a-f]+: the content of'

type Teardown = Parameters<typeof testApp>[0]

test('what AI is asked and writes is in no log, in nothing of others, and in no answer to them, whatever models make of it', async (t) => {
  const { findings, answered, strayed } = await run(t, ({ ai }) => ai)
  t.equal(writing.length, 5)
  t.equal(answered.get(500), writing.length * 2 * 1, 'a bug of the plugin, whole')
  t.ok((answered.get(200) ?? 0) >= writing.length * 2 * 2, JSON.stringify([...answered]))
  t.same(strayed, [])
  t.same(findings.leaks, [])
})

test('what is asked and written is in the table of prompts alone, and nowhere where none are kept', async (t) => {
  const kept = await run(t, ({ ai }) => ai)
  t.same(await tablesWith(kept.database, asked), ['ai_prompts'])
  t.same(await tablesWith(kept.database, written), ['ai_prompts'])
  const unkept = await run(t, ({ ai }) => ai, { AI_KEEP_PROMPTS: 'false' })
  t.same(await tablesWith(unkept.database, asked), [])
  t.same(await tablesWith(unkept.database, written), [])
})

test('control: an AI that tells the log what it is asked, or one organization what another asked, is found', async (t) => {
  const talkative = await run(t, ({ ai, log }) => ({
    ...ai,
    generate(request, call) {
      log.debug({ request }, 'a model is asked')
      return ai.generate(request, call)
    },
  }))
  t.match(talkative.strayed.join('\n'), /the log: canary-/)
  t.same(talkative.findings.leaks, [])

  let before = ''
  const mixing = await run(t, ({ ai }) => ({
    ...ai,
    async generate(request, call) {
      const answer = await ai.generate(request, call)
      const text = before === '' ? answer.text : before
      before = answer.text
      return { ...answer, text }
    },
  }))
  t.match(mixing.strayed.join('\n'), /ai_prompts of [^:]+: canary-/)
  t.ok(mixing.findings.leaks.length > 0)
})

/** Names of tables in which something is found, whichever column it is in. */
async function tablesWith({ system }: TestDatabase, pattern: string): Promise<string[]> {
  const { rows } = await system.raw<{ rows: { name: string }[] }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const [row] = await system(`${name} as x`).whereRaw('x::text ~ ?', [pattern]).limit(1)
    if (row !== undefined) found.push(name)
  }
  return found
}

async function run(
  t: Teardown,
  change: (given: { readonly ai: Ai; readonly log: Logger }) => Ai,
  variables: Readonly<Record<string, string>> = {},
) {
  const { log, text } = keptLog()
  const ai = change({ ai: repeatingAi(), log })
  const { app, database } = await testApp(t, {
    log,
    plugins: postPlugins(),
    providers: { ai },
    variables,
  })
  const findings = newFindings()
  const answered = await writeWithMarkers({ app, database, findings })
  return { database, findings, answered, strayed: await straying(database, text()) }
}
