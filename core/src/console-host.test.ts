import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'
import { testDatabase } from '../../test/support/database.ts'
import { loadConsole } from './console-host.ts'

const root = join(import.meta.dirname, '../..')
const program = join(root, 'test/support/loaded-modules.ts')
const ofTheConsole = /\/admin\/src\/|adminjs|recharts|\/node_modules\/react/

test('where the console is not wanted, not a line of it is loaded, and /admin is no address', async (t) => {
  const database = await testDatabase(t)
  const start = async (console: string) => {
    const { stdout } = await promisify(execFile)(process.execPath, [program], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        DATABASE_URL: database.url,
        PORT: '0',
        T21_CONSOLE: console,
      },
      maxBuffer: 16_777_216,
    })
    const { loaded, status } = JSON.parse(stdout) as { status: number; loaded: string[] }
    const files = loaded.map((url) => url.replace(/.*node_modules\/\.pnpm/, ''))
    return { status, all: files.length, files: files.filter((file) => ofTheConsole.test(file)) }
  }
  for (const setting of ['false', 'auto']) {
    const { all, files, status } = await start(setting)
    t.equal(status, 404, setting)
    t.ok(all > 300, `${all} files were seen`)
    t.same(files, [], setting)
  }
  const on = await start('true')
  t.equal(on.status, 303)
  t.ok(
    on.files.some((file) => file.includes('/adminjs/')),
    'the hook sees it where it is loaded',
  )
})

test('auto loads it in development; true says where it is missing', async (t) => {
  const lines: string[] = []
  const load = (console: 'auto' | 'true' | 'false', environment: 'development' | 'production') =>
    loadConsole({
      config: { console, environment },
      rootDirectory: join(import.meta.dirname, '..'),
      log: { info: (line: string) => void lines.push(line) } as never,
    })
  t.equal(await load('auto', 'development'), null)
  t.match(lines, [/not installed: @t21\/admin/])
  t.equal(await load('auto', 'production'), null)
  t.equal(await load('false', 'development'), null)
  t.equal(lines.length, 1, 'one line, and only where it was looked for')
  await t.rejects(load('true', 'production'), /T21_CONSOLE is "true".*@t21\/admin is not among/)
})
