// The way in for every npm script, on whatever Node (20 or newer) is there: installs what is missing, with
// visible progress, and goes on under the Node 24 that the project brings.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const ownNode = join(root, 'node_modules', '.bin', 'node')
const stamp = join(root, 'node_modules', '.t21-installed')

const commands = {
  demo: ['demo/start.ts'],
  dev: ['--watch', '--watch-preserve-output', 'demo/start.ts'],
  t21: ['core/src/main.ts'],
  test: ['scripts/test.ts'],
  check: ['scripts/check.ts'],
  run: [],
}

const [command, ...rest] = process.argv.slice(2)
const script = commands[command]
if (script === undefined) {
  console.error(`Unknown command "${command}". Use one of: ${Object.keys(commands).join(', ')}.`)
  process.exit(2)
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`T21 needs Node 20 or newer to install itself; this is ${process.versions.node}.`)
  process.exit(1)
}
installIfNeeded()
go([...script, ...rest])

function installIfNeeded() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex')
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (existsSync(ownNode) && installed === wanted) return
  console.error('Installing what T21 needs (once; about a minute) …')
  const { status } = spawnSync('npx', ['--yes', 'pnpm@12', 'install', '--frozen-lockfile'], {
    cwd: root,
    // Progress goes to where people look; what a script prints stays clean.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error(
      'The installation failed; what pnpm said is above. Is the package registry reachable?',
    )
    process.exit(status ?? 1)
  }
  writeFileSync(stamp, wanted)
}

function go(args) {
  // Types are stripped, and code is compiled, once: not once for each of the processes to come.
  const NODE_COMPILE_CACHE = join(root, 'node_modules/.cache/node-compile')
  const env = { NODE_COMPILE_CACHE, ...process.env }
  const child = spawn(ownNode, args, { cwd: root, stdio: 'inherit', env })
  // This process only waits until the other has cleaned up. A terminal's Ctrl-C has reached it too; one that
  // was sent to npm alone has not.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(
      `Node 24 could not be started: ${error.message}. Remove node_modules and try again.`,
    )
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 1))
}
