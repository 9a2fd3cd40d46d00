import { test } from 'tap'
import { checkReturnUrl, withOutcome } from './return-url.ts'

const config = {
  frontendUrl: 'https://app.t21.example',
  returnOrigins: ['http://localhost:5173', 'https://partner.example:8443'],
}

test('a configured origin is accepted, whatever path and query follow', (t) => {
  for (const url of [
    'https://app.t21.example',
    'https://app.t21.example/',
    'https://app.t21.example/brands/1?tab=accounts#list',
    'https://app.t21.example:443/x',
    'HTTPS://APP.T21.EXAMPLE/x',
    'http://localhost:5173/x//y',
    'https://partner.example:8443/x?next=https://evil.example',
  ]) {
    t.doesNotThrow(() => checkReturnUrl(config, url), url)
  }
  t.end()
})

const hostile = [
  'https://evil.example/',
  'https://evil.example/https://app.t21.example',
  'https://evil.example?https://app.t21.example',
  'https://evil.example#https://app.t21.example',
  'https://app.t21.example.evil.example/',
  'https://app.t21.example@evil.example/',
  'https://app.t21.example:pw@evil.example/',
  'https://user@app.t21.example/',
  'https://user:pw@app.t21.example/',
  'https://@app.t21.example/',
  'https://evil-app.t21.example/',
  'https://sub.app.t21.example/',
  'https://app.t21.example:444/',
  'http://app.t21.example/',
  'http://localhost/',
  'http://localhost:5174/',
  'https://localhost:5173/',
  'https://partner.example/',
  'http://127.0.0.1:5173/',
  '//evil.example/',
  '///evil.example/',
  '////evil.example/',
  '/\\evil.example/',
  '\\\\evil.example\\',
  'https:\\\\evil.example/',
  'https:/evil.example/',
  'https:evil.example',
  'https://evil.example\\@app.t21.example/',
  'https://app.t21.example\\@evil.example/',
  'https://app.t21.example\\.evil.example/',
  'https://evil.example%2f@app.t21.example/',
  'https://app.t21.example%00.evil.example/',
  'https://app.t21.example%2eevil.example/',
  'https://app。t21。example/',
  'https://аpp.t21.example/',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//https://app.t21.example',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://app.t21.example/0d2b',
  'file:///etc/passwd',
  'ftp://app.t21.example/',
  'ws://app.t21.example/',
  'about:blank',
  'null',
  'nonsense',
  '',
  ' ',
  ' https://evil.example/',
  '\thttps://app.t21.example/',
  'https://app.t21.example/\r\nLocation: https://evil.example',
  'https://app.t21.example/\nSet-Cookie: a=b',
  'ht\ntps://evil.example/',
  'https://app.t21.example /',
  '/brands/1',
  'brands/1',
  '?next=1',
  'https://[::1]:5173/',
  'https://0x7f.1/',
]

test(`${hostile.length} hostile addresses are refused`, (t) => {
  for (const url of hostile) {
    t.throws(
      () => checkReturnUrl(config, url),
      { code: 'RETURN_URL_NOT_ALLOWED', details: [{ field: 'returnUrl' }] },
      JSON.stringify(url),
    )
  }
  t.end()
})

test('control: comparing the beginning of the address lets some of them through', (t) => {
  const allowed = ['https://app.t21.example', 'http://localhost:5173']
  const through = hostile.filter((url) => allowed.some((origin) => url.startsWith(origin)))
  t.ok(through.length >= 5, `${through.length} got through`)
  t.end()
})

test('the outcome is added, and replaces what pretends to be one', (t) => {
  t.equal(
    withOutcome('https://app.t21.example/a?tab=1&status=connected&connection=x#y', 'c1', 'failed'),
    'https://app.t21.example/a?tab=1&status=failed&connection=c1#y',
  )
  t.end()
})
