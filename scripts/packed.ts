// What the tests of the packed packages share: build, pack, install by npm outside of this repository, start.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../core/src/db/embedded-postgres.ts'
import type { Package } from './packages.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

/** A T21 that runs from packed packages. */
export interface PackedServer {
  readonly url: string
  readonly sandboxUrl: string
  /** An empty project of somebody else, with the packages in `node_modules`. */
  readonly folder: string
}

/** The tarballs of packages, by their names. */
export type Tarballs = Readonly<Record<string, string>>

/** Where other users of this machine can read: PostgreSQL does not run as root. */
export const temporary = process.getuid?.() === 0 ? '/var/tmp' : tmpdir()

/** Installs packages into an empty project, starts T21 there, and leaves nothing behind. */
export async function withPackedServer(
  tarballs: Tarballs,
  work: (server: PackedServer) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(temporary, 't21-packed-'))
  let child: ChildProcess | undefined
  try {
    await install(folder, tarballs)
    const [port, sandboxPort] = [await freePort(), await freePort()]
    child = await start(folder, { PORT: String(port), T21_SANDBOX_PORT: String(sandboxPort) })
    const [url, sandboxUrl] = [port, sandboxPort].map((one) => `http://127.0.0.1:${one}`)
    await work({ url: url ?? '', sandboxUrl: sandboxUrl ?? '', folder })
  } finally {
    if (child !== undefined) await stop(child)
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** Builds packages and puts their tarballs into a folder. */
export async function packInto(folder: string, packages: readonly Package[]): Promise<Tarballs> {
  const files: Record<string, string> = {}
  for (const { name, folder: one, afterwards } of packages) {
    const from = join(root, one)
    await rm(join(from, 'dist'), { recursive: true, force: true })
    await run(process.execPath, [tsc, '-p', join(from, 'tsconfig.build.json')], { cwd: root })
    if (afterwards !== undefined) await run(process.execPath, [join(root, afterwards)])
    const made = await run(
      'npx',
      ['--yes', 'pnpm@12', 'pack', '--json', '--pack-destination', folder],
      { cwd: from },
    )
    files[name] = join(folder, basename((JSON.parse(made.stdout) as { filename: string }).filename))
  }
  return files
}

async function install(folder: string, tarballs: Tarballs): Promise<void> {
  const files = Object.fromEntries(
    Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]),
  )
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'somebody',
      private: true,
      type: 'module',
      dependencies: files,
      overrides: files,
    }),
  )
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: folder })
}

const tsc = join(root, 'node_modules/typescript/bin/tsc')

async function start(folder: string, variables: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['node_modules/@t21/core/dist/main.js', 'start'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'development', LOG_LEVEL: 'info', ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let words = ''
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The packed server ended (${code}): ${words}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString()}`.slice(-4_000)
      if (words.includes('"msg":"ready"')) resolve()
    })
  })
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
