import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { test } from 'tap'
import type { Setting } from './config.settings.ts'
import { ConfigError, readConfig, settings } from './config.ts'

const root = new URL('../../', import.meta.url)

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readConfig(variables)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://t21@db.example/t21',
  JWT_SECRET: 'a-secret-of-our-own-with-32-characters',
  PASSWORD_PEPPER: 'another-secret-of-our-own-32-characters',
  ENCRYPTION_KEYS: `k1:${'ab'.repeat(32)}`,
  URL_SECRET: 'a-third-secret-of-our-own-32-characters',
}

test('without any variable it is a development server', async (t) => {
  const config = readConfig({})
  t.match(config, {
    environment: 'development',
    port: 3000,
    trustProxy: 0,
    accessTokenSeconds: 900,
    refreshTokenSeconds: 604_800,
    rateLimitAnonymous: 100,
    rateLimitFree: 100,
    dataDir: resolve('.t21'),
  })
  t.throws(() => {
    ;(config as { port: number }).port = 1
  }, 'and never changes')
})

test('all mistakes are told at once, each with its variable and what it takes', async (t) => {
  const problems = problemsOf({
    PORT: 'many',
    TRUST_PROXY: '-1',
    LOG_LEVEL: 'loud',
    PUBLIC_URL: 'ftp://example.com',
    JWT_SECRET: 'short',
    JWT_EXPIRES_IN: '15 minutes',
    ENCRYPTION_KEYS: 'k1:abc',
    T21_SANDBOX: 'maybe',
    T21_ALLOW_LOOPBACK_IMPORTS: 'yes',
    DATABASE_POOL_SIZE: '1.5',
    PUBLISHING_CALL_TIMEOUT: '10m',
    T21_SANBOX: 'on',
    RETURN_ORIGINS: 'https://app.example.com, https://app.example.com/after',
    T21_HOSTS: 'https://api.x.com=http://127.0.0.1:9000,api.x.com',
  })
  for (const [variable, words] of [
    ['PORT', /whole number from 0 to 65535, is "many"/],
    ['TRUST_PROXY', /from 0 to 10/],
    ['LOG_LEVEL', /one of fatal, error/],
    ['PUBLIC_URL', /such as https:/],
    ['JWT_SECRET', /at least 32 characters, has 5/],
    ['JWT_EXPIRES_IN', /such as 90s, 15m or 7d/],
    ['ENCRYPTION_KEYS', /64 hex digits/],
    ['T21_SANDBOX', /auto, on, off/],
    ['T21_ALLOW_LOOPBACK_IMPORTS', /true or false/],
    ['DATABASE_POOL_SIZE', /whole number/],
    ['PUBLISHING_CALL_TIMEOUT', /shorter than PUBLISHING_LEASE/],
    ['T21_SANBOX', /not a setting of T21/],
    ['RETURN_ORIGINS', /"https:\/\/app.example.com\/after" is none/],
    ['T21_HOSTS', /"api.x.com" must be of the form/],
  ] as const) {
    const told = problems.filter((problem) => problem.startsWith(variable) && words.test(problem))
    t.equal(told.length, 1, variable)
  }
  t.equal(problems.length, 14)
})

test('no mistake repeats a secret', async (t) => {
  const problems = problemsOf({
    NODE_ENV: 'production',
    JWT_SECRET: 'hunter2',
    PASSWORD_PEPPER: 'hunter2',
    URL_SECRET: 'hunter2',
    ENCRYPTION_KEYS: 'hunter2',
  })
  t.ok(problems.length >= 4)
  t.notMatch(problems.join('\n'), /hunter2/)
})

test('production refuses every secret that is missing, and names it', async (t) => {
  t.same(problemsOf(production), [])
  const needed = Object.values<Setting<unknown>>(settings).filter((setting) => setting.production)
  t.same(
    needed.map(({ variable }) => variable).sort(),
    Object.keys(production)
      .filter((name) => name !== 'NODE_ENV')
      .sort(),
  )
  t.same(
    problemsOf({ NODE_ENV: 'production' }).toSorted(),
    needed.map(({ variable }) => `${variable} must be set in production.`).toSorted(),
    'all at once',
  )
  for (const { variable } of needed) {
    t.same(problemsOf({ ...production, [variable]: '' }), [
      `${variable} must be set in production.`,
    ])
  }
})

test('production refuses every default secret, and names it', async (t) => {
  const withDefaults = Object.values<Setting<unknown>>(settings).filter(
    (setting) => setting.secret && setting.rawDefault !== undefined,
  )
  t.ok(withDefaults.length >= 4)
  for (const { variable, rawDefault } of withDefaults) {
    t.same(problemsOf({ ...production, [variable]: rawDefault ?? '' }), [
      `${variable} still has its development value; make a secret of your own.`,
    ])
    t.same(problemsOf({ NODE_ENV: 'development', [variable]: rawDefault ?? '' }), [])
  }
  t.match(problemsOf({ ...production, T21_ALLOW_LOOPBACK_IMPORTS: 'true' }), [
    /T21_ALLOW_LOOPBACK_IMPORTS must not/,
  ])
})

test('.env.example and the README list every variable, and no other', async (t) => {
  const variables = Object.values<Setting<unknown>>(settings).map(({ variable }) => variable)
  t.equal(new Set(variables).size, variables.length, 'no variable is read twice')
  const example = await readFile(new URL('.env.example', root), 'utf8')
  const examples = [...example.matchAll(/^# (?!Plugin)(?:.*\n# )?([A-Z][A-Z0-9_]+)=/gm)].map(
    ([, name]) => name,
  )
  const readme = await readFile(new URL('README.md', root), 'utf8')
  const [, table = ''] = readme.split(/<!-- config:(?:begin|end) -->/)
  const rows = [...table.matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(([, name]) => name)
  for (const listed of [examples, rows]) {
    t.same(
      listed.filter((name) => variables.includes(name ?? '')),
      variables,
    )
  }
})
