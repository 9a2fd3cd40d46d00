// The rules of design: who may import whom, and that nothing is forgotten. Read from the files themselves.
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { test } from 'tap'
import { BaseModel } from '../core/src/db/base.model.ts'

const root = join(import.meta.dirname, '..')

interface Source {
  /** From the root, with slashes. */
  readonly path: string
  readonly lines: number
  readonly imports: readonly string[]
}

const sources = await readSources(['admin', 'core', 'examples', 'migrations', 'plugins'])

/** The folder of a plugin: T21's own, and the worked examples of docs/plugins.md. */
const pluginFolder = /^(?:plugins|examples)\/[^/]+/
const code = sources.filter(({ path }) => !/\.test\.ts$|\/test\/|\/support\//.test(path))

test('host folders import no feature', (t) => {
  const hosts = /^core\/src\/(db|http|jobs|plugins|authz|crypto|storage)\//
  const allowed = new Set(['core/src/jobs/retention.ts'])
  for (const { path, imports } of code.filter(
    (source) => hosts.test(source.path) && !allowed.has(source.path),
  )) {
    t.notOk(
      imports.some((one) => one.includes('/features/')),
      path,
    )
  }
  t.end()
})

test('features import no routes of other features', (t) => {
  for (const { path, imports } of code) {
    const feature = /^core\/src\/features\/([^/]+)\//.exec(path)?.[1]
    if (feature === undefined) continue
    for (const one of imports.filter((name) => name.endsWith('.routes.ts'))) {
      t.ok(one.startsWith('./'), `${path} imports ${one}`)
    }
  }
  t.end()
})

test('core imports no plugin; core, migrations and the sandbox know no network by name', async (t) => {
  const networks = await connectorIds()
  t.ok(networks.includes('tiktok') && networks.length > 4, networks.join())
  const plugin = new RegExp(`@t21/plugin-(?!kit)|plugins/(?:${networks.join('|')}|sandbox)/`)
  const name = new RegExp(`\\b(?:${networks.join('|')})\\b`, 'i')
  for (const { path, imports } of code) {
    if (!/^(?:core|migrations|plugins\/sandbox)\/src\//.test(path)) continue
    const strange = imports.filter((one) => plugin.test(one))
    t.same(strange, [], path)
    const lines = (await readFile(join(root, path), 'utf8')).split('\n')
    t.same(
      lines.filter((line) => name.test(line) && !isSpokenToPeople(path, line)),
      [],
      path,
    )
  }
})

async function connectorIds(): Promise<string[]> {
  const folders = await readdir(join(root, 'plugins'))
  const manifests = folders.map(async (folder) => {
    const text = await readFile(join(root, 'plugins', folder, 'package.json'), 'utf8')
    return (JSON.parse(text) as { t21?: { kind: string; id: string } }).t21
  })
  const found = await Promise.all(manifests)
  return found.flatMap((one) => (one?.kind === 'connector' ? [one.id] : []))
}

/** A comment, a help text, or an example in the documents of the API: nothing that runs. */
function isSpokenToPeople(path: string, line: string): boolean {
  if (/^\s*(?:\*|\/\*\*|\/\/|--)/.test(line)) return true
  return (
    path.endsWith('.schemas.ts') || (path.startsWith('core/src/cli/') && /argument\(/.test(line))
  )
}

test('plugins import the kit and their own dependencies; connector and emulation not each other', async (t) => {
  for (const { path, imports } of code) {
    const plugin = pluginFolder.exec(path)?.[0]
    if (plugin === undefined) continue
    const manifest = JSON.parse(await readFile(join(root, plugin, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
      peerDependencies?: Record<string, string>
    }
    const allowed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    for (const one of imports) {
      if (one.startsWith('node:') || one.startsWith('.')) {
        t.notOk(one.includes('/core/'), `${path} imports ${one}`)
        if (path.includes('/sandbox/') && plugin !== 'plugins/sandbox')
          t.notOk(/\/src\//.test(one), path)
        if (path.includes('/src/')) t.notOk(one.includes('../sandbox/'), path)
        continue
      }
      t.ok(
        allowed.some((name) => one === name || one.startsWith(`${name}/`)),
        `${path} imports ${one}`,
      )
    }
  }
})

test('the console knows of core what core hands it, and core nothing of the console', (t) => {
  const outside = /^@adminjs\/|^adminjs$|^react/
  const knowsAdminJs = /^admin\/src\/(?:adminjs|components)\//
  for (const { path, imports } of code) {
    if (!path.startsWith('admin/')) {
      t.notOk(
        imports.some((one) => one.startsWith('@t21/admin') || outside.test(one)),
        path,
      )
      continue
    }
    for (const one of imports) {
      const ours = one.startsWith('@t21/core') || one.includes('/core/')
      t.notOk(ours && one !== '@t21/core/console', `${path} imports ${one}`)
      t.notOk(outside.test(one) && !knowsAdminJs.test(path), `${path} imports ${one}`)
    }
  }
  t.end()
})

test('the console changes nothing by itself: core has the services, and hands it no model', async (t) => {
  const writes =
    /\.(?:insert|update|upsert|patch|del(?:ete)?|increment|decrement|truncate|insertGraph|upsertGraph)\w*\(/
  const sql =
    /\b(?:insert\s+into|update\s+(?:only\s+)?["\w.]+\s+(?:as\s+\w+\s+)?set|delete\s+from|merge\s+into|truncate\s)/i
  // Maps, hashes and objects have methods of these names too.
  const harmless = /createHash\(|\bcache\.delete\(|\bReflect\./
  const drivers = /^import (?!type\b).* from '(?:knex|objection|pg|graphile-worker)'/m
  for (const { path } of code.filter((source) => source.path.startsWith('admin/src/'))) {
    const text = await readFile(join(root, path), 'utf8')
    const lines = text.split('\n').filter((line) => writes.test(line) && !harmless.test(line))
    t.same(lines, [], path)
    t.notMatch(text, sql, path)
    t.notMatch(text, drivers, path)
  }
  const handed = Object.entries<unknown>({ ...(await import('../core/src/console.ts')) })
  t.ok(handed.length > 30, `${handed.length} exports`)
  for (const [name, value] of handed) {
    const isModel = typeof value === 'function' && value.prototype instanceof BaseModel
    t.notOk(isModel, `${name} is a model`)
  }
})

test('whoever looks in the console does so by connections that others do not need', async (t) => {
  // Commands call services; the page of one's own account ends one's own sessions.
  const may = /^admin\/src\/commands\/|\.command\.ts$|^admin\/src\/pages\/account\//
  for (const { path } of code.filter((source) => /^admin\/src\/.*\.ts$/.test(source.path))) {
    if (may.test(path)) continue
    const text = await readFile(join(root, path), 'utf8')
    t.notMatch(text, /database\s*\.(?:system|api|reads)|\bsystem\b[^}]*\} = [^\n]*database/, path)
  }
})

test('plugins read no environment and set no timer, and connectors no clock', async (t) => {
  for (const { path } of code.filter((source) =>
    /^(?:plugins\/(?!sandbox)|examples\/)[^/]+\/src\//.test(source.path),
  )) {
    const text = await readFile(join(root, path), 'utf8')
    t.notMatch(text, /setTimeout|setInterval|process\.env|node:timers|(?<!host\.)\bfetch\(/, path)
    // What a provider says may be of its time, such as the proof of a login.
    if (/^plugins\/(?:ai|billing|login|mail|storage)-/.test(path)) continue
    t.notMatch(text, /Date\.now\(|new Date\(\)/, path)
  }
})

test('only config.ts reads the environment', async (t) => {
  const allowed = new Set(['core/src/config.ts', 'core/src/main.ts'])
  for (const { path } of code.filter(
    (source) => source.path.startsWith('core/src/') && !allowed.has(source.path),
  )) {
    t.notMatch(await readFile(join(root, path), 'utf8'), /process\.env/, path)
  }
})

test('every routes file is in the request map, every policy in its list, every migration in its index', async (t) => {
  const app = await readFile(join(root, 'core/src/app.ts'), 'utf8')
  const everything = code.map(({ path }) => path)
  for (const path of everything.filter((one) => /features\/.*\.(routes|policy)\.ts$/.test(one))) {
    const registered = app.includes(path.replace('core/src/', './'))
    const byNeighbour = code.some(
      (source) =>
        source.path !== path &&
        source.path.endsWith('.routes.ts') &&
        source.imports.some((one) => path.endsWith(one.slice(1))),
    )
    t.ok(registered || byNeighbour, path)
  }
  const index = await readFile(join(root, 'migrations/src/index.ts'), 'utf8')
  for (const path of everything.filter((one) => /migrations\/src\/\d{4}-/.test(one))) {
    t.ok(index.includes(path.split('/').at(-1) ?? ''), path)
  }
})

test('every plugin folder is a dependency of the root, which is the list of installed plugins', async (t) => {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const folder of await readdir(join(root, 'plugins'))) {
    const { name, t21 } = JSON.parse(
      await readFile(join(root, 'plugins', folder, 'package.json'), 'utf8'),
    ) as { name: string; t21?: unknown }
    // What several plugins share is their dependency, and no plugin itself.
    if (t21 !== undefined) t.ok(manifest.dependencies[name], folder)
  }
})

test('an example is a stranger: no dependency of the root, and unknown to core and to every script but its own', async (t) => {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
    devDependencies: Record<string, string>
  }
  const known = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  for (const folder of await readdir(join(root, 'examples'))) {
    const { name } = JSON.parse(
      await readFile(join(root, 'examples', folder, 'package.json'), 'utf8'),
    ) as { name: string }
    t.notOk(known.includes(name), name)
    const network = folder.replace('plugin-', '')
    for (const { path } of code.filter((source) => /^(?:core\/src|plugins)\//.test(source.path))) {
      t.notMatch((await readFile(join(root, path), 'utf8')).toLowerCase(), network, path)
    }
  }
})

test('files are small: median below 80 lines, nine in ten below 250, none above 400', (t) => {
  const lines = code.map((source) => source.lines).sort((a, b) => a - b)
  const at = (share: number): number => lines[Math.floor(lines.length * share)] ?? 0
  t.ok(lines.length > 150, `${lines.length} files`)
  t.ok(at(0.5) < 80, `median ${at(0.5)}`)
  t.ok(at(0.9) < 250, `90 %: ${at(0.9)}`)
  t.ok(at(1 - 1e-9) <= 400, `longest ${lines.at(-1)}`)
  t.end()
})

async function readSources(folders: readonly string[]): Promise<Source[]> {
  const found: Source[] = []
  for (const folder of folders) {
    for (const entry of await readdir(join(root, folder), {
      recursive: true,
      withFileTypes: true,
    })) {
      const path = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')
      if (!entry.isFile() || !/\.tsx?$/.test(path) || /node_modules|\/dist\//.test(path)) continue
      const text = await readFile(join(root, path), 'utf8')
      const statements = /^(?:import .*?|export .*?|\} )from '([^']+)'|\bimport\('([^']+)'\)/gm
      const imports = [...text.matchAll(statements)].map((match) => match[1] ?? match[2] ?? '')
      found.push({ path, lines: text.split('\n').length, imports })
    }
  }
  return found
}
