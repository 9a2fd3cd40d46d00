// T21 as a stranger gets it: built and packed once, installed by npm into empty projects outside of this repository, and
// started from there on the sandbox: with the networks that T21 brings along, and with one of the stranger's own.
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { packages } from './packages.ts'
import { consoleIsThere, publishOne } from './packed.server.ts'
import { publishOnStrangersNetwork, stranger } from './packed.stranger.ts'
import { packInto, temporary, withPackedServer } from './packed.ts'

const needed = [
  '@t21/plugin-kit',
  '@t21/migrations',
  '@t21/core',
  '@t21/plugin-sandbox',
  stranger.name,
]

const folder = await mkdtemp(join(temporary, 't21-tarballs-'))
try {
  const tarballs = await packInto(folder, [...packages, stranger])
  const { [stranger.name]: _strange, ...own } = tarballs
  const few = Object.entries(tarballs).filter(([name]) => needed.includes(name))
  await withPackedServer(own, async (server) => {
    await publishOne(server)
    await consoleIsThere(server, true)
  })
  await withPackedServer(Object.fromEntries(few), async (server) => {
    await publishOnStrangersNetwork(server)
    await consoleIsThere(server, false)
  })
} finally {
  await rm(folder, { recursive: true, force: true })
}
