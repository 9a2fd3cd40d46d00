// Publishes the packages whose version is new; run by the release workflow under pnpm.
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runSteps } from './steps.ts'

const built = await runSteps([{ name: 'build', command: ['node', 'scripts/build.ts'] }])
const report = join(import.meta.dirname, '..', 'core/plugin-kit')
const failed =
  built.length > 0
    ? built
    : await runSteps([{ name: 'publish', command: ['changeset', 'publish'] }])
// From now on this is what a change may break.
if (failed.length === 0) {
  await copyFile(join(report, 'api-report.md'), join(report, 'api-report.released.md'))
}
process.exitCode = failed.length === 0 ? 0 : 1
