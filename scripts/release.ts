// Publishes the packages whose version is new; run by the release workflow under pnpm.
import { runSteps } from './steps.ts'

const built = await runSteps([{ name: 'build', command: ['node', 'scripts/build.ts'] }])
const failed =
  built.length > 0
    ? built
    : await runSteps([{ name: 'publish', command: ['changeset', 'publish'] }])
process.exitCode = failed.length === 0 ? 0 : 1
