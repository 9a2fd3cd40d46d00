// The server as a stranger gets it: built, packed, installed by npm into an empty project outside of this
// repository, started from there on the sandbox, and used for one post.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../core/src/db/embedded-postgres.ts'
import { DemoClient } from '../demo/client.ts'
import { connectAccounts } from '../demo/connect.ts'
import { packages } from './packages.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const folder = await mkdtemp(join(process.getuid?.() === 0 ? '/var/tmp' : tmpdir(), 't21-packed-'))
const [port, sandboxPort] = [await freePort(), await freePort()]
let server: ChildProcess | undefined
try {
  await install()
  server = await start()
  await publishOne()
  console.log('A post went out from the packed server.')
} finally {
  if (server !== undefined) await stop(server)
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}

async function install(): Promise<void> {
  await run(process.execPath, [join(root, 'scripts/build.ts')], { cwd: root })
  for (const { folder: one } of packages) {
    await run('npx', ['--yes', 'pnpm@12', 'pack', '--pack-destination', folder], {
      cwd: join(root, one),
    })
  }
  const tarballs = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  const fileOf = (name: string): string => {
    const prefix = name.replace('@', '').replace('/', '-')
    const found = tarballs.find((tarball) => tarball.startsWith(prefix))
    if (found === undefined) throw new Error(`${name} was not packed.`)
    return `file:./${found}`
  }
  const files = Object.fromEntries(packages.map(({ name }) => [name, fileOf(name)]))
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
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: folder,
  })
}

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['node_modules/@t21/core/dist/main.js', 'start'], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: String(port),
      T21_SANDBOX_PORT: String(sandboxPort),
      LOG_LEVEL: 'info',
    },
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

async function publishOne(): Promise<void> {
  const client = new DemoClient(`http://127.0.0.1:${port}`)
  await client.signIn({
    email: 'packed@example.com',
    password: 'a-long-enough-password',
    name: 'Packed',
  })
  const brand = await client.ensureBrand()
  const platforms = await connectAccounts(client, brand.id)
  const { data } = await client.post<{ data: { id: string } }>('/posts', {
    brandId: brand.id,
    platforms,
    content: 'Out of the box.',
    publishNow: true,
  })
  await client.until<{ data: { status: string } }>(
    `/posts/${data.id}`,
    (answer) => answer.data.status === 'PUBLISHED',
    30,
  )
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
