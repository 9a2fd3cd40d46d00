// docs/plugins.md, done: the files that it tells a reader to write, in a new plugin, with the emulation that it tells them to
// take. Their types fit, and the suite of the contract passes.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test, type Test } from 'tap'
import { pluginNames, writePlugin } from '../core/src/cli/plugin-template.ts'
import { pluginProject, runNode } from './support/plugin-project.ts'

const repository = join(import.meta.dirname, '..')

interface Block {
  readonly path: string
  readonly code: string
}

const guide = await readFile(join(repository, 'docs/plugins.md'), 'utf8')
const blocks: readonly Block[] = [...guide.matchAll(/```ts\n(\/\/ (\S+)\n[^]*?)```/g)].map(
  ([, code = '', path = '']) => ({ path, code }),
)

async function pluginOfTheGuide(t: Test): Promise<string> {
  const example = 'examples/plugin-mastodon'
  const project = await pluginProject(t, {
    '@t21/plugin-sandbox': example,
    '@types/twitter-text': example,
    'fast-check': example,
    'image-size': example,
    'twitter-text': example,
  })
  const folder = join(project, 'plugins/mastodon')
  await writePlugin(folder, pluginNames('mastodon'), { kit: '^0.1.0', peer: '^0.1.0' })
  await cp(join(repository, example, 'README.md'), join(folder, 'README.md'))
  await rm(join(folder, 'sandbox'), { recursive: true })
  await cp(join(repository, example, 'sandbox'), join(folder, 'sandbox'), { recursive: true })
  for (const { path, code } of blocks) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), code)
  }
  for (const path of ['src/not-written.ts', 'src/verbs.test.ts']) await rm(join(folder, path))
  return folder
}

test('whoever follows docs/plugins.md has a connector that keeps the contract', async (t) => {
  const cwd = await pluginOfTheGuide(t)
  t.ok(blocks.length > 12, `${blocks.length} files`)
  const attempts = [
    [join(repository, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'],
    ['src/index.test.ts'],
    ['conformance.test.ts'],
  ]
  for (const args of attempts) {
    const { code, stdout } = await runNode(cwd, args)
    const why = stdout.split('\n').filter((line) => /not ok|error TS/.test(line))
    t.equal(code, 0, [args.at(-1), ...why].join('\n'))
  }
})

test('every link within the guide leads somewhere', async (t) => {
  const headings = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  )
  for (const [, target = ''] of guide.matchAll(/\]\(#([^)]+)\)/g))
    t.ok(headings.includes(target), target)
})
