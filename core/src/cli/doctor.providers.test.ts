import { join } from 'node:path'
import { test } from 'tap'
import { readConfig } from '../config.ts'
import { loadPlugins } from '../plugins/loader.ts'
import { providerFindings } from './doctor.providers.ts'

const secret = 'a-very-secret-key'

async function findings(variables: Readonly<Record<string, string>>) {
  const config = readConfig({ NODE_ENV: 'test', ...variables })
  const log = { warn: () => undefined }
  const rootDirectory = join(import.meta.dirname, '../../..')
  const plugins = await loadPlugins({ rootDirectory, config, log })
  // What `production` demands besides is not looked at here.
  const production = { ...config, environment: 'production' as const }
  return { plugins, config, production }
}

test('doctor says whom a server would use, and what to set where there is nobody', async (t) => {
  const emulated = await findings({})
  const said = linesOf(providerFindings(emulated.config, emulated.plugins))
  t.match(said, /^ok provider for ai: \S+, sandboxed$/m)
  t.match(said, /^ok provider for mail: sandboxed$/m)
  t.match(said, /^ok provider for storage: local, ready$/m)
  t.match(said, /^ok logins: password, \S+ sandboxed/m)

  const { plugins, config, production } = await findings({ T21_SANDBOX: 'off' })
  const alone = linesOf(providerFindings(config, plugins))
  t.match(alone, /^ok provider for ai: missing .*AI_NOT_CONFIGURED.* For \S+ set [A-Z_]+\.$/m)
  t.match(alone, /^ok provider for mail: missing .*waits/m)
  t.match(linesOf(providerFindings(production, plugins)), /^RED provider for mail: missing/m)
})

test('a choice that cannot be made is red; no setting is told', async (t) => {
  const [variable = ''] = /[A-Z_]+_API_KEY/.exec(await namesOfMissing()) ?? []
  const { plugins, config } = await findings({ [variable]: secret, T21_SANDBOX: 'off' })
  const said = linesOf(providerFindings(config, plugins))
  t.match(said, /^ok provider for ai: \S+, ready$/m)
  t.notMatch(said, new RegExp(secret))
  const wrong = await findings({ T21_AI: 'nobody' })
  t.match(
    linesOf(providerFindings(wrong.config, wrong.plugins)),
    /^RED providers: T21_AI is "nobody"/,
  )
})

async function namesOfMissing(): Promise<string> {
  const { plugins, config } = await findings({ T21_SANDBOX: 'off' })
  const lines = linesOf(providerFindings(config, plugins)).split('\n')
  return lines.find((line) => line.includes('provider for ai')) ?? ''
}

function linesOf(found: ReturnType<typeof providerFindings>): string {
  return found
    .map(({ ok, what, remedy }) =>
      [ok ? 'ok' : 'RED', what, ...(remedy === undefined ? [] : [remedy])].join(' '),
    )
    .join('\n')
}
