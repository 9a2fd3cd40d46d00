// Makes the files that are made from code: core/openapi.json, docs/errors.md, docs/platforms.md,
// docs/security-tests.md, the kit's API report, .env.example and the configuration table in README.md. With --check it changes nothing and fails where one is out of date.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderOpenApi } from '../core/src/openapi.ts'
import {
  betweenMarkers,
  renderConfigurationTable,
  renderEnvironmentExample,
} from './docs/configuration.ts'
import { declarationsOf } from './api/declarations.ts'
import { renderReport } from './api/report.ts'
import { renderErrors } from './docs/errors.ts'
import { renderPlatforms } from './docs/platforms.ts'
import { renderSecurityTests } from './docs/security-tests.ts'
import { pluginVariables } from './docs/plugin-variables.ts'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')

const plugins = await pluginVariables(root)
const readme = await read('README.md')
const table = betweenMarkers(readme, 'config', renderConfigurationTable(plugins))
const files: Readonly<Record<string, string | undefined>> = {
  'core/openapi.json': await renderOpenApi(),
  'docs/errors.md': renderErrors(),
  'docs/platforms.md': await renderPlatforms(root),
  'docs/security-tests.md': renderSecurityTests(),
  'core/plugin-kit/api-report.md': renderReport(
    'What @t21/plugin-kit exports',
    await declarationsOf(root, 'core/plugin-kit'),
  ),
  '.env.example': renderEnvironmentExample(plugins),
  'README.md': table,
}

for (const [name, wanted] of Object.entries(files)) {
  if (wanted === undefined) {
    console.error(`${name} lacks the markers <!-- config:begin --> and <!-- config:end -->.`)
    process.exitCode = 1
  } else if ((await read(name)) !== wanted) {
    if (check) {
      console.error(`${name} is out of date: run \`node scripts/generate-docs.ts\` and commit it.`)
      process.exitCode = 1
    } else {
      await writeFile(join(root, name), wanted)
      console.log(`wrote ${name}`)
    }
  }
}

async function read(name: string): Promise<string> {
  return readFile(join(root, name), 'utf8').catch(() => '')
}
