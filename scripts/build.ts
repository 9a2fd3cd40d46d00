// Builds `dist` of every package that is published: Node does not strip types below a `node_modules`.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { packages } from './packages.ts'
import { runSteps, type Step } from './steps.ts'

const root = join(import.meta.dirname, '..')
for (const { folder } of packages)
  await rm(join(root, folder, 'dist'), { recursive: true, force: true })
const failed = await runSteps(
  packages.flatMap(({ name, folder, afterwards }): Step[] => [
    { name: `build ${name}`, command: ['tsc', '-p', join(folder, 'tsconfig.build.json')] },
    ...(afterwards === undefined
      ? []
      : [{ name: `finish ${name}`, command: ['node', afterwards] as const }]),
  ]),
)
process.exitCode = failed.length === 0 ? 0 : 1
