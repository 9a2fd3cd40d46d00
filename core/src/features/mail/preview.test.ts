import { t as file, test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { readConfig } from '../../config.ts'
import { examples } from './examples.ts'
import { showsMails } from './preview.routes.ts'

const database = await testDatabase(file)

test('every mail can be looked at while one writes it, in every language', async (t) => {
  const variables = { NODE_ENV: 'development' }
  const { app } = await testApp(t, { database, variables })
  for (const { name } of examples) {
    for (const language of ['en', 'en-XA']) {
      const query = `template=${name}&language=${language}`
      const page = await app.inject(`/_mail?${query}`)
      t.equal(page.statusCode, 200, query)
      t.match(page.body, `src="/_mail/html?template=${name}&#38;language=${language}"`)
      t.equal(page.body.includes('⟦'), language === 'en-XA')
      const mail = await app.inject(`/_mail/html?${query}`)
      t.match(mail.body, `<html lang="${language}"`)
      t.match(mail.headers, {
        'content-security-policy': /^sandbox; default-src 'none'; style-src 'unsafe-inline'/,
        'x-frame-options': 'sameorigin',
      })
    }
  }
  const page = await app.inject('/_mail')
  t.match(page.headers['content-security-policy'], /^default-src 'none'; style-src 'sha256-/)
  t.notMatch(page.body, /<script|style="/)
  t.match((await app.inject('/openapi.json')).json(), { paths: { '/_mail': undefined } })
})

test('what is no mail or no language is not found', async (t) => {
  const { app } = await testApp(t, { database, variables: { NODE_ENV: 'development' } })
  for (const query of ['template=x', 'language=tlh', 'template=<script>']) {
    const answer = await app.inject(`/_mail?${encodeURI(query)}`)
    t.equal(answer.statusCode, 404, query)
  }
  t.equal((await app.inject('/_mail?x=1')).statusCode, 422)
})

test('in production there is nothing, whatever the sandbox is', async (t) => {
  const production = { ...readConfig({ NODE_ENV: 'test' }), environment: 'production' } as const
  for (const sandbox of ['auto', 'on', 'off'] as const) {
    t.equal(showsMails({ ...production, sandbox, sandboxUrl: 'http://127.0.0.1:4300' }), false)
  }
  const { app } = await testApp(t, { database, variables: secrets })
  t.equal(app.context.config.environment, 'production')
  for (const path of ['/_mail', '/_mail/html', '/_mail?template=verify-email']) {
    const answer = await app.inject(path)
    t.equal(answer.statusCode, 404, path)
    t.notMatch(answer.body, /Mails of T21/)
  }
})

test('with the sandbox it is there, without it a test has none', (t) => {
  const config = readConfig({ NODE_ENV: 'test' })
  t.equal(showsMails({ ...config, sandbox: 'on', sandboxUrl: undefined }), true)
  t.equal(showsMails({ ...config, sandbox: 'auto', sandboxUrl: undefined }), false)
  t.end()
})

/** What production wants to be set. */
const secrets = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  JWT_SECRET: 'x1'.repeat(16),
  PASSWORD_PEPPER: 'x2'.repeat(16),
  ENCRYPTION_KEYS: `a:${'0f'.repeat(32)}`,
  URL_SECRET: 'x3'.repeat(16),
}
