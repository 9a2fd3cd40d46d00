import { test } from 'tap'
import { parseHostOverrides, rewriteOrigin, sandboxOverrides } from './host-overrides.ts'

test('the sandbox mounts every host below its own name', (t) => {
  const hosts = ['https://api.x.com', 'https://x.com:8443']
  t.same(Object.fromEntries(sandboxOverrides('http://127.0.0.1:4300/', hosts)), {
    'https://api.x.com': 'http://127.0.0.1:4300/api.x.com',
    'https://x.com:8443': 'http://127.0.0.1:4300/x.com:8443',
  })
  t.end()
})

test('the operator’s replacements are read from their setting', (t) => {
  const overrides = parseHostOverrides([
    'https://x.com=http://[::1]:1/',
    'https://a.b=https://c/d=',
  ])
  t.same(Object.fromEntries(overrides), {
    'https://x.com': 'http://[::1]:1',
    'https://a.b': 'https://c/d=',
  })
  t.end()
})

test('an address keeps its path and query below the new base, whatever is in them', (t) => {
  const overrides = new Map([['https://api.x.com', 'http://127.0.0.1:4300/api.x.com']])
  const cases = {
    'https://api.x.com': 'http://127.0.0.1:4300/api.x.com/',
    'https://api.x.com/2/a?b=c&d=%2F#e': 'http://127.0.0.1:4300/api.x.com/2/a?b=c&d=%2F#e',
    'https://api.x.com//evil.example/': 'http://127.0.0.1:4300/api.x.com//evil.example/',
    'https://api.x.com/@evil.example': 'http://127.0.0.1:4300/api.x.com/@evil.example',
    'https://api.x.com/../../etc': 'http://127.0.0.1:4300/api.x.com/etc',
    'https://api.x.com:444/2': 'https://api.x.com:444/2',
    'http://api.x.com/2': 'http://api.x.com/2',
  }
  for (const [given, expected] of Object.entries(cases)) {
    t.equal(rewriteOrigin(given, overrides).href, expected)
  }
  t.end()
})

test('an entry that is not of the form is named', (t) => {
  for (const entry of [
    'https://api.x.com',
    'api.x.com=http://127.0.0.1',
    'https://api.x.com/2=http://127.0.0.1',
    'https://api.x.com=ftp://127.0.0.1',
    'https://api.x.com=http://127.0.0.1/?a=b',
    'https://api.x.com=',
  ]) {
    t.throws(() => parseHostOverrides(['https://ok.example=http://127.0.0.1', entry]), {
      message: `"${entry}" must be of the form https://api.x.com=http://127.0.0.1:9000/x.`,
    })
  }
  t.end()
})
