// Fails where the kit breaks what strangers built on it since its last release, and no changeset says so. The report of
// today is checked by generate-docs; that of the last release is kept beside it, and replaced by scripts/release.ts.
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { breakingChanges } from './api/breaking.ts'
import { announcedAs } from './api/changesets.ts'
import { readReport } from './api/report.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'core/plugin-kit')
const released = readReport(await readFile(join(folder, 'api-report.released.md'), 'utf8'))
const today = readReport(await readFile(join(folder, 'api-report.md'), 'utf8'))

const broken = breakingChanges(released, today)
const sheets = (await readdir(join(root, '.changeset'))).filter((name) => name.endsWith('.md'))
const texts = await Promise.all(
  sheets.map((name) => readFile(join(root, '.changeset', name), 'utf8')),
)
const announced = announcedAs(texts, '@t21/plugin-kit')

if (broken.length > 0 && announced !== 'major') {
  console.error('The plugin kit breaks what was built on its last release:')
  for (const problem of broken) console.error(`  ${problem}`)
  console.error(
    'Keep what is there and add beside it, or announce it: `npx changeset`, "major" for @t21/plugin-kit.',
  )
  process.exitCode = 1
} else {
  console.log(
    `The kit's API: ${today.size} declarations, ${broken.length} breaking changes since the last release.`,
  )
}
