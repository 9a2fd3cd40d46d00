// Packs what a project of somebody else needs, as npm tarballs: kit, migrations, server and sandbox; with names behind
// the folder, those instead (`node scripts/bootstrap.mjs run scripts/pack.ts <folder> [package …]`).
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { packInto } from './packed.ts'
import { packages } from './packages.ts'

const [folder, ...names] = process.argv.slice(2)
if (folder === undefined) {
  console.error(
    'Say where the tarballs go: node scripts/bootstrap.mjs run scripts/pack.ts <folder>',
  )
  process.exit(1)
}
const wanted =
  names.length > 0
    ? names
    : ['@t21/plugin-kit', '@t21/migrations', '@t21/core', '@t21/plugin-sandbox']
const unknown = wanted.filter((name) => !packages.some((one) => one.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}; there is ${packages.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(1)
}
await mkdir(folder, { recursive: true })
const files = await packInto(
  resolve(folder),
  packages.filter(({ name }) => wanted.includes(name)),
)
for (const [name, file] of Object.entries(files)) console.log(`${name}: ${file}`)
