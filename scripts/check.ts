// The fast loop: types, lint, format. `npm run check -- --fix` formats and mends what can be mended.
import { runSteps } from './steps.ts'

const fix = process.argv.includes('--fix')
const failed = await runSteps([
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the console', command: ['tsc', '-p', 'admin/src/components/tsconfig.json'] },
  { name: 'lint', command: ['oxlint', '--type-aware', ...(fix ? ['--fix'] : [])] },
  { name: 'format', command: ['oxfmt', ...(fix ? [] : ['--check'])] },
])
process.exitCode = failed.length === 0 ? 0 : 1
