import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type Test } from 'tap'
import { runCommand, type CommandResult } from '../../../test/support/command-line.ts'
import { pluginProject, runNode } from '../../../test/support/plugin-project.ts'
import { pluginCommand } from './plugin.command.ts'

const repository = join(import.meta.dirname, '../../..')

/** `t21 plugin …`, run where the project is. */
async function t21(t: Test, cwd: string, ...args: readonly string[]): Promise<CommandResult> {
  process.chdir(cwd)
  return runCommand(t, pluginCommand(), args)
}

test('a new plugin has its own names everywhere, and says what is missing', async (t) => {
  const folder = await pluginProject(t)

  const { code, stdout } = await t21(t, folder, 'new', 'far-away')

  t.equal(code, 0)
  t.match(stdout, /plugins\/far-away is a connector that does nothing yet/)
  t.match(stdout, /src\/commit\.ts: commit\n[^]*src\/oauth\.ts: oauth\.exchange/)
  t.match(stdout, /npm install \.\/plugins\/far-away/)
  const plugin = join(folder, 'plugins/far-away')
  t.match(JSON.parse(await readFile(join(plugin, 'package.json'), 'utf8')), {
    name: 't21-plugin-far-away',
    t21: { kind: 'connector', id: 'far-away' },
    peerDependencies: { '@t21/plugin-kit': /^\^\d+\.\d+\.\d+$/ },
    devDependencies: { '@t21/plugin-kit': /^\^\d/ },
  })
  for (const entry of await readdir(plugin, { recursive: true, withFileTypes: true })) {
    t.notMatch(entry.name, /template/)
    if (!entry.isFile()) continue
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8')
    t.notMatch(text, /my-net|MY_NET|My Net|_RANGE/, entry.name)
  }
  t.same(await readdir(join(folder, 'plugins')), ['far-away'], 'and nothing is left beside it')
})

test('its types and its tests pass at once, and its verbs say that they are not written', async (t) => {
  const folder = await pluginProject(t)
  await t21(t, folder, 'new', 'far-away')
  const plugin = join(folder, 'plugins/far-away')

  // Its tests are type-checked where they come from: core/plugin-template.
  const tsc = join(repository, 'node_modules/typescript/bin/tsc')
  const [types, structure, verbs] = await Promise.all(
    [
      [tsc, '-p', 'tsconfig.build.json', '--noEmit'],
      ['src/index.test.ts'],
      ['src/verbs.test.ts'],
    ].map((args) => runNode(plugin, args)),
  )
  t.match(types, { code: 0, stdout: '' })
  t.match(structure, { code: 0, stdout: /# src\/find\.ts: "find" is not written yet/ })
  t.match(verbs, { code: 0 })
})

test('a folder of its own choice is used', async (t) => {
  const folder = await pluginProject(t)
  t.match(await t21(t, folder, 'new', 'near', '--directory', 'elsewhere/t21-near'), { code: 0 })
  t.ok((await readdir(join(folder, 'elsewhere/t21-near'))).includes('src'))
})

test('a bad name, a taken name and a folder that is there are refused, and nothing changes', async (t) => {
  const folder = await pluginProject(t)
  await writeFile(
    join(folder, 'package.json'),
    '{ "name": "somebody", "dependencies": { "other-plugin": "*" } }',
  )
  await mkdir(join(folder, 'node_modules/other-plugin'))
  await writeFile(
    join(folder, 'node_modules/other-plugin/package.json'),
    '{ "name": "other-plugin", "t21": { "kind": "connector", "id": "taken" } }',
  )
  await mkdir(join(folder, 'there'))
  const before = (await readdir(folder, { recursive: true })).sort()

  for (const name of ['Far', '1st', 'a', 'far--away', 'far-', '../far', 'a'.repeat(33), '']) {
    t.match(await t21(t, folder, 'new', name), {
      code: 1,
      stderr: /is no name for a plugin: use 2 .* beginning with a letter/,
    })
  }
  t.match(await t21(t, folder, 'new', 'taken'), { code: 1, stderr: /is taken by other-plugin/ })
  t.match(await t21(t, folder, 'new', 'far', '--directory', 'there'), {
    code: 1,
    stderr: /there is there already/,
  })
  t.match(await t21(t, folder, 'new'), { code: 1, stderr: /missing required argument 'name'/ })
  t.match(await t21(t, folder, 'new', '--help'), { code: 0, stdout: /--directory <path>/ })
  t.same((await readdir(folder, { recursive: true })).sort(), before)
})
