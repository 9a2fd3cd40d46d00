import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'tap'
import { defineConnector } from '../connector.ts'
import { plain } from '../conformance/fixtures/example/connector.ts'
import { testStructure, type StructureTest } from './structure.ts'

const good = {
  'package.json': JSON.stringify({
    t21: { kind: 'connector', id: 'example' },
    dependencies: { typebox: '*' },
    peerDependencies: { '@t21/plugin-kit': '*' },
  }),
  'README.md': 'Set EXAMPLE_CLIENT_ID and EXAMPLE_CLIENT_SECRET.',
  src: {
    'index.ts': "import { Value } from 'typebox/value'\nimport { other } from './other.ts'",
    'other.ts': "import { createHmac } from 'node:crypto'",
    'other.test.ts': "import { readFile } from 'node:fs/promises'\nDate.now()",
  },
}
const node = { 'other.ts': ['node:crypto'] }
const entry = defineConnector(plain)

test('a package that is built as it should be passes', async (t) => {
  t.same(await failed(t.testdir(good), { entry, node }), [])
})

test('what is wrong with a package is said, by file', async (t) => {
  const { src } = good
  for (const [files, given, wanted] of [
    [good, { entry: { ...plain }, node }, /not frozen/],
    [good, { entry }, /other\.ts imports node:crypto/],
    [{ ...good, 'package.json': '{}' }, { entry, node }, /"id": "example"/],
    [{ ...good, 'README.md': '' }, { entry, node }, /mention EXAMPLE_CLIENT_ID/],
    [
      { ...good, src: { ...src, 'a.ts': 'if (Date.now() > 1) stop()' } },
      { entry, node },
      /a\.ts has "Date\.now"/,
    ],
    [
      { ...good, src: { ...src, 'a.ts': "import x from 'left-pad'" } },
      { entry, node },
      /a\.ts imports left-pad/,
    ],
    [
      { ...good, src: { ...src, 'a.ts': "export * from '../sandbox/index.ts'" } },
      { entry, node },
      /a\.ts imports \.\.\/sandbox/,
    ],
  ] as const) {
    t.match(await failed(t.testdir(files), given), [wanted])
  }
})

/** What a tap test would be told. */
async function failed(
  folder: string,
  options: Pick<Parameters<typeof testStructure>[1], 'entry' | 'node'>,
): Promise<string[]> {
  const said: string[] = []
  const t: StructureTest = {
    test: (_name, run) => run(t),
    pass: () => undefined,
    fail: (message) => said.push(message),
  }
  await testStructure(t, {
    ...options,
    from: pathToFileURL(join(folder, 'src/index.test.ts')).href,
  })
  return said
}
