// Each connector reads alike: who knows one finds the way in all. Read from the files themselves.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'

const plugins = join(import.meta.dirname, '../plugins')

/** What every connector has, under these names and in these roles. */
const core = [
  'account-metrics.ts',
  'account.ts',
  'accounts.ts',
  'api-version.ts',
  'api.ts',
  'capabilities.ts',
  'checkpoint.ts',
  'commit.ts',
  'connector.ts',
  'errors.ts',
  'facts.ts',
  'find.ts',
  'fit.ts',
  'index.ts',
  'limits.ts',
  'metrics.ts',
  'oauth.ts',
  'options.ts',
  'prepare.ts',
  'refusals.ts',
  'settings.ts',
  'validate.media.ts',
  'validate.options.ts',
  'validate.text.ts',
  'validate.ts',
  'webhook.ts',
]

/** What is proved of every connector beside its code. */
const proofs = [
  'accounts.test.ts',
  'commit.test.ts',
  'find.test.ts',
  'index.test.ts',
  'metrics.test.ts',
  'oauth.test.ts',
  'prepare.test.ts',
  'validate.test.ts',
  'webhook.test.ts',
]

const connectors = await connectorFolders()

t.test('there are the connectors of five networks', async (t) => {
  t.equal(connectors.length, 5, connectors.join())
})

for (const folder of connectors) {
  t.test(`${folder} has the files that every connector has`, async (t) => {
    const names = await readdir(join(plugins, folder, 'src'))
    t.same(
      [...core, ...proofs].filter((name) => !names.includes(name)),
      [],
      'missing',
    )
    for (const name of ['README.md', 'CHANGELOG.md', 'conformance.test.ts', 'sandbox/index.ts']) {
      await t.resolves(readFile(join(plugins, folder, name)), name)
    }
  })

  t.test(`${folder} has short files`, async (t) => {
    const lengths = await linesOf(join(plugins, folder))
    const code = lengths.filter(({ name }) => !name.endsWith('.test.ts'))
    const sorted = code.map(({ lines }) => lines).toSorted((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity
    t.ok(median < 80, `median ${median}`)
    t.same(
      code.filter(({ lines }) => lines > 400),
      [],
      'none above 400 lines',
    )
    t.same(
      lengths.filter(({ lines }) => lines > 500),
      [],
      'no test above 500',
    )
  })
}

async function connectorFolders(): Promise<string[]> {
  const found: string[] = []
  for (const folder of await readdir(plugins)) {
    const text = await readFile(join(plugins, folder, 'package.json'), 'utf8')
    const { t21 } = JSON.parse(text) as { t21?: { kind: string } }
    if (t21?.kind === 'connector') found.push(folder)
  }
  return found
}

async function linesOf(folder: string): Promise<{ name: string; lines: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(
    (entry) =>
      entry.isFile() &&
      entry.name.endsWith('.ts') &&
      !/node_modules|[/\\]dist/.test(entry.parentPath),
  )
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const text = await readFile(join(parentPath, name), 'utf8')
      return { name, lines: text.split('\n').length }
    }),
  )
}
