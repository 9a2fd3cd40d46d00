import { readdirSync, readFileSync } from 'node:fs'
import { connectorProblems } from '../connector.problems.ts'
import type { Connector } from '../connector.ts'

/** What is needed of a tap test. */
export interface StructureTest {
  test(name: string, run: (t: StructureTest) => Promise<unknown>): Promise<unknown>
  pass(message: string): unknown
  fail(message: string): unknown
}

/** What is looked at. */
export interface StructureOptions {
  /** The default export of the package. */
  readonly entry: Readonly<Connector>
  /** `import.meta.url` of a test beside the sources, which are one flat folder. */
  readonly from: string
  /** Modules of Node that a file may import: `{ 'webhook.ts': ['node:crypto'] }`. */
  readonly node?: Readonly<Record<string, readonly string[]>>
}

/** A file of a connector. */
export interface Source {
  readonly name: string
  readonly code: string
}

/**
 * Tests what every connector's package has in common, each promise a subtest: its entry, its manifest, the words about
 * its settings, and sources that import and touch nothing but what they may.
 *
 * ```ts
 * test('it is built as every connector is', (t) => testStructure(t, { entry, from: import.meta.url }))
 * ```
 */
export async function testStructure(t: StructureTest, options: StructureOptions): Promise<void> {
  const { entry, from, node = {} } = options
  const sources = sourcesIn(from)
  const manifest = JSON.parse(fileAt('../package.json', from)) as PackageJson
  const promises: Readonly<Record<string, readonly string[]>> = {
    'the entry is a frozen connector of the shape that the kit demands': [
      ...(Object.isFrozen(entry) ? [] : ['It is not frozen: use defineConnector.']),
      ...connectorProblems(entry),
    ],
    'it is what its manifest says': manifestProblems(entry, manifest),
    'every setting is described, in its schema and in the README': settingProblems(
      entry,
      fileAt('../README.md', from),
    ),
    'its code reads no clock and no environment, and goes out by call.http alone':
      sources.flatMap(touched),
    'it imports the kit and its own dependencies only, and never the emulation': sources.flatMap(
      (source) => strangeImports(source, manifest, node[source.name] ?? []),
    ),
  }
  for (const [promise, problems] of Object.entries(promises)) {
    await t.test(promise, async (subtest) => {
      for (const problem of problems) subtest.fail(problem)
      if (problems.length === 0) subtest.pass('nothing is wrong')
    })
  }
}

/** The sources beside a test, without tests: for what a connector promises besides. @throws Error where there are none */
export function sourcesIn(from: string): readonly Source[] {
  const folder = new URL('.', from)
  const names = readdirSync(folder).filter(
    (name) => /\.[jt]s$/.test(name) && !/\.test\.[jt]s$|\.d\.ts$/.test(name),
  )
  if (names.length === 0) throw new Error(`There are no sources beside ${from}.`)
  return names.map((name) => ({ name, code: fileAt(name, from) }))
}

interface PackageJson {
  readonly t21?: { readonly kind?: unknown; readonly id?: unknown }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

function fileAt(path: string, from: string): string {
  return readFileSync(new URL(path, from), 'utf8')
}

function manifestProblems({ id, platform }: Readonly<Connector>, { t21 }: PackageJson): string[] {
  const problems: string[] = []
  if (t21?.kind !== 'connector' || t21.id !== id) {
    problems.push(`The "t21" of package.json must be { "kind": "connector", "id": "${id}" }.`)
  }
  const wanted = upper(id)
  if (platform !== wanted) problems.push(`"platform" of "${id}" must be "${wanted}".`)
  return problems
}

function settingProblems({ id, settings }: Readonly<Connector>, readme: string): string[] {
  return Object.entries(settings.properties).flatMap(([name, property]) => {
    const { description = '' } = property as { description?: string }
    const variable = upper(`${id}_${name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')}`)
    return [
      ...(/^[A-Z].*\.$/s.test(description) ? [] : [`"${name}" needs a sentence as description.`]),
      ...(readme.includes(variable) ? [] : [`The README does not mention ${variable}.`]),
    ]
  })
}

const forbidden =
  /Date\.now|new Date\(\)|performance\.|process\.|\bfetch\(|setTimeout|console\.(?:log|warn|error)\(/

function touched({ name, code }: Source): string[] {
  const found = forbidden.exec(code)?.[0]
  return found === undefined ? [] : [`${name} has "${found}".`]
}

function strangeImports(
  { name, code }: Source,
  { dependencies, peerDependencies }: PackageJson,
  node: readonly string[],
): string[] {
  const own = Object.keys({ ...dependencies, ...peerDependencies })
  return [...code.matchAll(/(?:\bfrom|\bimport\(?) ?'([^']+)'/g)].flatMap(([, module = '']) => {
    const allowed =
      /^\.\/[^/]+\.[jt]s$/.test(module) ||
      node.includes(module) ||
      own.some((one) => module === one || module.startsWith(`${one}/`))
    return allowed ? [] : [`${name} imports ${module}.`]
  })
}

function upper(id: string): string {
  return id.replaceAll('-', '_').toUpperCase()
}
