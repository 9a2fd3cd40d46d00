// What the documents and workflows tell people to do exists: commands, files, and what the image installs.
import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'tap'
import { makeProgram } from '../core/src/cli/program.ts'
import { redirectUri } from '../core/src/features/social-accounts/connections.service.ts'

const root = join(import.meta.dirname, '..')
const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8')
const list = async (folder: string): Promise<string[]> =>
  (await readdir(join(root, folder))).map((name) => join(folder, name))

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...(await list('docs')).filter((name) => name.endsWith('.md')),
  ...(await list('docs/adr')),
]

test('every script and command that is told exists', async (t) => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
  const commands = new Set(makeProgram().commands.map((command) => command.name()))
  for (const file of [...documents, '.ci/run', ...(await list('.github/workflows'))]) {
    const text = await read(file)
    for (const [, name = ''] of text.matchAll(/(?:npm|pnpm@\d+) run (?:-s )?([a-z0-9:-]+)/g)) {
      t.ok(name in scripts, `${file}: npm run ${name}`)
    }
    for (const [, name = ''] of text.matchAll(/npm run t21 -- ([a-z]+)/g)) {
      t.ok(commands.has(name), `${file}: t21 ${name}`)
    }
  }
  for (const [name, script] of Object.entries(scripts)) {
    // A shell in between would keep the signals that npm passes on.
    t.match(script, /^exec node /, name)
  }
})

test('every file that a document links to exists', async (t) => {
  for (const file of documents) {
    for (const [, target = ''] of (await read(file)).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      await t.resolves(access(join(root, dirname(file), target)), `${file}: ${target}`)
    }
  }
})

test('every address to come back to is the one that networks are sent, to the letter', async (t) => {
  const config = { publicUrl: 'https://t21.example', host: '127.0.0.1', port: 3000 }
  const folders = [...(await list('plugins')), ...(await list('examples')), 'core/plugin-template']
  const readmes = folders.map((folder) => join(folder, 'README.md'))
  let told = 0
  for (const file of [...documents, ...readmes]) {
    for (const [, path, platform = ''] of (await read(file)).matchAll(
      /<your T21>(\/v1\/oauth\/callback\/([A-Za-z_]+))/g,
    )) {
      told += 1
      t.equal(`https://t21.example${path}`, redirectUri(config, platform.toUpperCase()), file)
    }
  }
  t.ok(told >= 7, 'the networks, the example, the guide')
})

test('what plugins take from beside them is installed without development dependencies', async (t) => {
  interface Package {
    readonly dependencies?: Record<string, string>
    readonly peerDependencies?: Record<string, string>
  }
  const { dependencies = {} } = JSON.parse(await read('package.json')) as Package
  for (const folder of await list('plugins')) {
    const plugin = JSON.parse(await read(join(folder, 'package.json'))) as Package
    for (const name of Object.keys(plugin.peerDependencies ?? {})) {
      t.ok(name in dependencies, `${folder} needs ${name}`)
    }
  }
})
