import { testConnector } from '@t21/plugin-kit/conformance'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import packageJson from './package.json' with { type: 'json' }
import { emulator } from './sandbox/index.ts'
import { connector } from './src/index.ts'
import { cases } from './test/cases.ts'

test('Instagram by Facebook Login keeps the contract', (t) =>
  testConnector(t, {
    connector,
    emulator,
    startSandbox,
    packageJson,
    settings: { login: 'facebook' },
    handle: 'repeat_ada',
    cases,
    neverRenews: true,
    untold: { clicks: 'Stories tell them for a day, and the suite asks after two.' },
    webhooks: { signsTime: false },
  }))
