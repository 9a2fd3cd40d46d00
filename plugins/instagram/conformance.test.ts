import { testConnector } from '@t21/plugin-kit/conformance'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import packageJson from './package.json' with { type: 'json' }
import { emulator } from './sandbox/index.ts'
import { connector } from './src/index.ts'
import { cases } from './test/cases.ts'

test('Instagram keeps the contract', (t) =>
  testConnector(t, {
    connector,
    emulator,
    startSandbox,
    packageJson,
    handle: 'repeat_ada',
    cases,
    // A day: a younger token is not renewed.
    renewAfterSeconds: 25 * 3_600,
    untold: { clicks: 'Only stories of accounts that came by Facebook Login have them.' },
    webhooks: {
      signsTime: false,
      // Of its own Instagram tells nothing about what an account publishes; that the app was removed it tells.
      async provoke(fetch) {
        await fetch('https://www.instagram.com/accounts/manage_access?sandbox_remove=repeat_ada')
      },
    },
  }))
