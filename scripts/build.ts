// Builds `dist` of every package that is published: Node does not strip types below a `node_modules`.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { packages } from './packages.ts'
import { runSteps } from './steps.ts'

const root = join(import.meta.dirname, '..')
for (const { folder } of packages)
  await rm(join(root, folder, 'dist'), { recursive: true, force: true })
const failed = await runSteps([
  ...packages.map(({ name, folder }) => ({
    name: `build ${name}`,
    command: ['tsc', '-p', join(folder, 'tsconfig.build.json')] as const,
  })),
  { name: 'bundle of the console', command: ['node', 'admin/src/build.ts'] },
])
process.exitCode = failed.length === 0 ? 0 : 1
